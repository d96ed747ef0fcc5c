namespace ModelRegistry.Core.Statistics;

/// <summary>Two models' answers to the same rows, by who was right.</summary>
public readonly record struct PairedProportions(long BothRight, long OnlyNewRight, long OnlyOldRight, long BothWrong)
{
    private double Count => BothRight + OnlyNewRight + OnlyOldRight + BothWrong;

    private double Difference => (OnlyNewRight - OnlyOldRight) / Count;

    /// <summary>
    /// McNemar's mid-p, two-sided: how often chance alone makes the rows on which they differ as uneven (Fagerland, Lydersen and Laake 2013).
    /// 1 when they differ on none.
    /// </summary>
    public double McNemarMidP()
    {
        var (few, all) = (Math.Min(OnlyNewRight, OnlyOldRight), OnlyNewRight + OnlyOldRight);
        if (all == 0)
        {
            return 1;
        }

        var exactly = Distributions.FairCoin(few, all);
        return OnlyNewRight == OnlyOldRight ? 1 - (exactly / 2) : (2 * Distributions.FairCoinUpTo(few, all)) - exactly;
    }

    /// <summary>New minus old: Newcombe's square and add with his correction of phi (Newcombe 1998, method 10).</summary>
    public Interval Newcombe(double confidence)
    {
        double right = BothRight + OnlyNewRight, wasRight = BothRight + OnlyOldRight;
        var (mine, old) = (new Proportion(right, Count), new Proportion(wasRight, Count));
        var (now, before) = (mine.Wilson(confidence), old.Wilson(confidence));
        var phi = Phi(right, wasRight);
        return new Interval(Difference,
            Difference - Root(mine.Value - now.Low, before.High - old.Value, phi),
            Difference + Root(now.High - mine.Value, old.Value - before.Low, phi));

        static double Root(double a, double b, double phi) => Math.Sqrt(Math.Max(0, (a * a) - (2 * phi * a * b) + (b * b)));
    }

    /// <summary>New minus old: Tango's score interval (Tango 1998), the two differences whose score is just significant.</summary>
    public Interval Tango(double confidence)
    {
        var z = Distributions.NormalQuantile((1 + confidence) / 2);
        var me = this;
        return new Interval(Difference, Limit(-1, Difference, z), Limit(Difference, 1, -z));

        double Limit(double from, double to, double target)
        {
            for (var step = 0; step < 200 && to - from > 1e-16; step++)
            {
                var middle = from + ((to - from) / 2);
                // The score falls as the difference that is assumed rises.
                if (me.Score(middle) > target)
                {
                    from = middle;
                }
                else
                {
                    to = middle;
                }
            }

            return from + ((to - from) / 2);
        }
    }

    private double Phi(double right, double wasRight)
    {
        var margins = right * wasRight * (Count - right) * (Count - wasRight);
        if (margins <= 0)
        {
            return 0;
        }

        var product = ((double)BothRight * BothWrong) - ((double)OnlyNewRight * OnlyOldRight);
        return (product > 0 ? Math.Max(product - (Count / 2), 0) : product) / Math.Sqrt(margins);
    }

    private double Score(double difference)
    {
        var a = 2 * Count;
        var b = (-OnlyNewRight) - OnlyOldRight + ((a - OnlyNewRight + OnlyOldRight) * difference);
        var c = -OnlyOldRight * difference * (1 - difference);
        var q = (Math.Sqrt(Math.Max(0, (b * b) - (4 * a * c))) - b) / (2 * a);
        var variance = Count * ((2 * q) + (difference * (1 - difference)));
        var distance = OnlyNewRight - OnlyOldRight - (Count * difference);
        return variance <= 0 ? Math.Sign(distance) * double.PositiveInfinity : distance / Math.Sqrt(variance);
    }
}

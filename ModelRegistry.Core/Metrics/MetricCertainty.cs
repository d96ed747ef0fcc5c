using System.Text.Json.Serialization;
using ModelRegistry.Core.Statistics;

namespace ModelRegistry.Core.Metrics;

/// <summary>What a difference is worth: the interval in which it truly lies, by which method, and whether chance alone explains it.</summary>
/// <param name="Standing">Superior is better, Inferior worse, Inconclusive not distinguishable; against a margin NotInferior as well.</param>
/// <param name="Low">Candidate minus base, the lower end at 95 %.</param>
/// <param name="High">The upper end.</param>
/// <param name="Method">How it was computed, for people.</param>
public sealed record MetricCertainty(Standing Standing, double Low, double High, string Method)
{
    public const double Confidence = 0.95;

    private const int MostResamples = 2_000;
    private const int LeastResamples = 400;
    private const long MostDraws = 20_000_000;
    private const int Seed = 20_251_126; // the same files always give the same answer

    /// <summary>In words, beside the difference.</summary>
    [JsonIgnore]
    public string Words => Standing switch
    {
        Standing.Superior => "better",
        Standing.Inferior => "worse",
        Standing.NotInferior => "not worse",
        Standing.Inconclusive => "not distinguishable",
    };

    /// <summary>
    /// Of two numbers on one data set and what they were made of; null where one of them has no results, they do not belong to its number, or cannot be
    /// paired. The whole difference decides, never whether two intervals overlap.
    /// </summary>
    /// <param name="definition">The metric, whose direction must be known.</param>
    /// <param name="mine">The candidate's number.</param>
    /// <param name="theirs">The base's number.</param>
    /// <param name="margin">How much worse still counts as not worse; 0 asks for a difference.</param>
    public static MetricCertainty? Of(MetricDefinition definition, (double Value, MetricResults? Results) mine, (double Value, MetricResults? Results) theirs,
        double margin = 0) =>
        definition.HigherIsBetter is { } higher && mine.Results is { } my && theirs.Results is { } their && my.AreOf(mine.Value) && their.AreOf(theirs.Value)
            ? Paired(my, their, margin, higher)
            : null;

    private static MetricCertainty? Paired(MetricResults mine, MetricResults theirs, double margin, bool higher)
    {
        if (mine.Examples is { Count: > 1 } rows && theirs.Examples is { } others && rows.Count == others.Count)
        {
            return rows.Concat(others).All(row => row is 0 or 1) ? OfAnswers(rows, others, margin, higher) : OfRows(rows, others, margin, higher);
        }

        if (mine.Folds is { Count: > 1 } folds && theirs.Folds is { } before && folds.Count == before.Count)
        {
            var share = mine.TestOverTrain ?? theirs.TestOverTrain ?? 1.0 / (folds.Count - 1);
            var test = new PairedDifferences(folds, before).CorrectedResampledT(share, Confidence);
            return Say(test.Mean, margin, higher, $"{folds.Count} folds, corrected resampled t");
        }

        return mine is { Count: { } n, Successes: { } right } && theirs is { Count: { } m, Successes: { } was }
            ? Say(new Proportion(right, n).Minus(new Proportion(was, m), Confidence), margin, higher,
                $"{right} of {n} against {was} of {m}, Newcombe's interval")
            : null;
    }

    // Whether rows differ by more than chance says McNemar; how much, Tango's interval, which also decides against a margin.
    private static MetricCertainty OfAnswers(IReadOnlyList<double> mine, IReadOnlyList<double> theirs, double margin, bool higher)
    {
        long Both(double my, double their) => mine.Zip(theirs).LongCount(pair => pair.First == my && pair.Second == their);
        var answers = new PairedProportions(Both(1, 1), Both(1, 0), Both(0, 1), Both(0, 0));
        var interval = answers.Tango(Confidence);
        var said = Say(interval, margin, higher, $"the same {mine.Count} rows, McNemar's mid-p and Tango's interval");
        return margin > 0 || answers.McNemarMidP() < 1 - Confidence && interval.Estimate != 0
            ? margin > 0 ? said : said with { Standing = interval.Estimate > 0 == higher ? Standing.Superior : Standing.Inferior }
            : said with { Standing = Standing.Inconclusive };
    }

    private static MetricCertainty OfRows(IReadOnlyList<double> mine, IReadOnlyList<double> theirs, double margin, bool higher)
    {
        var resamples = (int)Math.Clamp(MostDraws / mine.Count, LeastResamples, MostResamples);
        var interval = new PairedDifferences(mine, theirs).Bootstrap(PairedDifferences.Resamples(mine.Count, resamples, Seed), Confidence);
        return Say(interval, margin, higher, $"the same {mine.Count} rows, paired bootstrap");
    }

    private static MetricCertainty Say(Interval interval, double margin, bool higher, string method)
    {
        var standing = NonInferiority.Of(interval, margin, higher);
        return new MetricCertainty(standing == Standing.NotInferior && margin == 0 ? Standing.Inconclusive : standing, interval.Low, interval.High, method);
    }
}

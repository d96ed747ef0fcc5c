namespace ModelRegistry.Core.Metrics;

/// <summary>How a number stands to another one of the same metric.</summary>
public enum MetricOutcome
{
    Better,
    Worse,

    /// <summary>The same as it is shown: what differs beyond the format of the metric is no difference to people.</summary>
    Equal,

    /// <summary>Measured on another data set, or on one that is not known; or one of them is NaN or infinite.</summary>
    NotComparable,

    /// <summary>Numbers on the same data set, but the registry does not know which direction is better.</summary>
    Different,

    /// <summary>One side has no such metric.</summary>
    Missing,

    /// <summary>The base itself.</summary>
    Base,
}

/// <summary>Says how two numbers stand to each other: the one answer that every page, list, sentence and sheet gives.</summary>
public static class MetricOutcomes
{
    /// <summary>Of two rows, which are comparable on equal data sets only: a better number on an easier one is no better number.</summary>
    public static MetricOutcome Of(MetricDefinition definition, MetricView? mine, MetricView? theirs) => (mine, theirs) switch
    {
        (null, _) or (_, null) => MetricOutcome.Missing,
        var (my, their) when !OnSameData(my, their) => MetricOutcome.NotComparable,
        var (my, their) => Of(definition, my.Value, their.Value),
    };

    /// <summary>Of two numbers that were measured on the same data set.</summary>
    public static MetricOutcome Of(MetricDefinition definition, double mine, double theirs)
    {
        if (!double.IsFinite(mine) || !double.IsFinite(theirs))
        {
            return MetricOutcome.NotComparable;
        }

        if (mine.Equals(theirs) || MetricValue.Show(mine, definition) == MetricValue.Show(theirs, definition))
        {
            return MetricOutcome.Equal;
        }

        return definition.HigherIsBetter is not { } higher ? MetricOutcome.Different
            : mine > theirs == higher ? MetricOutcome.Better : MetricOutcome.Worse;
    }

    /// <summary>A data set that is not named by its digest is the same as none.</summary>
    public static bool OnSameData(MetricView mine, MetricView theirs) =>
        mine.Dataset?.Digest is { Length: > 0 } digest && digest == theirs.Dataset?.Digest;
}

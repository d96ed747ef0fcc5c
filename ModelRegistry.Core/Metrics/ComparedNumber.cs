namespace ModelRegistry.Core.Metrics;

/// <summary>A metric of a candidate beside the number of the base that it is measured against.</summary>
public sealed record ComparedNumber(string Name, MetricOutcome Outcome, double? Value, double? Baseline)
{
    /// <summary>How far it is from the base; null where a share says nothing.</summary>
    public string? Change => RelativeChange.Text(Value, Baseline);

    /// <summary>Its size, so that what moved most is named.</summary>
    internal double Size => Value is { } mine && Baseline is { } theirs && RelativeChange.Of(mine, theirs) is { } change ? Math.Abs(change) : 0;
}

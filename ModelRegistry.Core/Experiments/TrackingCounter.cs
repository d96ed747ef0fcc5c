using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Experiments;

/// <summary>What tracking numbers by itself, each from 1 on.</summary>
public enum Tracked
{
    Experiments = 1,
    Runs = 2,
    MetricKeys = 3,
    Datasets = 4,
    LoggedModels = 5,
}

/// <summary>The last number that something of a kind got. Its row is locked by the update that takes the next, until that change ends.</summary>
[NotInLedger("the greatest number that was given to what is tracked")]
public sealed class TrackingCounter
{
    public int Id { get; init; }

    public long Given { get; set; }
}

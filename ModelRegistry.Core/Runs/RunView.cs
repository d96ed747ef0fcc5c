using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>A run as pages and doors show it, with the latest value of each of its metrics. Times are milliseconds since 1970, as its client said.</summary>
public sealed record RunView(
    long Key,
    string Id,
    int ExperimentId,
    string Name,
    string User,
    RunStatus Status,
    long StartTime,
    long? EndTime,
    string? ParentId,
    string ArtifactUri,
    bool Deleted,
    DateTimeOffset CreatedAt,
    string CreatedBy)
{
    public IReadOnlyList<RunMetricView> Metrics { get; init; } = [];

    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<RunInputView> Inputs { get; init; } = [];

    public IReadOnlyList<RunModelView> Models { get; init; } = [];

    internal static RunView Of(Run run, bool experimentDeleted) => new(run.Key, run.Id, run.ExperimentId, run.Name, run.User, run.Status, run.StartTime,
        run.EndTime, run.ParentId, run.ArtifactUri, experimentDeleted || run.DeletedAt is not null, run.CreatedAt, run.CreatedByName);
}

/// <summary>A metric of a run: its latest point, its extremes among finite values and how many points it has.</summary>
public sealed record RunMetricView(string Name, double Value, long Step, long Time, double? Lowest, double? Highest, long Points)
{
    internal static RunMetricView Of(string name, RunMetric row) => new(name, MetricValue.Of(row.Stored, row.Kind), row.Step, row.Time, row.Lowest,
        row.Highest, row.Points);
}

/// <summary>A data set that a run read.</summary>
public sealed record RunInputView(
    string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile, IReadOnlyDictionary<string, string> Tags);

/// <summary>A logged model that a run read or made.</summary>
public sealed record RunModelView(string ModelId, bool IsOutput, long Step);

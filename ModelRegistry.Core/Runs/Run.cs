using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>As MLflow names them, with its numbers.</summary>
public enum RunStatus
{
    Running = 1,
    Scheduled = 2,
    Finished = 3,
    Failed = 4,
    Killed = 5,
}

/// <summary>
/// One training: what it was given (parameters), what it measured (metrics) and what people call it (tags). Times are those of the client, in
/// milliseconds since 1970. What a run logs changes without events (rule 16); it is deleted and restored by <see cref="DeletedAt"/> alone.
/// </summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class Run
{
    public const int IdMaxLength = 256;
    public const int UserMaxLength = 256;
    public const int NameMaxLength = 8_000;

    /// <summary>The number that the rows of its metrics, parameters and tags carry.</summary>
    public long Key { get; init; }

    /// <summary>What clients call it: 32 hex digits, or what an import brought along.</summary>
    public string Id { get; init; } = "";

    public int ExperimentId { get; init; }

    /// <summary>The same as its tag <c>mlflow.runName</c>.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Who started it, as the client says.</summary>
    public string User { get; init; } = "";

    public RunStatus Status { get; internal set; } = RunStatus.Running;

    /// <summary>0 when the client did not say.</summary>
    public long StartTime { get; init; }

    public long? EndTime { get; internal set; }

    /// <summary>The run that this one is nested in: the same as its tag <c>mlflow.parentRunId</c>.</summary>
    public string? ParentId { get; internal set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it here; for a token its owner.</summary>
    public Guid? CreatedById { get; init; }

    public string CreatedByName { get; init; } = "";

    public Guid? CreatedByTokenId { get; init; }

    /// <summary>Deleted by itself; it is so too while its experiment is.</summary>
    public DateTimeOffset? DeletedAt { get; internal set; }

    /// <summary>Where its files are.</summary>
    public string ArtifactUri => LocationOf(ExperimentId, Id);

    public static string LocationOf(int experimentId, string runId) =>
        string.Create(CultureInfo.InvariantCulture, $"{Experiment.LocationOf(experimentId)}/{runId}/artifacts");
}

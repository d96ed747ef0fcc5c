using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

public enum LoggedModelStatus
{
    Unspecified,
    Pending,
    Ready,
    UploadFailed,
}

/// <summary>A model as clients of MLflow 3 log it: files of its own beside those of the run that made it. Times in milliseconds since 1970.</summary>
[NotInLedger("what a run logged, which changes without events until a version is registered from it")]
public sealed class LoggedModel
{
    public const int IdMaxLength = 64;
    public const int NameMaxLength = 500;
    public const int TypeMaxLength = 500;
    public const int StatusMessageMaxLength = 1_000;

    public long Key { get; init; }

    /// <summary><c>m-</c> and 32 hex digits.</summary>
    public string Id { get; init; } = "";

    public int ExperimentId { get; init; }

    public string? SourceRunId { get; init; }

    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public LoggedModelStatus Status { get; internal set; } = LoggedModelStatus.Pending;

    public string? StatusMessage { get; internal set; }

    public long CreatedTime { get; init; }

    public long UpdatedTime { get; internal set; }

    public Guid? CreatedById { get; init; }

    public string CreatedByName { get; init; } = "";

    public DateTimeOffset? DeletedAt { get; internal set; }

    /// <summary>Where its files are.</summary>
    public string ArtifactUri => LocationOf(ExperimentId, Id);

    public static string LocationOf(int experimentId, string modelId) => $"{Experiment.LocationOf(experimentId)}/models/{modelId}/artifacts";
}

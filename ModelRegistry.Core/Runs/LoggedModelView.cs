using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Runs;

/// <summary>A logged model as doors show it. Times are milliseconds since 1970.</summary>
public sealed record LoggedModelView(
    long Key,
    string Id,
    int ExperimentId,
    string Name,
    string Type,
    LoggedModelStatus Status,
    string? StatusMessage,
    string? SourceRunId,
    long CreatedTime,
    long UpdatedTime,
    string ArtifactUri,
    string CreatedBy,
    bool Deleted)
{
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<LoggedModelMetricView> Metrics { get; init; } = [];

    internal static LoggedModelView Of(LoggedModel model) => new(model.Key, model.Id, model.ExperimentId, model.Name, model.Type, model.Status,
        model.StatusMessage, model.SourceRunId, model.CreatedTime, model.UpdatedTime, model.ArtifactUri, model.CreatedByName, model.DeletedAt is not null);
}

public sealed record LoggedModelMetricView(string RunId, string Name, double Value, long Step, long Time, string? DatasetName, string? DatasetDigest);

/// <summary>A logged model to be made; without a name one is made up.</summary>
public sealed record NewLoggedModel(
    string ExperimentId,
    string? Name = null,
    string? Type = null,
    string? SourceRunId = null,
    IReadOnlyList<KeyValuePair<string, string>>? Params = null,
    IReadOnlyList<KeyValuePair<string, string>>? Tags = null);

/// <summary>A page of logged models of some experiments.</summary>
public sealed record LoggedModelSearch(
    IReadOnlyList<string> ExperimentIds,
    string? Filter = null,
    IReadOnlyList<LoggedModelTerm>? OrderBy = null,
    IReadOnlyList<LoggedModelDataset>? Datasets = null,
    int MaxResults = 50,
    string? PageToken = null)
{
    public const int Most = 1_000;

    internal string Question(Actor actor) => string.Join('\n', ["logged-models", Filter ?? "", $"{actor.UserId}", string.Join(',', ExperimentIds),
        .. (OrderBy ?? []).Select(term => $"{term}"), .. (Datasets ?? []).Select(dataset => $"{dataset}")]);
}

/// <summary>One part of an order; a metric may be meant on one data set.</summary>
public sealed record LoggedModelTerm(string Field, bool Ascending = true, string? DatasetName = null, string? DatasetDigest = null);

/// <summary>Only metrics on this data set count.</summary>
public sealed record LoggedModelDataset(string Name, string? Digest = null);

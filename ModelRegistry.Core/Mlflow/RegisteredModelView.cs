using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Mlflow;

/// <summary>A model as MLflow's clients see it; <see cref="LatestVersions"/> is the highest version of each of MLflow's stages.</summary>
public sealed record RegisteredModelView(
    string Name,
    string Description,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string CreatedBy,
    IReadOnlyList<KeyValuePair<string, string>> Tags,
    IReadOnlyList<ModelAliasView> Aliases,
    IReadOnlyList<ModelVersionView> LatestVersions);

/// <summary>A stage or alias that points at a version.</summary>
public sealed record ModelAliasView(string Alias, int Version);

/// <summary>A version as MLflow's clients see it, in one of <see cref="VersionStages"/>.</summary>
public sealed record ModelVersionView(
    string Model,
    int Number,
    string Stage,
    VersionStatus Status,
    string Description,
    string? Source,
    string? RunId,
    string? RunLink,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string CreatedBy,
    IReadOnlyList<KeyValuePair<string, string>> Tags,
    IReadOnlyList<string> Aliases);

/// <summary>What a client of MLflow searches for: its filter, its orders one by one, and where to go on.</summary>
public sealed record MlflowSearch(string? Filter, IReadOnlyList<string> OrderBy, int Most, string? PageToken)
{
    /// <summary>What a page token belongs to.</summary>
    internal string Question(string list, Access.Actor actor) => $"mlflow {list}\n{Filter}\n{string.Join(',', OrderBy)}\n{actor.UserId}";
}

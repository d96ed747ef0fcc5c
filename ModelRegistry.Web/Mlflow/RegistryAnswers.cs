using System.Globalization;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Mlflow;

/// <summary>A key with its value, as MLflow writes tags and parameters.</summary>
internal sealed record PairAnswer(string Key, string Value)
{
    public static IReadOnlyList<PairAnswer> Of(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(pair => new PairAnswer(pair.Key, pair.Value))];
}

internal sealed record AliasAnswer(string Alias, string Version);

internal sealed record RegisteredModelAnswer(
    string Name,
    long CreationTimestamp,
    long LastUpdatedTimestamp,
    string UserId,
    string? Description,
    IReadOnlyList<ModelVersionAnswer> LatestVersions,
    IReadOnlyList<PairAnswer> Tags,
    IReadOnlyList<AliasAnswer> Aliases)
{
    public static RegisteredModelAnswer Of(RegisteredModelView model) => new(model.Name, model.CreatedAt.ToUnixTimeMilliseconds(),
        model.UpdatedAt.ToUnixTimeMilliseconds(), model.CreatedBy, Answers.Filled(model.Description), [.. model.LatestVersions.Select(ModelVersionAnswer.Of)],
        PairAnswer.Of(model.Tags), [.. model.Aliases.Select(alias => new AliasAnswer(alias.Alias, Answers.Number(alias.Version)))]);
}

internal sealed record ModelVersionAnswer(
    string Name,
    string Version,
    long CreationTimestamp,
    long LastUpdatedTimestamp,
    string UserId,
    string CurrentStage,
    string? Description,
    string? Source,
    string? RunId,
    string? RunLink,
    string Status,
    string? StatusMessage,
    IReadOnlyList<PairAnswer> Tags,
    IReadOnlyList<string> Aliases)
{
    public static ModelVersionAnswer Of(ModelVersionView version) => new(version.Model, Answers.Number(version.Number),
        version.CreatedAt.ToUnixTimeMilliseconds(), version.UpdatedAt.ToUnixTimeMilliseconds(), version.CreatedBy, version.Stage,
        Answers.Filled(version.Description), version.Source, version.RunId, version.RunLink,
        StatusOf(version.Status),
        version.Status == VersionStatus.Failed ? "It was given up: its files did not come for seven days." : null,
        PairAnswer.Of(version.Tags), version.Aliases);

    private static string StatusOf(VersionStatus status) => status switch
    {
        VersionStatus.Ready => "READY",
        VersionStatus.Failed => "FAILED_REGISTRATION",
        _ => "PENDING_REGISTRATION",
    };
}

internal sealed record RegisteredModelResponse(RegisteredModelAnswer RegisteredModel);

internal sealed record RegisteredModelsResponse(IReadOnlyList<RegisteredModelAnswer> RegisteredModels, string? NextPageToken);

internal sealed record ModelVersionResponse(ModelVersionAnswer ModelVersion)
{
    public static ModelVersionResponse Of(ModelVersionView version) => new(ModelVersionAnswer.Of(version));
}

internal sealed record ModelVersionsResponse(IReadOnlyList<ModelVersionAnswer> ModelVersions, string? NextPageToken = null);

internal static class Answers
{
    public static string? Filled(string text) => text.Length == 0 ? null : text;

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

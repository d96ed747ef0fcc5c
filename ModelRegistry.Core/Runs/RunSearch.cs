using ModelRegistry.Core.Access;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>A page of runs of some experiments, as clients of MLflow ask for it.</summary>
public sealed record RunSearch(
    IReadOnlyList<string> ExperimentIds,
    string? Filter = null,
    IReadOnlyList<string>? OrderBy = null,
    Lifecycle View = Lifecycle.Active,
    int MaxResults = 1_000,
    string? PageToken = null)
{
    public const int Most = 50_000;

    internal string Question(Actor actor) =>
        string.Join('\n', ["runs", Filter ?? "", $"{View}", $"{actor.UserId}", string.Join(',', ExperimentIds), .. OrderBy ?? []]);
}

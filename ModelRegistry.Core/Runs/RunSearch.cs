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

    /// <summary>Only runs that were given this; null: whatever they were given.</summary>
    public GivenParam? Given { get; init; }

    /// <summary>Only runs that are nested in no run of the same list.</summary>
    public bool Outermost { get; init; }

    internal string Question(Actor actor) => string.Join('\n',
        ["runs", Filter ?? "", $"{View}", $"{actor.UserId}", string.Join(',', ExperimentIds), $"{Given}", $"{Outermost}", .. OrderBy ?? []]);
}

/// <summary>A parameter with its value; null: runs that were not given it.</summary>
public sealed record GivenParam(string Name, string? Value);

using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;

namespace ModelRegistry.Core.Search;

/// <summary>What one text leads to, of what its reader sees, in the order of being shown.</summary>
public sealed record SearchHits(RequestView? Request, Comparison? Compare, IReadOnlyList<PossibleAct> Acts, IReadOnlyList<VersionHit> Versions,
    IReadOnlyList<ModelView> Models, IReadOnlyList<ExperimentHit> Experiments, IReadOnlyList<RunHit> Runs, IReadOnlyList<PersonHit> People)
{
    public static readonly SearchHits None = new(null, null, [], [], [], [], [], []);
}

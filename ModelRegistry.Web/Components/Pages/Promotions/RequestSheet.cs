using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>
/// All that the page of a request shows at one moment; without a version it empties the stage, without an occupant there is nothing to compare with.
/// </summary>
public sealed record RequestSheet(
    RequestView Request,
    RequestRights Rights,
    string Viewer,
    VersionView? Version,
    VersionView? Occupant,
    Comparison? Against,
    IReadOnlyDictionary<string, IReadOnlyList<SparkPoint>> Sparks)
{
    /// <summary>What became of it after it was executed; null while it was not.</summary>
    public Aftermath? Aftermath { get; init; }

    /// <summary>The viewer's own decision that stands; null when they made none.</summary>
    public ReviewView? Mine => Request.Reviews.LastOrDefault(review => review.Ended is null && review.By == Viewer);

    public bool IsMyRequest => Request.RequestedBy == Viewer;

    /// <summary>The requests for changes that stand.</summary>
    public IReadOnlyList<ReviewView> Blocks =>
        [.. Request.Reviews.Where(review => review is { Ended: null, Stale: false, Decision: ReviewDecision.RequestChanges })];

    /// <summary>What stands in the way besides gates, which have their own table.</summary>
    public IReadOnlyList<string> OtherBlockers =>
        [.. Request.BlockedBy.Where(blocker => !blocker.IsGate).Select(blocker => blocker.Sentence)];
}

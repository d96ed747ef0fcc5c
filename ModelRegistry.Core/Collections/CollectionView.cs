using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Collections;

/// <summary>An empty collection is about to be deleted.</summary>
internal sealed record EndingCollection(Collection Collection);

/// <summary>
/// A collection. <see cref="Restricted"/> is what it says itself (null: as the one above), <see cref="Closed"/> what it comes to, and
/// <see cref="ClosedBy"/> the path that says so. <see cref="Owner"/> is its own default owner, <see cref="OwnerFrom"/> the path of the one that applies.
/// <see cref="Models"/> and <see cref="Experiments"/> count those that the reader sees in it, not below.
/// </summary>
public sealed record CollectionView(string Path, string Description, bool? Restricted, bool Closed, string? ClosedBy, string? Owner, string? OwnerFrom,
    int Models, int Experiments, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>A collection to make; what is missing above it is made with it. Without <see cref="Restricted"/> it is as the one above.</summary>
public sealed record NewCollection(string Path, string? Description = null, bool? Restricted = null, string? Owner = null);

/// <summary>
/// Changes of a collection: what is null stays, an empty owner is none. <see cref="InheritRestriction"/> takes its own word about restriction away.
/// </summary>
public sealed record CollectionEdit(string? Description = null, bool? Restricted = null, string? Owner = null, bool InheritRestriction = false);

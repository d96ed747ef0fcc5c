namespace ModelRegistry.Core.Access;

/// <summary>
/// A grant as its holder has it: by themselves or through <see cref="Team"/>. <see cref="Collections"/> are the collection that it is on and all below it,
/// <see cref="Stages"/> the normalised names it is limited to (null: all).
/// </summary>
public sealed record HeldGrant(
    Guid Id, GrantRight Right, string? Team, Guid? ModelId, IReadOnlySet<Guid>? Collections, IReadOnlySet<string>? Stages, DateTimeOffset? Until)
{
    /// <summary>Whose it is, if they hold it because they stand in for somebody.</summary>
    public string? For { get; init; }

    public bool IsOnServer => ModelId is null && Collections is null;

    public bool Covers(Place place) => IsOnServer
        || (ModelId is not null && ModelId == place.ModelId)
        || (Collections is not null && place.CollectionId is { } collection && Collections.Contains(collection));

    /// <summary>Whether it gives this much, about the stage if one is named.</summary>
    public bool Gives(GrantRight right, string? normalizedStage) => Right == GrantRight.Own || right == GrantRight.Read
        || (Right == right && (Stages is null || normalizedStage is null || Stages.Contains(normalizedStage)));

    /// <summary>Whether it is among these still, reaching as far.</summary>
    internal bool IsHeldIn(IReadOnlyList<HeldGrant> present) =>
        present.Any(other => other.Id == Id && other.Right == Right && (Collections is null || other.Collections?.IsSupersetOf(Collections) == true));
}

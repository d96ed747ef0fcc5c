using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// Where models and experiments live: a path such as <c>risk/emea</c> of up to five names. What holds for one holds for all below it, and the nearest
/// wins. The root, <c>/</c>, has no row: what is in none is there.
/// </summary>
public sealed class Collection : Entity
{
    public const string Root = "/";
    public const int MaxDepth = 5;
    public const int NameMaxLength = 60;
    public const int PathMaxLength = (MaxDepth * NameMaxLength) + MaxDepth - 1;
    public const int DescriptionMaxLength = 2_000;

    public Collection(Guid id) => Id = id;

    public string Path { get; init; } = "";

    public string NormalizedPath { get; init; } = "";

    public Guid? ParentId { get; init; }

    public string Description { get; set; } = "";

    /// <summary>Whether only people with a grant, and whoever owns or created it, see what is in it; null: as the one above it.</summary>
    public bool? Restricted { get; set; }

    /// <summary>What <see cref="Restricted"/> comes to, here or above.</summary>
    public bool Closed { get; set; }

    /// <summary>Whoever owns a model that is registered here without naming an owner; null: as the one above it.</summary>
    public Guid? OwnerId { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public string CreatedByName { get; init; } = "";

    /// <summary>As rights on the collection itself, and on what is yet to be made in it, ask.</summary>
    public Place Place => new(null, OwnerId, Id, Closed);
}

/// <summary>A collection and one that it lies in; each lies in itself.</summary>
public sealed class CollectionAncestor
{
    public Guid CollectionId { get; init; }

    public Guid AncestorId { get; init; }
}

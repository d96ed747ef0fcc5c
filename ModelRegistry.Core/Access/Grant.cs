using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>What a grant gives on something restricted. Each sees it; only <see cref="Own"/> gives more than the holder's roles do.</summary>
public enum GrantRight
{
    Read,

    /// <summary>What a data scientist does: register, log, ask for promotion, move aliases.</summary>
    Contribute,

    /// <summary>What a reviewer does, of all stages or of those that are named.</summary>
    Review,

    /// <summary>What the model's owner does.</summary>
    Own,
}

/// <summary>
/// A right of a person or of a team, on one model, on a collection and all below it, or on the whole server. A grant is made and taken away, never
/// changed; one that has an end is no more from then on.
/// </summary>
public sealed class Grant : Entity
{
    public const int MaxStages = 50;

    public Grant(Guid id) => Id = id;

    public Guid? PersonId { get; init; }

    public Guid? TeamId { get; init; }

    /// <summary>What it is on; with neither, the server.</summary>
    public Guid? ModelId { get; init; }

    public Guid? CollectionId { get; init; }

    public GrantRight Right { get; init; }

    /// <summary>Whether <see cref="Stages"/> name all that it is about; false for every stage.</summary>
    public bool HasStages { get; init; }

    public List<GrantStage> Stages { get; init; } = [];

    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public Guid? CreatedById { get; init; }

    public string CreatedByName { get; init; } = "";
}

/// <summary>A stage that a <see cref="GrantRight.Review"/> is limited to.</summary>
public sealed class GrantStage
{
    public Guid GrantId { get; init; }

    public string Name { get; init; } = "";

    public string NormalizedName { get; init; } = "";
}

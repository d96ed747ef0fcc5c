using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// One published version of the policy of a slot: of one model, of a collection and all below it, or of the server. Rows are inserted and never
/// changed; the greatest number is in force. The nearest wins: a model's own, else that of the deepest collection, else the server's.
/// </summary>
public sealed class PolicyVersion
{
    public const int ContentMaxLength = 100_000;

    /// <summary>How near a model's own policy is: nearer than that of any collection.</summary>
    private const int OfModel = Collection.MaxDepth + 1;

    private PolicyContent? _content;

    public Guid Id { get; init; }

    public Guid? ModelId
    {
        get;
        init
        {
            field = value;
            Nearness = value is null ? Nearness : OfModel;
        }
    }

    /// <summary>The collection that it is for, with all below it; null for one of a model or of the server.</summary>
    public Guid? CollectionId { get; private init; }

    /// <summary>How near it is to the models that it is for, so that the greatest wins: 0 of the server, of a collection how deep that lies.</summary>
    [NotInLedger("follows from the model or the collection")]
    public int Nearness { get; private init; }

    /// <inheritdoc cref="CollectionId"/>
    internal Collection? Collection
    {
        init => (CollectionId, Nearness) = value is null ? (CollectionId, Nearness) : (value.Id, value.Path.Split('/').Length);
    }

    public string Slot { get; init; } = "";

    public string NormalizedSlot { get; init; } = "";

    public int Number { get; init; }

    public string ContentText
    {
        get;
        init
        {
            field = value;
            _content = PolicyContent.FromText(value);
            RequiredApprovals = _content.RequiredApprovals;
        }
    } = "";

    /// <summary>The approvals of the content, kept beside it for lists of requests that wait.</summary>
    public int RequiredApprovals { get; private init; }

    public DateTimeOffset PublishedAt { get; init; }

    public Guid? PublishedById { get; init; }

    public string PublishedByName { get; init; } = "";

    public string? Reason { get; init; }

    /// <summary>Published by "I work alone": shown by a banner until it is restored.</summary>
    public bool Alone { get; init; }

    public PolicyContent Content => _content ??= PolicyContent.FromText(ContentText);
}

namespace ModelRegistry.Core.Policies;

/// <summary>
/// One published version of the policy of a slot, of one model or, without a model, of the server. Rows are inserted and never
/// changed; the greatest number is in force. A model's own policy takes the place of the server's.
/// </summary>
public sealed class PolicyVersion
{
    public const int ContentMaxLength = 100_000;

    private PolicyContent? _content;

    public Guid Id { get; init; }

    public Guid? ModelId { get; init; }

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

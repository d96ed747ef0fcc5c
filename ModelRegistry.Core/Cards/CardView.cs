using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Cards;

public enum CardState
{
    /// <summary>Nobody wrote one, or it was emptied.</summary>
    None,
    Draft,
    Approved,
}

/// <summary>A version of a card: the Markdown as it was written, and its parts.</summary>
public sealed record CardView(
    string Model,
    int Version,
    CardState State,
    string Markdown,
    CardContent Content,
    string? WrittenBy,
    DateTimeOffset? WrittenAt,
    string? ApprovedBy,
    DateTimeOffset? ApprovedAt)
{
    /// <summary>The number of the last version, which is the one that counts.</summary>
    public int Latest { get; init; }

    internal static CardView Of(Model model, WrittenCard? card) => new(model.Name, card?.Number ?? 0, StateOf(card), card?.Text ?? "",
        CardMarkdown.Read(card?.Text ?? ""), card?.WrittenByName, card?.WrittenAt, card?.ApprovedByName, card?.ApprovedAt)
    {
        Latest = model.CardVersion,
    };

    private static CardState StateOf(WrittenCard? card) =>
        string.IsNullOrWhiteSpace(card?.Text) ? CardState.None : card.ApprovedAt is null ? CardState.Draft : CardState.Approved;
}

/// <summary>One line of the history of a card.</summary>
public sealed record CardVersionView(
    int Version, bool Approved, string WrittenBy, DateTimeOffset WrittenAt, string? ApprovedBy, DateTimeOffset? ApprovedAt);

/// <summary>
/// The whole card as it shall be: <see cref="Markdown"/> as one text, or its parts. <see cref="Version"/> is the one that was read: another by now
/// refuses the change.
/// </summary>
public sealed record CardEdit(string? Markdown = null, CardContent? Content = null, int? Version = null);

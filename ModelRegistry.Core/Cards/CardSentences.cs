using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Cards;

/// <summary>Tells what happened to cards.</summary>
internal static class CardSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<CardApproved>((entry, approved) => About(entry, $"approved version {approved.After.CardVersion.Text()} of the card of"));
}

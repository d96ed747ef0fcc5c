using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Policies;

/// <summary>Tells which rules were made for a stage: of one model, or of the whole server.</summary>
internal static class PolicySentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<PolicyPublished>((entry, published) =>
            For(entry, $"published version {published.After.Number} of the policy for {published.After.Slot}", " of the server") is var sentence
                && published.After.Content.Seats is { } seats
                    ? sentence with { Tail = $"{sentence.Tail}, with approvals by team: {PolicySeats.Words(seats)}" } : sentence);
}

using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Policies;

/// <summary>Tells which rules were made for a stage: of one model, of a collection, or of the whole server.</summary>
internal static class PolicySentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<PolicyPublished>((entry, published) =>
            For(entry, $"published version {published.After.Number} of the policy for {published.After.Slot}", Everywhere(published.After)) is var sentence
                && published.After.Content.Seats is { } seats
                    ? sentence with { Tail = $"{sentence.Tail}, with approvals by team: {PolicySeats.Words(seats)}" } : sentence);

    private static string Everywhere(PolicyPublished.Policy policy) => policy.Collection is { } path ? $" of the collection {path}" : " of the server";
}

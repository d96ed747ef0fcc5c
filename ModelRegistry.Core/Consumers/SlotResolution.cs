using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Consumers;

/// <summary>Answers serving hosts which version a slot points at: never one from before a move that was acknowledged.</summary>
public sealed class SlotResolution(RegistryStore store, ConsumptionLog log, Freshness freshness)
{
    private const int MostKept = 100_000;

    private readonly FreshAnswers<Question, Answer> _kept = new(freshness, MostKept);

    /// <summary>The version that a slot points at now. An empty slot and one that nobody ever named are the same to who asks.</summary>
    public async Task<ResolvedSlot> ResolveAsync(string modelName, string slot, Actor actor, CancellationToken ct)
    {
        var question = new Question(actor.Token?.Id, ModelName.TryNormalize(modelName) ?? "", SlotName.TryNormalize(slot) ?? "");
        if (actor.Token is null || !_kept.TryGet(question, out var answer))
        {
            // What a person asks is not kept: their rights come from a session, which ends without a change here.
            answer = await _kept.ReadAsync(question, () => ReadAsync(question, modelName, slot, actor, ct),
                found => actor.Token is null ? null : found.ModelId);
        }

        ModelAccess.Note(actor, modelName, answer.Slot.Model);
        answer.Seen?.Again();
        return answer.Slot;
    }

    private Task<Answer> ReadAsync(Question question, string modelName, string slot, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Resolve);
            RequireReached(actor, question.Slot, slot);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var found = await db.Slots.Where(row => row.ModelId == model.Id && row.NormalizedName == question.Slot)
                .Join(db.Versions, row => row.VersionId, version => version.Id, (row, version) =>
                    new { row.Id, row.Name, row.MovedAt, version.Number, version.Digest })
                .FirstOrDefaultAsync(ct) ?? throw SlotAccess.Empty(model, slot);
            var seen = actor.Token is { } token ? log.Of(token.Id, found.Id, found.Number) : null;
            return new Answer(new ResolvedSlot(model.Name, found.Number, found.Digest, found.Name, found.MovedAt!.Value), seen, model.Id);
        }, ct);

    private static void RequireReached(Actor actor, string normalized, string slot)
    {
        if (actor.Token?.Slots is { } slots && !slots.Contains(normalized))
        {
            throw RegistryException.Forbidden("token_limited",
                $"This access token resolves {string.Join(", ", slots.Order(StringComparer.Ordinal).Select(name => name.ToLowerInvariant()))} and no other "
                    + $"slot, and '{IndexedText.StartOf(slot)}' was asked for. Use another token.");
        }
    }

    private readonly record struct Question(Guid? Token, string Model, string Slot);

    private sealed record Answer(ResolvedSlot Slot, Seen? Seen, Guid ModelId);
}

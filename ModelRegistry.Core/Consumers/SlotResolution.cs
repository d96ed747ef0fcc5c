using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Consumers;

/// <summary>
/// Answers serving hosts which version a slot points at. Answers to a token are kept in memory until anything about the model, people
/// or tokens is committed: never one from before a move that was acknowledged. One process serves one database; several would need
/// to tell each other.
/// </summary>
public sealed class SlotResolution(RegistryStore store, ConsumptionLog log, Freshness freshness)
{
    /// <summary>Most answers that are kept; beyond it, all are forgotten and found again.</summary>
    private const int MostKept = 100_000;

    private readonly ConcurrentDictionary<Question, Answer> _kept = new();

    /// <summary>The version that a slot points at now. An empty slot and one that nobody ever named are the same to who asks.</summary>
    public async Task<ResolvedSlot> ResolveAsync(string modelName, string slot, Actor actor, CancellationToken ct)
    {
        var question = new Question(actor.Token?.Id, ModelName.TryNormalize(modelName) ?? "", SlotName.TryNormalize(slot) ?? "");
        if (actor.Token is null || !_kept.TryGetValue(question, out var answer) || answer.Stamp != freshness.Stamp(answer.ModelId))
        {
            answer = await ReadAsync(question, modelName, slot, actor, ct);
            Keep(question, answer);
        }

        ModelAccess.Note(actor, modelName, answer.Slot.Model);
        answer.Seen?.Again();
        return answer.Slot;
    }

    // What a person asks is not kept: their rights come from a session, which ends without a change here.
    private void Keep(Question question, Answer answer)
    {
        if (question.Token is null || answer.Stamp is null)
        {
            return;
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[question] = answer;
    }

    private Task<Answer> ReadAsync(Question question, string modelName, string slot, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Resolve);
            // The stamp is older than everything that the answer depends on, so only whose the name is, for ever, is read before it.
            var named = actor.Token is null ? null : await db.ReservedNames.Where(reserved => reserved.NormalizedName == question.Model)
                .Select(reserved => (Guid?)reserved.ModelId).FirstOrDefaultAsync(ct);
            var stamp = freshness.Stamp(named);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var found = await db.Slots.Where(row => row.ModelId == model.Id && row.NormalizedName == question.Slot)
                .Join(db.Versions, row => row.VersionId, version => version.Id, (row, version) =>
                    new { row.Id, row.Name, row.MovedAt, version.Number, version.Digest })
                .FirstOrDefaultAsync(ct) ?? throw SlotAccess.Empty(model, slot);
            var seen = actor.Token is { } token ? log.Of(token.Id, found.Id, found.Number) : null;
            return new Answer(new ResolvedSlot(model.Name, found.Number, found.Digest, found.Name, found.MovedAt!.Value), seen, model.Id,
                named == model.Id ? stamp : null);
        }, ct);

    private readonly record struct Question(Guid? Token, string Model, string Slot);

    /// <summary>Kept only with a stamp.</summary>
    private sealed record Answer(ResolvedSlot Slot, Seen? Seen, Guid ModelId, FreshnessStamp? Stamp);
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Slots;

/// <summary>Answers which version is in which slot, now or at an instant in the past.</summary>
public sealed class SlotQueries(RegistryStore store, TimeProvider time)
{
    /// <summary>How long ago somebody looked at a clock who asks for now.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The stages in their order, also empty ones, then the occupied aliases by name. At an instant in the past: what the
    /// history of the slots says, in the order that the stages have today.
    /// </summary>
    public Task<IReadOnlyList<SlotView>> ListAsync(string modelName, DateTimeOffset? asOf, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            if (asOf is not { } at)
            {
                return await NowAsync(db, model, ct);
            }

            var moved = await db.Slots.Where(slot => slot.ModelId == model.Id).MaxAsync(slot => slot.MovedAt, ct) ?? model.CreatedAt;
            if (IsPresent(at, moved))
            {
                return await NowAsync(db, model, ct);
            }

            return at < model.CreatedAt ? [] : await InOrderAsync(db, model, Then(db, model, at.ToUniversalTime()), ct);
        }, ct);

    internal static Task<IReadOnlyList<SlotView>> NowAsync(RegistryDbContext db, Model model, CancellationToken ct) => InOrderAsync(db, model, db.Slots
        .Where(slot => slot.ModelId == model.Id && slot.VersionId != null).OrderBy(slot => slot.NormalizedName)
        .Select(slot => new Occupied(slot.NormalizedName,
            new SlotView(slot.Name, slot.Kind, slot.VersionNumber, slot.MovedAt, slot.MovedByName, slot.RequestNumber, slot.RollbackNumber))), ct);

    private static IQueryable<Occupied> Then(RegistryDbContext db, Model model, DateTimeOffset at) =>
        from slot in db.Slots
        where slot.ModelId == model.Id
        join stay in db.SlotIntervals on slot.Id equals stay.SlotId
        where stay.From <= at && (stay.Until == null || stay.Until > at)
        orderby slot.NormalizedName
        select new Occupied(slot.NormalizedName,
            new SlotView(slot.Name, slot.Kind, stay.VersionNumber, stay.From, stay.ByName, stay.RequestNumber, stay.RollbackNumber));

    private static async Task<IReadOnlyList<SlotView>> InOrderAsync(RegistryDbContext db, Model model, IQueryable<Occupied> slots, CancellationToken ct)
    {
        var stages = await db.StagesAsync(model.Id, ct);
        var occupied = await slots.ToListAsync(ct);
        return
        [
            .. stages.Select(stage => occupied.Find(slot => slot.NormalizedName == stage.NormalizedName)?.View
                ?? new SlotView(stage.Name, SlotKind.Stage, null, null, null, null, null)),
            .. occupied.Where(slot => !stages.Exists(stage => stage.NormalizedName == slot.NormalizedName)).Select(slot => slot.View),
        ];
    }

    /// <summary>
    /// Whether this instant is the present, as far as slots know: since the last move nothing changed. Where the clock went back behind that move, what
    /// the clock calls now is the present too; whoever asks for it gets no state of long ago.
    /// </summary>
    private bool IsPresent(DateTimeOffset asOf, DateTimeOffset moved)
    {
        var now = time.GetUtcNow();
        var isBehind = now < moved;
        if (asOf > (isBehind ? moved : now))
        {
            throw RegistryException.Invalid("asOf", "as_of_future",
                "asOf is in the future: nobody knows yet what will be in the slots. Give an instant in the past, or leave it out for now.");
        }

        return asOf >= moved || (isBehind && asOf > now - Moment);
    }

    private sealed record Occupied(string NormalizedName, SlotView View);
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Slots;

/// <summary>Tells what was in the slots of a model, from when to when, by whom and why.</summary>
public sealed class SlotHistory(RegistryStore store)
{
    /// <summary>How many of the newest stays a lane of the timeline shows.</summary>
    public const int MostStays = 200;

    /// <summary>How many slots a timeline shows: stages, then the aliases that moved last.</summary>
    public const int MostLanes = 20;

    /// <summary>Every stay in one slot, newest first.</summary>
    public Task<Page<SlotStayView>> ListAsync(string modelName, string slot, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var size = PageToken.Size(pageSize);
            var named = await db.NamedSlotAsync(model, slot, ct);
            if (named is { Row: null, Kind: SlotKind.Alias })
            {
                throw SlotAccess.NotFound(model, slot);
            }

            var slotId = named.Row?.Id ?? Guid.Empty; // a stage that nothing was in yet: nobody's stays
            var rows = await After(db.SlotIntervals.Where(stay => stay.SlotId == slotId), pageToken)
                .OrderByDescending(stay => stay.From).ThenByDescending(stay => stay.Id).Take(size + 1).ToListAsync(ct);
            var token = rows.Count > size ? PageToken.Encode(rows[size - 1].From.UtcTicks.ToString(PageToken.Culture),
                rows[size - 1].Id.ToString(PageToken.Culture)) : null;
            return new Page<SlotStayView>([.. rows.Take(size).Select(stay => View(named.Name, named.Kind, stay))], token);
        }, ct);

    /// <summary>A lane for each slot with the stays that touch the span; bounded, whatever ever moved.</summary>
    public Task<SlotTimeline> TimelineAsync(string modelName, DateTimeOffset? from, DateTimeOffset? to, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var stages = await db.StagesAsync(model.Id, ct);
            var slots = await db.Slots.Where(slot => slot.ModelId == model.Id)
                .OrderBy(slot => slot.Kind == SlotKind.Stage ? 0 : 1).ThenByDescending(slot => slot.MovedAt).ThenBy(slot => slot.NormalizedName)
                .Take(MostLanes + 1).ToListAsync(ct);
            var shown = slots.Take(MostLanes).ToList();
            var stays = await StaysAsync(db, [.. shown.Select(slot => slot.Id)], from?.ToUniversalTime(), to?.ToUniversalTime(), ct);
            return new SlotTimeline(Lanes(stages, shown, stays), slots.Count > MostLanes);
        }, ct);

    private static IQueryable<SlotInterval> After(IQueryable<SlotInterval> stays, string? pageToken)
    {
        if (PageToken.Decode(pageToken, 2) is not [var instant, var number])
        {
            return stays;
        }

        var (from, id) = (PageToken.Instant(instant), PageToken.Long(number));
        return stays.Where(stay => stay.From <= from && (stay.From < from || stay.Id < id));
    }

    private static async Task<ILookup<Guid, SlotInterval>> StaysAsync(RegistryDbContext db, Guid[] slots, DateTimeOffset? from, DateTimeOffset? to,
        CancellationToken ct)
    {
        var inSpan = db.SlotIntervals.AsQueryable();
        inSpan = from is { } start ? inSpan.Where(stay => stay.Until == null || stay.Until > start) : inSpan;
        inSpan = to is { } end ? inSpan.Where(stay => stay.From < end) : inSpan;
        var rows = await db.Slots.Where(slot => slots.Contains(slot.Id))
            .SelectMany(slot => inSpan.Where(stay => stay.SlotId == slot.Id).OrderByDescending(stay => stay.From).Take(MostStays + 1))
            .ToListAsync(ct);
        return rows.OrderByDescending(stay => stay.From).ToLookup(stay => stay.SlotId);
    }

    /// <summary>Stages in their order, also without a stay; then what else ever held a version in the span, by name.</summary>
    private static IReadOnlyList<SlotLane> Lanes(List<Stage> stages, List<Slot> slots, ILookup<Guid, SlotInterval> stays) =>
    [
        .. stages.Select(stage => slots.Find(slot => slot.NormalizedName == stage.NormalizedName) is { } slot
            ? Lane(stage.Name, SlotKind.Stage, stays[slot.Id])
            : new SlotLane(stage.Name, SlotKind.Stage, [], Truncated: false)),
        .. slots.Where(slot => stays.Contains(slot.Id) && !stages.Exists(stage => stage.NormalizedName == slot.NormalizedName))
            .OrderBy(slot => slot.NormalizedName, StringComparer.Ordinal).Select(slot => Lane(slot.Name, slot.Kind, stays[slot.Id])),
    ];

    private static SlotLane Lane(string name, SlotKind kind, IEnumerable<SlotInterval> stays)
    {
        var rows = stays.ToList();
        return new SlotLane(name, kind, [.. rows.Take(MostStays).Select(stay => View(name, kind, stay))], rows.Count > MostStays);
    }

    private static SlotStayView View(string slot, SlotKind kind, SlotInterval stay) =>
        new(slot, kind, stay.VersionNumber, stay.From, stay.Until, stay.ByName, stay.Via, stay.Reason, stay.RequestNumber, stay.RollbackNumber,
            stay.LeftByName);
}

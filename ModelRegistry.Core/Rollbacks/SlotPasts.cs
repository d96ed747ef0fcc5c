using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>Reads who was in the slots of a model before, for several slots in a fixed number of queries.</summary>
internal static class SlotPasts
{
    /// <summary>Most former occupants of one slot that are told apart.</summary>
    public const int MostCandidates = 50;

    // An alias may move every minute for years; who was there longer ago is found when it is named.
    private const int MostStays = 1_000;

    /// <summary>With <paramref name="wanted"/> also that former occupant, however long ago it left.</summary>
    public static async Task<SlotPast> ReadAsync(RegistryDbContext db, Model model, NamedSlot slot, int? wanted, CancellationToken ct) =>
        (await ReadAsync(db, model, [slot], wanted, ct))[0];

    /// <summary>The same for a slot whose policy was read with it.</summary>
    public static async Task<SlotPast> ReadAsync(RegistryDbContext db, Model model, SlotPlace place, int? wanted, CancellationToken ct) =>
        (await ReadAsync(db, model, [place.Slot], _ => place.Policy, wanted, ct))[0];

    public static async Task<IReadOnlyList<SlotPast>> ReadAsync(RegistryDbContext db, Model model, IReadOnlyList<NamedSlot> slots, int? wanted, CancellationToken ct)
    {
        var policies = await db.PoliciesInForceAsync([model.Id], [.. slots.Select(slot => slot.NormalizedName)], ct);
        return await ReadAsync(db, model, slots, slot => policies.Of(model.Id, slot.NormalizedName, slot.Kind)?.Content, wanted, ct);
    }

    private static async Task<IReadOnlyList<SlotPast>> ReadAsync(
        RegistryDbContext db, Model model, IReadOnlyList<NamedSlot> slots, Func<NamedSlot, PolicyContent?> policyOf, int? wanted, CancellationToken ct)
    {
        var rows = slots.Select(slot => slot.Row).OfType<Slot>().ToList();
        var stays = await StaysAsync(db, [.. rows.Select(row => row.Id)], wanted, ct);
        var last = rows.ToDictionary(row => row.Id, row => Leaving([.. stays[row.Id]], row.VersionId, wanted));
        var versions = await VersionsAsync(db, [.. last.Values.SelectMany(of => of.Stays).Select(stay => stay.VersionId), .. rows.Select(row => row.VersionId).OfType<Guid>()], ct);
        var evidence = await ArrivalEvidence.ReadAsync(db, model, last.Values, stays, ct);
        var undone = await UndoneAsync(db, rows, ct);
        return [.. slots.Select(slot =>
        {
            var (policy, leaving) = (policyOf(slot), slot.Row is null ? LastStays.None : last[slot.Row.Id]);
            var occupant = slot.Row?.VersionId is { } id ? versions.GetValueOrDefault(id) : null;
            var judge = new Arrival(slot.Name, policy is { IsOpen: false }, occupant, evidence);
            var former = leaving.Stays.Where(stay => versions.ContainsKey(stay.VersionId)) // deleted ones are gone to everybody
                .Select(stay => judge.Of(versions[stay.VersionId], stay, stays[stay.SlotId].Where(other => other.VersionId == stay.VersionId)));
            return new SlotPast(model, slot, policy, occupant, [.. former], leaving.Truncated, undone.GetValueOrDefault(slot.Row?.RollbackNumber ?? 0), leaving.Stays.Count > 0);
        })];
    }

    /// <summary>Newest first.</summary>
    private static async Task<ILookup<Guid, PastStay>> StaysAsync(RegistryDbContext db, Guid[] slotIds, int? wanted, CancellationToken ct)
    {
        var newest = slotIds is [var only] // one index range; several at once are numbered by the database
            ? db.SlotIntervals.Where(stay => stay.SlotId == only).OrderByDescending(stay => stay.From).Take(MostStays)
            : db.Slots.Where(slot => slotIds.Contains(slot.Id)).SelectMany(slot => db.SlotIntervals.Where(stay => stay.SlotId == slot.Id).OrderByDescending(stay => stay.From).Take(MostStays));
        var stays = await Select(newest).ToListAsync(ct);
        if (wanted is { } number && stays.Count >= MostStays)
        {
            var older = db.SlotIntervals.Where(stay => slotIds.Contains(stay.SlotId) && stay.VersionNumber == number).OrderByDescending(stay => stay.From).Take(MostStays);
            stays = [.. stays.Union(await Select(older).ToListAsync(ct))];
        }

        return stays.OrderByDescending(stay => stay.From).ToLookup(stay => stay.SlotId);
    }

    private static IQueryable<PastStay> Select(IQueryable<SlotInterval> stays) => stays.Select(stay =>
        new PastStay(stay.SlotId, stay.VersionId, stay.VersionNumber, stay.From, stay.Until, stay.ByName, stay.Via, stay.LeftVia, stay.RequestNumber, stay.RollbackNumber));

    /// <summary>Of each version but the occupant, newest departure first.</summary>
    private static LastStays Leaving(List<PastStay> stays, Guid? occupant, int? wanted)
    {
        var last = stays.Where(stay => stay.Until is not null && stay.VersionId != occupant).DistinctBy(stay => stay.VersionId).ToList();
        return new LastStays([.. last.Where((stay, index) => index < MostCandidates || stay.Number == wanted)], last.Count > MostCandidates || stays.Count >= MostStays);
    }

    private static async Task<Dictionary<Guid, VersionState>> VersionsAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Judged(db.Versions.Where(version => wanted.Contains(version.Id)))
            .Select(judged => new VersionState(judged.Version.Id, judged.Version.Number, judged.Version.Status, judged.Version.Digest,
                judged.Version.ContentDigest, judged.Version.ArchivedAt != null,
                judged.Version.VerifiedAt, judged.Version.VerifiedOk, judged.Version.FileCount, judged.Version.TotalSize) { Quarantined = judged.Quarantined })
            .ToDictionaryAsync(version => version.Id, ct);
    }

    /// <summary>The rollbacks that moved these slots last, but not those that went forward: taking those back is a rollback like any other.</summary>
    private static async Task<Dictionary<long, Rollback>> UndoneAsync(RegistryDbContext db, List<Slot> slots, CancellationToken ct)
    {
        var numbers = slots.Select(slot => slot.RollbackNumber).OfType<long>().ToArray();
        return numbers.Length == 0
            ? []
            : await db.Rollbacks.AsNoTracking().Where(rollback => numbers.Contains(rollback.Number) && rollback.Kind == RollbackKind.Back).ToDictionaryAsync(rollback => rollback.Number, ct);
    }
}

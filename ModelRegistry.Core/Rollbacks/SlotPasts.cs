using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
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

    public static async Task<IReadOnlyList<SlotPast>> ReadAsync(RegistryDbContext db, Model model, IReadOnlyList<NamedSlot> slots, int? wanted, CancellationToken ct)
    {
        var rows = slots.Select(slot => slot.Row).OfType<Slot>().ToList();
        var stays = await StaysAsync(db, [.. rows.Select(row => row.Id)], wanted, ct);
        var last = rows.ToDictionary(row => row.Id, row => Leaving([.. stays[row.Id]], row.VersionId, wanted));
        var versions = await VersionsAsync(db, [.. last.Values.SelectMany(of => of.Stays).Select(stay => stay.VersionId), .. rows.Select(row => row.VersionId).OfType<Guid>()], ct);
        var evidence = await ArrivalEvidence.ReadAsync(db, model, last.Values, stays, ct);
        var policies = await PoliciesAsync(db, model, [.. slots.Select(slot => slot.NormalizedName)], ct);
        var undone = await UndoneAsync(db, rows, ct);
        return [.. slots.Select(slot =>
        {
            var (policy, leaving) = (InForce(policies, slot), slot.Row is null ? LastStays.None : last[slot.Row.Id]);
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
        var quarantined = await db.QuarantinedAsync(wanted, ct);
        return await db.Versions.Where(version => wanted.Contains(version.Id))
            .Select(version => new VersionState(version.Id, version.Number, version.Status, version.Digest, version.ContentDigest, version.ArchivedAt != null,
                version.VerifiedAt, version.VerifiedOk, version.FileCount, version.TotalSize))
            .ToDictionaryAsync(version => version.Id, version => version with { Quarantined = quarantined.Contains(version.Id) }, ct);
    }

    private static Task<List<PolicyVersion>> PoliciesAsync(RegistryDbContext db, Model model, string[] slots, CancellationToken ct) =>
        db.PolicyVersions.AsNoTracking()
            .Where(policy => slots.Contains(policy.NormalizedSlot) && (policy.ModelId == null || policy.ModelId == model.Id)
                && !db.PolicyVersions.Any(later => later.ModelId == policy.ModelId && later.NormalizedSlot == policy.NormalizedSlot && later.Number > policy.Number))
            .ToListAsync(ct);

    private static PolicyContent? InForce(List<PolicyVersion> policies, NamedSlot slot)
    {
        var ofSlot = policies.Where(policy => policy.NormalizedSlot == slot.NormalizedName).ToList();
        return (ofSlot.Find(policy => policy.ModelId is not null) ?? (slot.Kind == SlotKind.Stage ? ofSlot.Find(policy => policy.ModelId is null) : null))?.Content;
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

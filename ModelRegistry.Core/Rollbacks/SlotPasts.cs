using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
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

    public static async Task<IReadOnlyList<SlotPast>> ReadAsync(RegistryDbContext db, Model model, IReadOnlyList<NamedSlot> slots, int? wanted,
        CancellationToken ct)
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
        var versions = await VersionsAsync(db,
            [.. last.Values.SelectMany(of => of.Stays).Select(stay => stay.VersionId), .. rows.Select(row => row.VersionId).OfType<Guid>()], ct);
        var evidence = await ProposalEvidence.ReadAsync(db, model, last.Values, stays, ct);
        var undone = await UndoneAsync(db, rows, ct);
        return [.. slots.Select(slot =>
        {
            var (policy, leaving) = (policyOf(slot), slot.Row is null ? LastStays.None : last[slot.Row.Id]);
            var occupant = slot.Row?.VersionId is { } id ? versions.GetValueOrDefault(id) : null;
            var judge = new ProposalRules(slot.Name, policy is { IsOpen: false }, occupant, evidence);
            var former = leaving.Stays.Where(stay => versions.ContainsKey(stay.VersionId)) // deleted ones are gone to everybody
                .Select(stay => judge.Of(versions[stay.VersionId], stay, stays[stay.SlotId].Where(other => other.VersionId == stay.VersionId)));
            return new SlotPast(model, slot, policy, occupant, [.. former], leaving.Truncated, undone.GetValueOrDefault(slot.Row?.RollbackNumber ?? 0),
                leaving.Stays.Count > 0);
        })];
    }

    /// <summary>Newest first.</summary>
    private static async Task<ILookup<Guid, PastStay>> StaysAsync(RegistryDbContext db, Guid[] slotIds, int? wanted, CancellationToken ct)
    {
        var newest = slotIds is [var only] // one index range; several at once are numbered by the database
            ? db.SlotIntervals.Where(stay => stay.SlotId == only).OrderByDescending(stay => stay.From).Take(MostStays)
            : db.Slots.Where(slot => slotIds.Contains(slot.Id))
                .SelectMany(slot => db.SlotIntervals.Where(stay => stay.SlotId == slot.Id).OrderByDescending(stay => stay.From).Take(MostStays));
        var stays = await Select(newest).ToListAsync(ct);
        if (wanted is { } number && stays.Count >= MostStays)
        {
            var older = db.SlotIntervals.Where(stay => slotIds.Contains(stay.SlotId) && stay.VersionNumber == number).OrderByDescending(stay => stay.From)
                .Take(MostStays);
            stays = [.. stays.Union(await Select(older).ToListAsync(ct))];
        }

        return stays.OrderByDescending(stay => stay.From).ToLookup(stay => stay.SlotId);
    }

    private static IQueryable<PastStay> Select(IQueryable<SlotInterval> stays) => stays.Select(stay =>
        new PastStay(stay.SlotId, stay.VersionId, stay.VersionNumber, stay.From, stay.Until, stay.ByName, stay.Via, stay.LeftVia, stay.RequestNumber,
            stay.RollbackNumber));

    /// <summary>Of each version but the occupant, newest departure first.</summary>
    private static LastStays Leaving(List<PastStay> stays, Guid? occupant, int? wanted)
    {
        var last = stays.Where(stay => stay.Until is not null && stay.VersionId != occupant).DistinctBy(stay => stay.VersionId).ToList();
        return new LastStays([.. last.Where((stay, index) => index < MostCandidates || stay.Number == wanted)], last.Count > MostCandidates
            || stays.Count >= MostStays);
    }

    private static async Task<Dictionary<Guid, VersionState>> VersionsAsync(RegistryDbContext db, Guid[] ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Judged(db.Versions.Where(version => wanted.Contains(version.Id)))
            .Select(judged => new VersionState(judged.Version.Id, judged.Version.Number, judged.Version.Status, judged.Version.Digest,
                judged.Version.ContentDigest, judged.Version.ArchivedAt != null,
                judged.Version.VerifiedAt, judged.Version.VerifiedOk, judged.Version.FileCount, judged.Version.TotalSize)
            { Quarantined = judged.Quarantined })
            .ToDictionaryAsync(version => version.Id, ct);
    }

    /// <summary>The rollbacks that moved these slots last, but not those that went forward: taking those back is a rollback like any other.</summary>
    private static async Task<Dictionary<long, Rollback>> UndoneAsync(RegistryDbContext db, List<Slot> slots, CancellationToken ct)
    {
        var numbers = slots.Select(slot => slot.RollbackNumber).OfType<long>().ToArray();
        return numbers.Length == 0
            ? []
            : await db.Rollbacks.AsNoTracking().Where(rollback => numbers.Contains(rollback.Number) && rollback.Kind == RollbackKind.Back)
                .ToDictionaryAsync(rollback => rollback.Number, ct);
    }
}

/// <summary>What a rollback to or from a version depends on, as the database knows it now.</summary>
internal sealed record VersionState(Guid Id,
    int Number, VersionStatus Status, string? Digest, string? ContentDigest, bool Archived, DateTimeOffset? VerifiedAt, bool? VerifiedOk, int FileCount,
    long TotalSize)
{
    public bool Quarantined { get; init; }

    /// <summary>What stands against it whatever its files are; those are looked at apart from this.</summary>
    public bool MayEnter => Status == VersionStatus.Ready && !Archived && !Quarantined;

    /// <summary>By the rule of quarantines: whatever holds the one holds the other.</summary>
    public bool HasBytesOf(VersionState other) =>
        (Digest is not null && Digest == other.Digest) || (ContentDigest is not null && ContentDigest == other.ContentDigest);
}

/// <summary>One stay in a slot, as far as a rollback is concerned.</summary>
internal sealed record PastStay(
    Guid SlotId, Guid VersionId, int Number, DateTimeOffset From, DateTimeOffset? Until, string By, MoveKind Via, MoveKind? LeftVia, long? RequestNumber,
        long? RollbackNumber);

/// <summary>The last ended stays of the versions that are candidates, newest departure first; <see cref="Truncated"/> when there were others.</summary>
internal sealed record LastStays(IReadOnlyList<PastStay> Stays, bool Truncated)
{
    public static LastStays None { get; } = new([], false);
}

/// <summary>A former occupant by its last stay. <see cref="NotProposed"/>: why it is never proposed; null when it may be.</summary>
internal sealed record FormerOccupant(VersionState Version, PastStay Stay, string? NotProposed, bool NeedsEmergency)
{
    public int Number => Version.Number;
}

/// <summary>
/// A slot with its occupant, those before it (newest departure first) and the policy in force. <see cref="Undone"/> is the rollback that moved
/// it last and can be taken back by a roll forward; <see cref="HadOthers"/> counts deleted versions too.
/// </summary>
internal sealed record SlotPast(Model Model, NamedSlot Slot, PolicyContent? Policy, VersionState? Occupant, IReadOnlyList<FormerOccupant> Former,
    bool Truncated, Rollback? Undone, bool HadOthers)
{
    /// <summary>Whether somebody must agree to a move, now.</summary>
    public bool IsGoverned => Policy is { IsOpen: false };

    /// <summary>What a rollback would propose if every file were whole.</summary>
    public FormerOccupant? Fallback => Proposable.FirstOrDefault();

    public IEnumerable<FormerOccupant> Proposable => Former.Where(former => former.NotProposed is null);

    /// <summary>
    /// What a rollback proposes, given the versions whose files were found unfit. A version that failed its last verification is passed over
    /// until it passes one.
    /// </summary>
    public FormerOccupant? Proposed(IReadOnlySet<Guid> unfit) =>
        Proposable.FirstOrDefault(former => former.Version is { MayEnter: true, VerifiedOk: not false } && !unfit.Contains(former.Version.Id));
}

/// <summary>
/// What was found right later of what was done without approval, by the numbers of requests and rollbacks; and the instants at which a slot was
/// rolled forward: what left then was not found bad.
/// </summary>
internal sealed record ProposalEvidence(IReadOnlySet<long> ConfirmedRequests, IReadOnlySet<long> ConfirmedRollbacks,
    IReadOnlySet<(Guid VersionId, DateTimeOffset At)> Forward)
{
    public static async Task<ProposalEvidence> ReadAsync(RegistryDbContext db, Model model, IReadOnlyCollection<LastStays> last, ILookup<Guid, PastStay> stays,
        CancellationToken ct)
    {
        var candidates = last.SelectMany(of => of.Stays).Select(stay => (stay.SlotId, stay.VersionId)).ToHashSet();
        var all = stays.SelectMany(slot => slot).Where(stay => candidates.Contains((stay.SlotId, stay.VersionId))).ToList();
        var requests = all.Where(stay => stay.Via == MoveKind.BreakGlass && stay.RequestNumber is not null).Select(stay => stay.RequestNumber).Distinct()
            .ToArray();
        var rollbacks = all.Where(stay => stay.Via == MoveKind.Rollback && stay.RollbackNumber is not null).Select(stay => stay.RollbackNumber).Distinct()
            .ToArray();
        var confirmed = requests.Length + rollbacks.Length == 0 ? [] : await db.PostReviews
            .Where(review => review.ModelId == model.Id && review.State == PostReviewState.Confirmed
                && (requests.Contains(review.RequestNumber) || rollbacks.Contains(review.RollbackNumber)))
            .Select(review => new { review.RequestNumber, review.RollbackNumber }).ToListAsync(ct);
        var left = last.SelectMany(of => of.Stays).Where(stay => stay.LeftVia == MoveKind.Rollback).Select(stay => stay.VersionId).Distinct().ToArray();
        var forward = left.Length == 0 ? [] : await db.Rollbacks
            .Where(rollback => left.Contains(rollback.FromVersionId) && rollback.Kind == RollbackKind.Forward)
            .Select(rollback => new { rollback.FromVersionId, rollback.At }).ToListAsync(ct);
        return new ProposalEvidence(
            confirmed.Select(review => review.RequestNumber).OfType<long>().ToHashSet(),
            confirmed.Select(review => review.RollbackNumber).OfType<long>().ToHashSet(),
            forward.Select(rollback => (rollback.FromVersionId, rollback.At)).ToHashSet());
    }
}

/// <summary>
/// Rule 11: how former occupants of one slot came and left says whether they may be proposed, and whether going back to them takes
/// break-glass.
/// </summary>
internal sealed record ProposalRules(string Slot, bool Governed, VersionState? Occupant, ProposalEvidence Evidence)
{
    /// <param name="version">The former occupant.</param>
    /// <param name="last">Its last stay.</param>
    /// <param name="stays">All its stays in the slot, newest first.</param>
    public FormerOccupant Of(VersionState version, PastStay last, IEnumerable<PastStay> stays)
    {
        var origin = Origin(stays);
        var unapproved = origin?.Via == MoveKind.Open || (origin?.Via == MoveKind.Alias && Governed);
        return new FormerOccupant(version, last, WhyNotProposed(version, last, origin), unapproved && Governed);
    }

    private string? WhyNotProposed(VersionState version, PastStay last, PastStay? origin)
    {
        if (last.LeftVia == MoveKind.Rollback && !Evidence.Forward.Contains((last.VersionId, last.Until!.Value)))
        {
            return "A rollback took it out.";
        }

        return origin?.Via switch
        {
            MoveKind.BreakGlass => "It came by break-glass, and nobody has confirmed that yet.",
            MoveKind.Open => $"It came without approval while {Slot} was open.",
            MoveKind.Alias when Governed => $"It came without approval while {Slot} was a free alias.",
            _ when Occupant is not null && version.HasBytesOf(Occupant) => $"It has the same files as v{Occupant.Number.Text()}, which would be removed.",
            _ => null,
        };
    }

    /// <summary>
    /// The arrival that has to answer for the last one: a rollback brings back what came in another way before, unless people have
    /// confirmed the rollback. Null when nothing has to be answered for.
    /// </summary>
    private PastStay? Origin(IEnumerable<PastStay> stays)
    {
        var origin = stays.FirstOrDefault(stay => stay.Via != MoveKind.Rollback || Evidence.ConfirmedRollbacks.Contains(stay.RollbackNumber ?? 0));
        return origin is { Via: MoveKind.BreakGlass } && Evidence.ConfirmedRequests.Contains(origin.RequestNumber ?? 0) ? null : origin;
    }
}

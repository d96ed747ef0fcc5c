using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// What was found right later of what was done without approval, by the numbers of requests and rollbacks; and the instants at which a slot was
/// rolled forward: what left then was not found bad.
/// </summary>
internal sealed record ArrivalEvidence(IReadOnlySet<long> ConfirmedRequests, IReadOnlySet<long> ConfirmedRollbacks, IReadOnlySet<(Guid VersionId, DateTimeOffset At)> Forward)
{
    public static async Task<ArrivalEvidence> ReadAsync(RegistryDbContext db, Model model, IReadOnlyCollection<LastStays> last, ILookup<Guid, PastStay> stays, CancellationToken ct)
    {
        var candidates = last.SelectMany(of => of.Stays).Select(stay => (stay.SlotId, stay.VersionId)).ToHashSet();
        var all = stays.SelectMany(slot => slot).Where(stay => candidates.Contains((stay.SlotId, stay.VersionId))).ToList();
        var requests = all.Where(stay => stay.Via == MoveKind.BreakGlass && stay.RequestNumber is not null).Select(stay => stay.RequestNumber).Distinct().ToArray();
        var rollbacks = all.Where(stay => stay.Via == MoveKind.Rollback && stay.RollbackNumber is not null).Select(stay => stay.RollbackNumber).Distinct().ToArray();
        var confirmed = requests.Length + rollbacks.Length == 0 ? [] : await db.PostReviews
            .Where(review => review.ModelId == model.Id && review.State == PostReviewState.Confirmed && (requests.Contains(review.RequestNumber) || rollbacks.Contains(review.RollbackNumber)))
            .Select(review => new { review.RequestNumber, review.RollbackNumber }).ToListAsync(ct);
        var left = last.SelectMany(of => of.Stays).Where(stay => stay.LeftVia == MoveKind.Rollback).Select(stay => stay.VersionId).Distinct().ToArray();
        var forward = left.Length == 0 ? [] : await db.Rollbacks
            .Where(rollback => left.Contains(rollback.FromVersionId) && rollback.Kind == RollbackKind.Forward)
            .Select(rollback => new { rollback.FromVersionId, rollback.At }).ToListAsync(ct);
        return new ArrivalEvidence(
            confirmed.Select(review => review.RequestNumber).OfType<long>().ToHashSet(),
            confirmed.Select(review => review.RollbackNumber).OfType<long>().ToHashSet(),
            forward.Select(rollback => (rollback.FromVersionId, rollback.At)).ToHashSet());
    }
}

/// <summary>
/// Rule 11: how former occupants of one slot came and left says whether they may be proposed, and whether going back to them takes
/// break-glass.
/// </summary>
internal sealed record Arrival(string Slot, bool Governed, VersionState? Occupant, ArrivalEvidence Evidence)
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

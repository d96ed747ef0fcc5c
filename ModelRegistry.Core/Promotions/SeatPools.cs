using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Who could fill the seat of a team. <see cref="Name"/> is what it is called now, null when it was deleted; of the people there are as many as any seat can
/// need, and <see cref="Count"/> is the number of all.
/// </summary>
internal sealed record SeatPool(PolicySeat Seat, string? Name, int Members, IReadOnlyList<SeatPerson> People, int Count)
{
    public string Called => Name ?? Seat.Team;
}

/// <summary>Somebody who could fill a seat.</summary>
internal sealed record SeatPerson(Guid Id, string Email);

/// <summary>Reads who could fill the seats of a request, and says which cannot be filled.</summary>
internal static class SeatPools
{
    // Teams with more people than all seats together need are never short of them, so more names would decide nothing.
    private const int MostNeeded = 2 * PolicyContent.MaxApprovals;

    /// <summary>
    /// Two statements, and none without seats; <paramref name="eligible"/> are those who may approve at all. Who stands in for somebody of a team is one of it.
    /// </summary>
    public static async Task<IReadOnlyList<SeatPool>> ReadAsync(RegistryDbContext db, IReadOnlyList<PolicySeat>? seats, IQueryable<RegistryUser> eligible,
        CancellationToken ct)
    {
        if (seats is not { Count: > 0 })
        {
            return [];
        }

        Guid[] ids = [.. seats.Select(seat => seat.TeamId).OfType<Guid>()];
        var rows = await db.Teams.Where(team => ids.Contains(team.Id)).OrderBy(team => team.Id).Select(team => new
        {
            team.Id,
            team.Name,
            Members = db.TeamMembers.Count(member => member.TeamId == team.Id),
            Count = eligible.Count(user => db.TeamMembers.Any(member => member.TeamId == team.Id && member.PersonId == user.Id)),
            First = db.TeamMembers.Where(member => member.TeamId == team.Id)
                .Join(eligible, member => member.PersonId, user => user.Id, (_, user) => new { user.Id, user.Email, user.NormalizedEmail })
                .OrderBy(user => user.NormalizedEmail).Take(MostNeeded).ToList(),
        }).ToListAsync(ct);
        var standIns = (await PresentStandIns.InForce(db)
            .Join(db.TeamMembers.Where(member => ids.Contains(member.TeamId)), standIn => standIn.PersonId, member => member.PersonId,
                (standIn, member) => new { member.TeamId, standIn.StandInId })
            .Where(found => !db.TeamMembers.Any(member => member.TeamId == found.TeamId && member.PersonId == found.StandInId)).Distinct()
            .Join(eligible, found => found.StandInId, user => user.Id, (found, user) => new { found.TeamId, user.Id, user.Email, user.NormalizedEmail })
            .ToListAsync(ct)).ToLookup(found => found.TeamId, found => new { found.Id, found.Email, found.NormalizedEmail });
        return [.. seats.Select(seat => rows.Find(row => row.Id == seat.TeamId) is { } row
            ? new SeatPool(seat, row.Name, row.Members, [.. row.First.Concat(standIns[row.Id]).OrderBy(person => person.NormalizedEmail, StringComparer.Ordinal)
                .Take(MostNeeded).Select(person => new SeatPerson(person.Id, person.Email!))], row.Count + standIns[row.Id].Count())
            : new SeatPool(seat, null, 0, [], 0))];
    }

    /// <summary>What keeps seats empty whoever approves; those that are filled have whom they need.</summary>
    public static IReadOnlyList<Blocker> Blockers(IReadOnlyList<SeatPool> pools)
    {
        List<Blocker> blockers = [.. pools.Select(pool => (Pool: pool, Why: WhyNot(pool))).Where(pair => pair.Why is not null)
            .Select(pair => new Blocker(Blocker.Seat, pair.Why!, $"the seat of {pair.Pool.Called}"))];
        if (blockers.Count > 0 || pools.Count == 0)
        {
            return blockers;
        }

        var people = pools.SelectMany(pool => pool.People.Select(person => (person.Id, Team: pool.Seat.TeamId!.Value)))
            .GroupBy(pair => pair.Id, pair => pair.Team).Select(teams => new SeatCandidate(teams.Key, teams.ToHashSet()));
        List<PolicySeat> seats = [.. pools.Select(pool => pool.Seat)];
        return SeatMatching.Fill(seats, people).Sum(filled => filled.Count) == PolicySeats.Sum(seats) ? []
            : [new Blocker(Blocker.Seat, $"Too few people can fill the seats of {string.Join(" and ", pools.Select(pool => pool.Called))}: some are in several "
                + "of these teams, and an approval fills one seat. Add reviewers to one of them.", "its seats")];
    }

    private static string? WhyNot(SeatPool pool) => pool switch
    {
        { Name: null } => $"The policy asks for an approval from the team '{pool.Seat.Team}', which was deleted. An admin can publish the policy without it.",
        { Members: 0 } => $"The policy asks for an approval from the team '{pool.Name}', and nobody is in it. Its lead or an admin can add reviewers.",
        { Count: 0 } => $"Nobody of the team '{pool.Name}' can approve this: each had a hand in it, or is no reviewer of it. "
            + "Its lead or an admin can add reviewers.",
        _ when pool.Count < pool.Seat.Approvals => string.Create(CultureInfo.InvariantCulture,
            $"{pool.Seat.Approvals} approvals from the team '{pool.Name}' are needed, but only {pool.Count} of its people can approve this. ")
            + "Its lead or an admin can add reviewers.",
        _ => null,
    };
}

using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Data;

/// <summary>Who stands in for whom now; read by every rule that asks, inside the transaction of the decision.</summary>
internal static class PresentStandIns
{
    /// <summary>Within their time, and only for somebody who could review themselves.</summary>
    public static IQueryable<StandIn> InForce(RegistryDbContext db)
    {
        var now = db.Now;
        return db.StandIns.Where(standIn => standIn.From <= now && standIn.Until > now
            && db.Users.Any(user => user.Id == standIn.PersonId && user.DisabledAt == null)
            && db.UserRoles.Any(row => row.UserId == standIn.PersonId && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer)));
    }

    /// <summary>The pairs of people now, with their addresses.</summary>
    public static IQueryable<StandInPair> Pairs(RegistryDbContext db) =>
        from standIn in InForce(db)
        join person in db.Users on standIn.PersonId equals person.Id
        join other in db.Users on standIn.StandInId equals other.Id
        select new StandInPair
        {
            StandInId = standIn.StandInId,
            StandIn = other.Email!,
            PersonId = standIn.PersonId,
            Person = person.Email!,
            Until = standIn.Until,
        };

    /// <summary>
    /// Who sits for a team: its members, and those who stand in for one. Who does both has two rows: a database looks into a union that keeps them
    /// for each question, and would make one that does not anew.
    /// </summary>
    public static IQueryable<Sitting> Sitting(RegistryDbContext db) =>
        db.TeamMembers.Select(member => new Sitting { TeamId = member.TeamId, PersonId = member.PersonId })
            .Concat(InForce(db).Join(db.TeamMembers, standIn => standIn.PersonId, member => member.PersonId,
                (standIn, member) => new Sitting { TeamId = member.TeamId, PersonId = standIn.StandInId }));
}

/// <summary>Somebody, the person they stand in for, and until when.</summary>
internal sealed record StandInPair
{
    public required Guid StandInId { get; init; }

    public required string StandIn { get; init; }

    public required Guid PersonId { get; init; }

    public required string Person { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>Somebody whose approval fills a seat of the team.</summary>
internal sealed class Sitting
{
    public required Guid TeamId { get; init; }

    public required Guid PersonId { get; init; }
}

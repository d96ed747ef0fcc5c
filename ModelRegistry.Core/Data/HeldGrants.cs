using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The grants in force: of the person who acts, to be carried by the <see cref="Actor"/>, and of anybody, as rows to be joined where a question is about
/// other people.
/// </summary>
internal static class HeldGrants
{
    /// <summary>What a person holds, by themselves and through their teams.</summary>
    public static async Task<IReadOnlyList<HeldGrant>> OfAsync(RegistryDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = await RowsAsync(InForce(db)
            .Where(grant => grant.PersonId == personId
                || (grant.TeamId != null
                    && db.TeamMembers.Where(member => member.PersonId == personId).Select(member => member.TeamId).Contains(grant.TeamId.Value))), db, ct);
        return await HeldAsync(db, rows, ct);
    }

    /// <summary>The same of several people.</summary>
    public static async Task<ILookup<Guid, HeldGrant>> OfAsync(RegistryDbContext db, IReadOnlyList<Guid> people, CancellationToken ct)
    {
        var members = await db.TeamMembers.Where(member => people.Contains(member.PersonId)).ToListAsync(ct);
        Guid[] teams = [.. members.Select(member => member.TeamId).Distinct()];
        var rows = await RowsAsync(InForce(db)
            .Where(grant => (grant.PersonId != null && people.Contains(grant.PersonId.Value)) || (grant.TeamId != null && teams.Contains(grant.TeamId.Value))),
            db, ct);
        var grants = rows.Zip(await HeldAsync(db, rows, ct)).ToList();
        var held = grants.Where(pair => pair.First.PersonId is not null).Select(pair => (Person: pair.First.PersonId!.Value, Grant: pair.Second))
            .Concat(members.Join(grants, member => (Guid?)member.TeamId, pair => pair.First.TeamId,
                (member, pair) => (Person: member.PersonId, Grant: pair.Second)));
        return held.OrderBy(pair => pair.Grant.Id).ToLookup(pair => pair.Person, pair => pair.Grant);
    }

    /// <summary>A row for each person, grant that they hold and stage that it names (null: all of them).</summary>
    public static IQueryable<Holding> All(RegistryDbContext db)
    {
        var grants =
            from grant in InForce(db)
            join stage in db.GrantStages on grant.Id equals stage.GrantId into named
            from stage in named.DefaultIfEmpty()
            select new { Grant = grant, Stage = stage.NormalizedName };
        return grants.Where(held => held.Grant.PersonId != null)
            .Select(held => new Holding
            {
                PersonId = held.Grant.PersonId!.Value,
                Right = held.Grant.Right,
                ModelId = held.Grant.ModelId,
                CollectionId = held.Grant.CollectionId,
                NormalizedStage = held.Stage,
            })
            .Concat(db.TeamMembers.Join(grants, member => (Guid?)member.TeamId, held => held.Grant.TeamId, (member, held) => new Holding
            {
                PersonId = member.PersonId,
                Right = held.Grant.Right,
                ModelId = held.Grant.ModelId,
                CollectionId = held.Grant.CollectionId,
                NormalizedStage = held.Stage,
            }));
    }

    private static Task<List<Row>> RowsAsync(IQueryable<Grant> grants, RegistryDbContext db, CancellationToken ct) =>
        grants.OrderBy(grant => grant.Id).Select(grant => new Row(grant.Id, grant.PersonId, grant.TeamId, grant.Right,
            db.Teams.Where(team => team.Id == grant.TeamId).Select(team => team.Name).FirstOrDefault(), grant.ModelId, grant.CollectionId, grant.HasStages,
            grant.Stages.Select(stage => stage.NormalizedName).ToList(), grant.Until)).ToListAsync(ct);

    private static async Task<IReadOnlyList<HeldGrant>> HeldAsync(RegistryDbContext db, List<Row> rows, CancellationToken ct)
    {
        Guid[] on = [.. rows.Select(row => row.CollectionId).OfType<Guid>().Distinct()];
        var below = on.Length == 0 ? null : (await db.CollectionAncestors.Where(link => on.Contains(link.AncestorId)).ToListAsync(ct))
            .ToLookup(link => link.AncestorId, link => link.CollectionId);
        return rows.ConvertAll(row => new HeldGrant(row.Id, row.Right, row.Team, row.ModelId,
            row.CollectionId is { } collection ? below![collection].ToHashSet() : null, row.HasStages ? row.Stages.ToHashSet() : null, row.Until));
    }

    private static IQueryable<Grant> InForce(RegistryDbContext db)
    {
        var now = db.Now;
        return db.Grants.Where(grant => grant.Until == null || grant.Until > now);
    }

    private sealed record Row(Guid Id, Guid? PersonId, Guid? TeamId, GrantRight Right, string? Team, Guid? ModelId, Guid? CollectionId, bool HasStages,
        List<string> Stages, DateTimeOffset? Until);
}

/// <summary>Somebody and a grant of theirs.</summary>
internal sealed class Holding
{
    public required Guid PersonId { get; init; }

    public required GrantRight Right { get; init; }

    public required Guid? ModelId { get; init; }

    public required Guid? CollectionId { get; init; }

    public required string? NormalizedStage { get; init; }
}

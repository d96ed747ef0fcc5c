using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The grants in force: of the person who acts, to be carried by the <see cref="Actor"/>, and of anybody, as rows to be joined where a question is about
/// other people.
/// </summary>
internal static class HeldGrants
{
    /// <summary>What a person holds: by themselves, through their teams, and to review while they stand in for somebody.</summary>
    public static async Task<IReadOnlyList<HeldGrant>> OfAsync(RegistryDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = await RowsAsync(InForce(db)
            .Where(grant => grant.PersonId == personId
                || (grant.TeamId != null
                    && db.TeamMembers.Where(member => member.PersonId == personId).Select(member => member.TeamId).Contains(grant.TeamId.Value))), db, ct);
        var own = await HeldAsync(db, rows, ct);
        var pairs = await PresentStandIns.Pairs(db).Where(pair => pair.StandInId == personId).OrderBy(pair => pair.Person).ToListAsync(ct);
        return pairs.Count == 0 ? own : With(own, pairs, await OwnAsync(db, [.. pairs.Select(pair => pair.PersonId)], ct));
    }

    /// <summary>The same of several people.</summary>
    public static async Task<ILookup<Guid, HeldGrant>> OfAsync(RegistryDbContext db, IReadOnlyList<Guid> people, CancellationToken ct)
    {
        var pairs = await PresentStandIns.Pairs(db).Where(pair => people.Contains(pair.StandInId)).OrderBy(pair => pair.Person).ToListAsync(ct);
        var own = await OwnAsync(db, [.. people.Concat(pairs.Select(pair => pair.PersonId)).Distinct()], ct);
        return people.SelectMany(person => With(own[person], pairs.Where(pair => pair.StandInId == person), own).Select(grant => (person, grant)))
            .ToLookup(pair => pair.person, pair => pair.grant);
    }

    // Whoever stands in reviews what the other could, for as long, and does nothing else for them.
    private static IReadOnlyList<HeldGrant> With(IEnumerable<HeldGrant> own, IEnumerable<StandInPair> pairs, ILookup<Guid, HeldGrant> theirs) =>
        [.. own.Concat(pairs.SelectMany(pair => theirs[pair.PersonId].Where(grant => grant.Right is GrantRight.Review or GrantRight.Own)
            .Select(grant => grant with
            {
                Right = GrantRight.Review,
                Until = grant.Until < pair.Until ? grant.Until : pair.Until,
                For = pair.Person,
            })))];

    private static async Task<ILookup<Guid, HeldGrant>> OwnAsync(RegistryDbContext db, IReadOnlyList<Guid> people, CancellationToken ct)
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

    /// <summary>
    /// A row for each person, grant that they hold and stage that it names (null: all of them); to review, of whom they stand in for too.
    /// </summary>
    public static IQueryable<Holding> All(RegistryDbContext db)
    {
        var (grants, standIns) = (Stages(db), PresentStandIns.InForce(db));
        var reviewing = grants.Where(held => held.Grant.Right == GrantRight.Review || held.Grant.Right == GrantRight.Own);
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
            }))
            .Concat(standIns.Join(reviewing, standIn => (Guid?)standIn.PersonId, held => held.Grant.PersonId, (standIn, held) => new Holding
            {
                PersonId = standIn.StandInId,
                Right = held.Grant.Right,
                ModelId = held.Grant.ModelId,
                CollectionId = held.Grant.CollectionId,
                NormalizedStage = held.Stage,
            }))
            .Concat(standIns.Join(db.TeamMembers, standIn => standIn.PersonId, member => member.PersonId, (standIn, member) => new { standIn, member })
                .Join(reviewing, pair => (Guid?)pair.member.TeamId, held => held.Grant.TeamId, (pair, held) => new Holding
                {
                    PersonId = pair.standIn.StandInId,
                    Right = held.Grant.Right,
                    ModelId = held.Grant.ModelId,
                    CollectionId = held.Grant.CollectionId,
                    NormalizedStage = held.Stage,
                }));
    }

    private static IQueryable<GrantOfStage> Stages(RegistryDbContext db) =>
        from grant in InForce(db)
        join stage in db.GrantStages on grant.Id equals stage.GrantId into named
        from stage in named.DefaultIfEmpty()
        select new GrantOfStage { Grant = grant, Stage = stage.NormalizedName };

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

    private sealed class GrantOfStage
    {
        public required Grant Grant { get; init; }

        public required string? Stage { get; init; }
    }
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

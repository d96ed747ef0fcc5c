using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.StandIns;

/// <summary>Reads who stands in for whom, now or in a time to come: everybody of themselves, admins and auditors of anybody.</summary>
public sealed class StandInQueries(RegistryStore store)
{
    /// <summary>In the order of their naming; with <paramref name="person"/>, an address, those that they named or stand in by.</summary>
    public Task<Page<StandInView>> ListAsync(string? person, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.OwnStandIns);
            var size = PageToken.Size(pageSize);
            var after = PageToken.Decode(pageToken, 1) is [var key] ? PageToken.Id(key) : Guid.Empty;
            var (now, rows) = (db.Now, Visible(db, actor));
            if (person is not null)
            {
                var normalized = Text.Check("person", person, RegistryUser.EmailMaxLength, required: true).Trim().ToUpperInvariant();
                var asked = db.Users.Where(user => user.NormalizedEmail == normalized).Select(user => user.Id);
                rows = rows.Where(standIn => asked.Contains(standIn.PersonId) || asked.Contains(standIn.StandInId));
            }

            var views = await Views(db, rows.Where(standIn => standIn.Until > now && standIn.Id.CompareTo(after) > 0).OrderBy(standIn => standIn.Id)
                .Take(size + 1)).ToListAsync(ct);
            return new Page<StandInView>([.. views.Take(size)], views.Count > size ? PageToken.Encode($"{views[size - 1].Id}") : null);
        }, ct);

    /// <summary>The one that the actor named.</summary>
    public Task<StandInView> GetAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.OwnStandIns);
            var now = db.Now;
            return await Views(db, db.StandIns.Where(standIn => standIn.PersonId == actor.UserId && standIn.Until > now)).SingleOrDefaultAsync(ct)
                ?? throw NotFound();
        }, ct);

    internal static RegistryException NotFound() => RegistryException.NotFound("stand_in_not_found", "There is no such stand-in.");

    /// <summary>Those that the actor named or stands in by; all of them for whom nothing is hidden.</summary>
    internal static IQueryable<StandIn> Visible(RegistryDbContext db, Actor actor) => Rights.SeesAll(actor) ? db.StandIns
        : db.StandIns.Where(standIn => standIn.PersonId == actor.UserId || standIn.StandInId == actor.UserId);

    internal static IQueryable<StandInView> Views(RegistryDbContext db, IQueryable<StandIn> rows) =>
        rows.Select(standIn => new StandInView(standIn.Id, db.Users.Where(user => user.Id == standIn.PersonId).Select(user => user.Email!).First(),
            db.Users.Where(user => user.Id == standIn.StandInId).Select(user => user.Email!).First(), standIn.From, standIn.Until));
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.StandIns;

/// <summary>Lets a reviewer name who reviews for them for a while. Nobody gets a role by it: a stand-in is a reviewer already.</summary>
public sealed class StandInWorkflow(RegistryStore store)
{
    /// <summary>Names the stand-in of who acts, in place of the one before.</summary>
    public Task<StandInView> NameAsync(NewStandIn command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.NameStandIn);
            await transaction.TakeTurnAsync(ct);
            var db = transaction.Db;
            var (from, until) = Period(command, transaction.Now);
            var person = await PersonAsync(db, command.Person, actor, ct);
            var row = await db.StandIns.SingleOrDefaultAsync(standIn => standIn.PersonId == actor.UserId, ct);
            var before = row is null ? null : await StandInQueries.Views(db, db.StandIns.Where(standIn => standIn.Id == row.Id)).SingleAsync(ct);
            var former = row?.StandInId;
            if (row is null)
            {
                row = new StandIn(Guid.CreateVersion7(transaction.Now)) { PersonId = actor.UserId!.Value };
                db.StandIns.Add(row);
            }

            (row.StandInId, row.From, row.Until) = (person.Id, from, until);
            var view = new StandInView(row.Id, actor.Name, person.Email, from, until);
            if (view != before)
            {
                transaction.Record(new StandInNamed(before, view));
                await TellAsync(transaction, [person.Id], $"{actor.Name} named you to stand in for them {StandInSentences.Period(view)}.", ct);
            }

            if (former is { } replaced && replaced != person.Id)
            {
                await TellAsync(transaction, [replaced], $"{actor.Name} named {person.Email} to stand in for them, and not you.", ct);
            }

            return view;
        }, ct);

    /// <summary>Ends the stand-in whom the actor named.</summary>
    public Task EndAsync(Actor actor, CancellationToken ct) => EndAsync(standIn => standIn.PersonId == actor.UserId, actor, ct);

    /// <summary>Ends one, for either of the two, and for admins.</summary>
    public Task EndAsync(Guid id, Actor actor, CancellationToken ct) => EndAsync(standIn => standIn.Id == id, actor, ct);

    private Task EndAsync(System.Linq.Expressions.Expression<Func<StandIn, bool>> which, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.OwnStandIns);
            await transaction.TakeTurnAsync(ct);
            var (db, now) = (transaction.Db, transaction.Now);
            var row = await StandInQueries.Visible(db, actor).Where(standIn => standIn.Until > now).SingleOrDefaultAsync(which, ct)
                ?? throw StandInQueries.NotFound();
            if (row.PersonId != actor.UserId && row.StandInId != actor.UserId)
            {
                Rights.Require(actor, Right.ManagePeople);
            }

            var view = await StandInQueries.Views(db, db.StandIns.Where(standIn => standIn.Id == row.Id)).SingleAsync(ct);
            db.StandIns.Remove(row);
            transaction.Record(new StandInEnded(view));
            await TellAsync(transaction, [row.PersonId, row.StandInId], $"{actor.Name} ended that {view.Person} stands in for {view.For}.", ct);
        }, ct);

    private static Task TellAsync(RegistryTransaction transaction, Guid[] people, string sentence, CancellationToken ct) =>
        Notices.AddAsync(transaction, people, NoticeKind.StandIn, sentence, ct: ct);

    private static (DateTimeOffset From, DateTimeOffset Until) Period(NewStandIn command, DateTimeOffset now)
    {
        var (asked, until) = (command.From?.ToUniversalTime() ?? now, command.Until.ToUniversalTime());
        var from = asked > now ? asked : now; // nobody stands in for what is past
        if (until <= now)
        {
            throw RegistryException.Invalid("until", "until_past", "until must lie in the future.");
        }

        return from < until ? (from, until) : throw RegistryException.Invalid("until", "period_invalid", "until must come after from.");
    }

    private static async Task<(Guid Id, string Email)> PersonAsync(RegistryDbContext db, string? name, Actor actor, CancellationToken ct)
    {
        var person = await ActivePeople.FindAsync(db, "person", "person_unknown", name ?? "", ct);
        if (person.Id == actor.UserId)
        {
            throw RegistryException.Invalid("person", "stand_in_self", "You cannot stand in for yourself. Name another reviewer.");
        }

        var now = db.Now;
        var found = await db.Users.Where(user => user.Id == person.Id).Select(user => new
        {
            IsReviewer = db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer)),
            Others = db.StandIns.Count(standIn => standIn.StandInId == user.Id && standIn.PersonId != actor.UserId && standIn.Until > now),
        }).SingleAsync(ct);
        if (!found.IsReviewer)
        {
            throw RegistryException.Invalid("person", "stand_in_no_reviewer",
                $"{person.Email} has no Reviewer role, and standing in gives none. Name a reviewer, or ask an admin to give the role.");
        }

        return found.Others < StandIn.MostFor ? person
            : throw RegistryException.Invalid("person", "stand_in_busy",
                $"{person.Email} stands in for {StandIn.MostFor.Text()} people already. Name another reviewer.");
    }
}

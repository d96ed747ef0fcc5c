using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>Signed-in browsers. Who somebody is and what they may do is read again for every request and every action.</summary>
public sealed class Sessions(RegistryStore store, RegistrySettings settings, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>Starts a session for somebody whose password was just checked; returns its id, which the cookie carries.</summary>
    public Task<Guid> StartAsync(Actor signedIn, CancellationToken ct) =>
        store.WriteAsync(signedIn, transaction =>
        {
            var session = new UserSession
            {
                Id = Guid.NewGuid(),
                UserId = signedIn.UserId!.Value,
                CreatedAt = transaction.Now,
                ExpiresAt = transaction.Now + Lifetime,
            };
            transaction.Db.UserSessions.Add(session);
            transaction.Record(new SignedIn(new(signedIn.Address)));
            return Task.FromResult(session.Id);
        }, ct);

    public Task EndAsync(Guid sessionId, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var session = await transaction.Db.UserSessions.FirstOrDefaultAsync(found =>
                found.Id == sessionId && found.UserId == actor.UserId && found.EndedAt == null, ct);
            if (session is not null)
            {
                session.EndedAt = transaction.Now;
                transaction.Record(new SignedOut());
            }
        }, ct);

    /// <summary>Who acts in this session now, or null when it ended, expired or its account is disabled.</summary>
    public Task<Actor?> ActorAsync(Guid sessionId, Door door, string? address, CancellationToken ct)
    {
        var now = time.Now();
        return store.ReadAsync(Actor.System, async db =>
        {
            var user = await db.UserSessions.Where(session => session.Id == sessionId && session.EndedAt == null && session.ExpiresAt > now)
                .Join(db.Users, session => session.UserId, user => user.Id, (_, user) => user)
                .Where(user => user.DisabledAt == null)
                .Select(user => new
                {
                    user.Id,
                    user.Email,
                    HasGrants = db.Grants.Any(grant => grant.PersonId == user.Id
                        || (grant.TeamId != null && db.TeamMembers.Any(member => member.PersonId == user.Id && member.TeamId == grant.TeamId))),
                    Roles = db.UserRoles.Where(row => row.UserId == user.Id).Join(db.Roles, row => row.RoleId, role => role.Id, (_, role) => role.Name!)
                    .ToList()
                })
                .FirstOrDefaultAsync(ct);
            return user is null ? null : new Actor(user.Id, user.Email!, door, user.Roles.ToHashSet())
            {
                Address = address,
                Session = sessionId,
                Grants = user.HasGrants ? await HeldGrants.OfAsync(db, user.Id, ct) : [],
            };
        }, ct);
    }

    /// <summary>Removes sessions that ended, or expired, long ago; who signed in when is in the audit trail. Returns how many.</summary>
    public Task<int> PruneAsync(CancellationToken ct)
    {
        var before = time.Now() - settings.Retention.EndedSessions;
        return store.PruneAsync(db => db.UserSessions.Where(session => session.EndedAt <= before || session.ExpiresAt <= before)
            .OrderBy(session => session.ExpiresAt), ct);
    }

    internal static async Task<Actor> ActorOfAsync(RegistryDbContext db, Guid userId, string email, Door door, string? address, CancellationToken ct) =>
        new(userId, email, door, (await UserRoles.OfAsync(db, [userId], ct))[userId].ToHashSet())
        {
            Address = address,
            Grants = await HeldGrants.OfAsync(db, userId, ct),
        };

    /// <summary>The same of several people, by their ids.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, Actor>> ActorsOfAsync(RegistryDbContext db, IReadOnlyList<RegistryUser> people, Door door,
        CancellationToken ct)
    {
        Guid[] ids = [.. people.Select(person => person.Id)];
        var roles = await UserRoles.OfAsync(db, ids, ct);
        var grants = await HeldGrants.OfAsync(db, ids, ct);
        return people.ToDictionary(person => person.Id,
            person => new Actor(person.Id, person.Email!, door, roles[person.Id].ToHashSet()) { Grants = [.. grants[person.Id]] });
    }

    internal static Task<int> EndAllAsync(RegistryTransaction transaction, Guid userId, Guid? except, CancellationToken ct) =>
        EndAsync(transaction, transaction.Db.UserSessions.Where(session => session.UserId == userId && session.EndedAt == null && session.Id != except), ct);

    /// <summary>Ends these; returns how many.</summary>
    internal static Task<int> EndAsync(RegistryTransaction transaction, IQueryable<UserSession> sessions, CancellationToken ct) =>
        transaction.ChangeAllAsync(sessions, session => session.EndedAt = transaction.Now,
            set => set.SetProperty(session => session.EndedAt, transaction.Now), ct);
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Accounts;

/// <summary>A signed-in browser, as its person knows it.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="Way">By what they signed in there.</param>
/// <param name="Address">Where from, as far as it is known.</param>
/// <param name="Device">"Firefox on Linux"; null where the browser did not say.</param>
/// <param name="SignedInAt">When.</param>
/// <param name="SeenAt">When it was last there, to a few minutes; null: not since this is kept.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record SessionView(Guid Id, SignInWay Way, string? Address, string? Device, DateTimeOffset SignedInAt, DateTimeOffset? SeenAt, bool Current);

/// <summary>Somebody's signed-in browsers: the newest of them, and how many there are.</summary>
public sealed record SessionList(IReadOnlyList<SessionView> Newest, int Count);

/// <summary>Signed-in browsers. Who somebody is and what they may do is read again for every request and every action.</summary>
public sealed class Sessions(RegistryStore store, RegistrySettings settings, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>How many one is shown; all of them are ended together.</summary>
    public const int MostListed = 50;

    // A stamp of when a browser was last there is written again after so long.
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _seen = new();

    /// <summary>
    /// Starts a session for somebody who just proved who they are, by their <see cref="Actor.Way"/>; returns its id, which the cookie carries.
    /// <paramref name="device"/>: what the browser is, for the list of sessions.
    /// </summary>
    public Task<Guid> StartAsync(Actor signedIn, CancellationToken ct, string? device = null) =>
        store.WriteAsync(signedIn, transaction =>
        {
            if (signedIn.Missing == MissingFactor.ToShow)
            {
                Rights.RequireSecondFactor(signedIn);
            }

            var session = new UserSession
            {
                Id = Guid.NewGuid(),
                UserId = signedIn.UserId!.Value,
                CreatedAt = transaction.Now,
                ExpiresAt = transaction.Now + Lifetime,
                Way = signedIn.Way ?? SignInWay.Password,
                Address = signedIn.Address is { Length: <= UserSession.AddressMaxLength } address ? address : null,
                Device = device is { Length: > UserSession.DeviceMaxLength } ? device[..UserSession.DeviceMaxLength] : device,
                SeenAt = transaction.Now,
                ProvedAt = transaction.Now,
            };
            transaction.Db.UserSessions.Add(session);
            transaction.Record(new SignedIn(new(signedIn.Address, session.Way is SignInWay.Password ? null : session.Way)));
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
                .Join(db.Users, session => session.UserId, user => user.Id,
                    (session, user) => new { session.Way, session.SeenAt, session.ProvedAt, User = user })
                .Where(found => found.User.DisabledAt == null)
                .Select(found => new
                {
                    found.SeenAt,
                    found.ProvedAt,
                    found.User.Id,
                    found.User.Email,
                    found.Way,
                    HasGrants = db.Grants.Any(grant => grant.PersonId == found.User.Id
                        || (grant.TeamId != null && db.TeamMembers.Any(member => member.PersonId == found.User.Id && member.TeamId == grant.TeamId)))
                        || db.StandIns.Any(standIn => standIn.StandInId == found.User.Id),
                    Roles = db.UserRoles.Where(row => row.UserId == found.User.Id)
                        .Join(db.Roles, row => row.RoleId, role => role.Id, (_, role) => new { Name = role.Name!, role.NeedsSecondFactor }).ToList()
                })
                .FirstOrDefaultAsync(ct);
            if (user is null)
            {
                return null;
            }

            if (user.SeenAt is null || now - user.SeenAt >= SeenEvery)
            {
                _seen[sessionId] = now;
            }

            var actor = new Actor(user.Id, user.Email!, door, user.Roles.Select(role => role.Name).ToHashSet())
            {
                Address = address,
                Session = sessionId,
                ProvedAt = user.ProvedAt,
                Way = user.Way ?? SignInWay.Password,
            };
            return actor.Way == SignInWay.Password && user.Roles.Exists(role => role.NeedsSecondFactor)
                // Nothing of what they hold counts until they have set one up.
                ? actor with { Missing = MissingFactor.ToSetUp, Roles = new HashSet<string>() }
                : actor with { Grants = user.HasGrants ? await HeldGrants.OfAsync(db, user.Id, ct) : [] };
        }, ct);
    }

    /// <summary>It was proved just now that it is still the person of the session that acts; what was told of it before may be old.</summary>
    internal Task ProvedAsync(Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            await transaction.Db.UserSessions.Where(session => session.Id == actor.Session && session.UserId == actor.UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.ProvedAt, transaction.Now), ct);
            transaction.Record(new SessionProved());
        }, ct);

    /// <summary>Writes when browsers were last there, which is kept in memory until then.</summary>
    public async Task WriteSeenAsync(CancellationToken ct)
    {
        var stamps = _seen.Keys.Select(id => (id, at: _seen.TryRemove(id, out var at) ? at : default)).Where(stamp => stamp.at != default).ToList();
        if (stamps.Count == 0)
        {
            return;
        }

        await store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited();
            foreach (var (id, at) in stamps)
            {
                await transaction.Db.UserSessions.Where(session => session.Id == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, at), ct);
            }
        }, ct);
    }

    /// <summary>The actor's own, newest first.</summary>
    public Task<SessionList> ListAsync(Actor actor, CancellationToken ct)
    {
        var now = time.Now();
        return store.ReadAsync(actor, async db =>
        {
            RequirePerson(actor);
            var open = db.UserSessions.Where(session => session.UserId == actor.UserId && session.EndedAt == null && session.ExpiresAt > now);
            var newest = await open.OrderByDescending(session => session.ExpiresAt).ThenBy(session => session.Id).Take(MostListed).ToListAsync(ct);
            return new SessionList(newest.ConvertAll(session => new SessionView(session.Id, session.Way ?? SignInWay.Password, session.Address,
                session.Device, session.CreatedAt, session.SeenAt, session.Id == actor.Session)),
                newest.Count < MostListed ? newest.Count : await open.CountAsync(ct));
        }, ct);
    }

    /// <summary>Signs another browser of the actor out.</summary>
    public Task EndOtherAsync(Guid sessionId, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            RequirePerson(actor);
            var own = transaction.Db.UserSessions.Where(found => found.Id == sessionId && found.UserId == actor.UserId && found.EndedAt == null);
            RecordEnd(transaction, actor.Name, await EndAsync(transaction, own, ct));
        }, ct);

    /// <summary>Signs the actor out everywhere but here.</summary>
    public Task EndOthersAsync(Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            RequirePerson(actor);
            RecordEnd(transaction, actor.Name, await EndAllAsync(transaction, actor.UserId!.Value, actor.Session, ct));
        }, ct);

    /// <summary>Signs somebody out everywhere, for admins. Access tokens go on.</summary>
    public Task EndAllOfAsync(Guid userId, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePeople);
            var email = await transaction.Db.Users.Where(user => user.Id == userId).Select(user => user.Email).FirstOrDefaultAsync(ct)
                ?? throw RegistryException.NotFound("user_not_found", "There is no such account.");
            RecordEnd(transaction, email, await EndAllAsync(transaction, userId, except: null, ct));
        }, ct);

    private static void RecordEnd(RegistryTransaction transaction, string user, int count)
    {
        if (count > 0)
        {
            transaction.Record(new SessionsEnded(new(user, count)));
        }
    }

    private static void RequirePerson(Actor actor)
    {
        if (actor.Token is not null || actor.UserId is null)
        {
            throw RegistryException.Forbidden("scope_missing", "Access tokens cannot do this. Sign in with a person's account.");
        }
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

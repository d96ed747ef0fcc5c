using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// Whether an actor is still who and what they were when the call came in: minutes may lie between, and a body may take its time. Whatever the call
/// came with must still be there, so that every rule that was asked about the actor of then has the answer of now.
/// </summary>
internal static class PresentActor
{
    private static readonly CompiledFor<Func<RegistryDbContext, Guid, Guid?, Guid?, DateTimeOffset, bool, IAsyncEnumerable<Present>>> _read = new(() =>
        EF.CompileAsyncQuery((RegistryDbContext db, Guid id, Guid? session, Guid? token, DateTimeOffset now, bool withHead) =>
            from user in db.Users.Where(user => user.Id == id)
            join row in db.UserRoles on user.Id equals row.UserId into held
            from row in held.DefaultIfEmpty()
            join role in db.Roles on row.RoleId equals role.Id into named
            from role in named.DefaultIfEmpty()
            select new Present
            {
                DisabledAt = user.DisabledAt,
                SecurityStamp = user.SecurityStamp,
                SessionEnded = session != null
                    && !db.UserSessions.Any(found => found.Id == session && found.UserId == id && found.EndedAt == null && found.ExpiresAt > now),
                TokenEnded = token != null
                    && !db.AccessTokens.Any(found => found.Id == token && found.OwnerId == id && found.RevokedAt == null && found.ExpiresAt > now),
                HeldRole = role.Name,
                Seq = db.AuditHeads.Where(head => withHead && head.Id == AuditHead.OnlyId).Select(head => (long?)head.Seq).FirstOrDefault(),
                Hash = db.AuditHeads.Where(head => withHead && head.Id == AuditHead.OnlyId).Select(head => head.Hash).FirstOrDefault(),
            }));

    /// <summary>
    /// One statement, and another for who holds grants. Refuses an account, session, password or token that is no longer good, and roles and grants that were
    /// taken away. Returns where the chain ends, which comes along where nobody else can extend it meanwhile.
    /// </summary>
    public static async Task<AuditPosition?> RequireAsync(RegistryDbContext db, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (actor.UserId is not { } id)
        {
            return null;
        }

        List<Present> rows = [];
        // Where rows are locked somebody may hold the head of the chain, and it can move until it is locked here.
        await foreach (var row in _read[db](db, id, actor.Session, actor.Token?.Id, now, !db.LocksRows).WithCancellation(ct))
        {
            rows.Add(row);
        }

        if (rows is not [var present, ..] || present.DisabledAt is not null)
        {
            throw Ended("account_disabled", "This account was disabled meanwhile. An admin can enable it.");
        }

        if (present.SessionEnded)
        {
            throw Ended("session_ended", "You were signed out meanwhile. Sign in again.");
        }

        if (present.TokenEnded)
        {
            throw Ended("token_revoked", "This access token was revoked or expired meanwhile. Use another one.");
        }

        if (actor.PasswordStamp is { } stamp && stamp != present.SecurityStamp)
        {
            throw Ended("password_changed", "The password of this account was changed meanwhile. Sign in with the new one.");
        }

        if (actor.Roles.Except(rows.Select(row => row.HeldRole)).ToList() is { Count: > 0 } lost)
        {
            throw RegistryException.Forbidden("role_lost",
                $"Meanwhile you no longer have the role{(lost.Count == 1 ? "" : "s")} {string.Join(", ", lost)}, so nothing was changed. "
                    + "If you may do it without, do it again.");
        }

        if (actor.Grants.Count > 0 && await HeldGrants.OfAsync(db, id, ct) is var held && actor.Grants.Any(grant => !grant.IsHeldIn(held)))
        {
            throw RegistryException.Forbidden("grant_lost",
                "Meanwhile you no longer hold a grant that you came with, so nothing was changed. If you may do it without, do it again.");
        }

        return !db.LocksRows && present is { Seq: { } seq, Hash: { } hash } ? new AuditPosition(seq, hash) : null;
    }

    private static RegistryException Ended(string code, string message) => new(RefusalKind.NotAuthenticated, code, message);

    /// <summary>An account with one of its roles, or with none.</summary>
    private sealed class Present
    {
        public required DateTimeOffset? DisabledAt { get; init; }

        public required string? SecurityStamp { get; init; }

        public required bool SessionEnded { get; init; }

        public required bool TokenEnded { get; init; }

        public required string? HeldRole { get; init; }

        public required long? Seq { get; init; }

        public required string? Hash { get; init; }
    }
}

using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Factors;

/// <summary>A passkey as its person knows it.</summary>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset AddedAt)
{
    internal static PasskeyView Of(UserPasskeyInfo passkey) => new(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name ?? "", passkey.CreatedAt);
}

/// <summary>Reads passkeys, and what a ceremony of theirs begins with.</summary>
public sealed class PasskeyQueries(RegistryStore store, UserManagers managers)
{
    /// <summary>One's own, oldest first.</summary>
    public Task<IReadOnlyList<PasskeyView>> ListAsync(Actor actor, CancellationToken ct) =>
        ReadAsync(actor, async (manager, user) => (IReadOnlyList<PasskeyView>)[.. (await manager.GetPasskeysAsync(user))
            .OrderBy(passkey => passkey.CreatedAt).Select(PasskeyView.Of)], ct);

    /// <summary>What is asked of Identity's manager about the actor's own account, before a change begins.</summary>
    public Task<T> ReadAsync<T>(Actor actor, Func<UserManager<RegistryUser>, RegistryUser, Task<T>> read, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            RequirePerson(actor);
            return await read(managers.Over(db), await db.Users.SingleAsync(user => user.Id == actor.UserId, ct));
        }, ct);

    /// <summary>The same about nobody in particular.</summary>
    public Task<T> AnonymouslyAsync<T>(Func<UserManager<RegistryUser>, Task<T>> read, CancellationToken ct) =>
        store.ReadAsync(Actor.System, db => read(managers.Over(db)), ct);

    internal static void RequirePerson(Actor actor)
    {
        if (actor.Token is not null || actor.UserId is null)
        {
            throw RegistryException.Forbidden("scope_missing", "Access tokens cannot do this. Sign in with a person's account.");
        }
    }
}

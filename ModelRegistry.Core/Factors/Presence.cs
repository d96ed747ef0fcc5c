using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Factors;

/// <summary>
/// Whether it is still the person of a session who acts, and not whoever found it open: asked again before what matters. A code of their app or their
/// password tells; a wrong one counts as it does at sign-in.
/// </summary>
public sealed class Presence(RegistryStore store, Passwords passwords, SecondSteps steps, Sessions sessions)
{
    /// <summary>Refused with a sentence beside the field <c>proof</c>; else it counts for a while in this session (<see cref="RecentProof"/>).</summary>
    public async Task ProveAsync(Actor actor, string? proof, CancellationToken ct)
    {
        await CheckAsync(actor, proof, ct);
        if (actor.Session is not null)
        {
            await sessions.ProvedAsync(actor with { Idempotency = null }, ct); // the key is for the act, not for what precedes it
        }
    }

    /// <summary>The same, where only what counts afterwards is wanted: refused outside a signed-in browser, where it would count for nothing.</summary>
    public async Task RenewAsync(Actor actor, string? proof, CancellationToken ct)
    {
        if (actor is not { Session: not null, Token: null })
        {
            throw RegistryException.Forbidden("session_needed", "A proof counts in the session of a signed-in browser only. Sign in there.");
        }

        await CheckAsync(actor, proof, ct);
        await sessions.ProvedAsync(actor, ct);
    }

    private async Task CheckAsync(Actor actor, string? proof, CancellationToken ct)
    {
        if (actor.Token is not null || actor.UserId is not { } id)
        {
            throw RegistryException.Forbidden("scope_missing", "Access tokens cannot do this. Sign in with a person's account.");
        }

        try
        {
            var (on, stamp) = await store.ReadAsync(actor, async db => await db.Users.Where(user => user.Id == id)
                .Select(user => ValueTuple.Create(user.TwoFactorEnabled, user.SecurityStamp)).SingleAsync(ct), ct);
            if (on && AuthenticatorCode.Read(proof) is { } code)
            {
                await steps.CheckAsync(id, stamp, code, actor.Address, ct);
            }
            else
            {
                await passwords.CheckAsync(actor.Name, proof, Door.Browser, actor.Address, ct);
            }
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotAuthenticated)
        {
            throw RegistryException.Invalid("proof", "proof_wrong",
                "This is not your password or the code that your app shows now, or the account is locked for a few minutes after too many tries.");
        }
    }
}

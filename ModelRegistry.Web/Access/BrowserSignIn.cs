using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Access;

/// <summary>What the account pages do with passwords: never over plain http that others can read, and never more often than a person would.</summary>
internal sealed class BrowserSignIn(
    Passwords passwords, People people, FirstRun firstRun, FailedCredentials failures, DeviceCookie devices, LockedOut lockedOut,
    IConfiguration configuration)
{
    public bool IsOff(HttpContext context) => InsecureHttp.SignInIsOff(context, configuration);

    /// <param name="context">The request of the form.</param>
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="pass">Of a link that the console showed, if the form was opened by one.</param>
    public async Task SignInAsync(HttpContext context, string? email, string? password, string? pass = null)
    {
        var device = lockedOut.Takes(email, pass) && await people.IdOfAsync(email!, context.RequestAborted) is { } user
            ? new KnownDevice(Guid.NewGuid(), user)
            : devices.Of(context);
        var actor = await CheckAsync(context, () =>
            passwords.CheckAsync(email ?? "", password ?? "", Door.Browser, context.Address(), context.RequestAborted, device));
        await SignInAsync(context, actor);
    }

    /// <summary>Starts the session of somebody who proved who they are.</summary>
    public async Task SignInAsync(HttpContext context, Actor actor)
    {
        RequireOn(context);
        await SessionCookie.SignInAsync(context, actor, context.RequestAborted);
        devices.Remember(context, actor);
    }

    /// <summary>Makes the first account and signs it in. The secret is checked again here: the form may be older than the process.</summary>
    public async Task CreateFirstAsync(HttpContext context, string? secret, NewUser account)
    {
        RequireOn(context);
        if (!firstRun.Accepts(secret))
        {
            throw RegistryException.NotFound("first_run_link_invalid", "This link is not valid any more. Restart the server: it prints a new one.");
        }

        // An empty password would mean an invitation, which nobody could open.
        var created = await people.CreateFirstAsync(account with { Password = account.Password ?? "" }, context.RequestAborted);
        await StartSessionAsync(context, created.Email, account.Password);
    }

    public async Task AcceptInvitationAsync(HttpContext context, string? token, string? password)
    {
        RequireOn(context);
        var email = await passwords.AcceptInvitationAsync(token ?? "", password ?? "", context.Address(), context.RequestAborted);
        await StartSessionAsync(context, email, password);
    }

    public Task ChangePasswordAsync(HttpContext context, string? current, string? next) =>
        CheckAsync(context, async () =>
        {
            try
            {
                await passwords.ChangeAsync(context.Actor(), SessionCookie.SessionOf(context.User), current ?? "", next ?? "", context.RequestAborted);
                return true;
            }
            catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotAuthenticated)
            {
                throw new RegistryException(refusal.Kind, refusal.Code,
                    "This is not your present password, or the account is locked for a few minutes after too many tries.", "currentPassword");
            }
        });

    private async Task StartSessionAsync(HttpContext context, string email, string? password)
    {
        var actor = await passwords.CheckAsync(email, password ?? "", Door.Browser, context.Address(), context.RequestAborted);
        await SignInAsync(context, actor);
    }

    private async Task<T> CheckAsync<T>(HttpContext context, Func<Task<T>> check)
    {
        RequireOn(context);
        try
        {
            return await check();
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotAuthenticated)
        {
            failures.Count(context.Address());
            if (failures.TooMany(context.Address()))
            {
                throw new RegistryException(RefusalKind.TooMany, "too_many_attempts",
                    "Too many failed attempts from your address. Wait a minute before you try another password.");
            }

            throw;
        }
    }

    private void RequireOn(HttpContext context)
    {
        if (IsOff(context))
        {
            throw RegistryException.Forbidden("sign_in_off", "Sign-in is off, because this connection is not encrypted. Open the registry by https.");
        }
    }
}

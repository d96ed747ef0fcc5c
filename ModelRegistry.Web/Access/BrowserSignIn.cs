using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Factors;

namespace ModelRegistry.Web.Access;

/// <summary>What a right password came to.</summary>
/// <param name="Ticket">Of the step that is still to be made (<see cref="PendingSignIn"/>); null: the person is signed in.</param>
/// <param name="MustSetUp">Whether a role of theirs needs a second factor that they have yet to set up.</param>
internal sealed record SignInOutcome(string? Ticket, bool MustSetUp);

/// <summary>What the account pages do with passwords: never over plain http that others can read, and never more often than a person would.</summary>
internal sealed class BrowserSignIn(
    Passwords passwords, SecondSteps secondSteps, PasskeyCeremonies passkeys, PendingSignIn pending, People people, FirstRun firstRun,
    FailedCredentials failures, DeviceCookie devices, LockedOut lockedOut, IConfiguration configuration)
{
    /// <summary>The code of what is refused when the first step lies too long ago.</summary>
    public const string TooOld = "sign_in_too_old";

    public bool IsOff(HttpContext context) => InsecureHttp.SignInIsOff(context, configuration);

    /// <param name="context">The request of the form.</param>
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="pass">Of a link that the console showed, if the form was opened by one.</param>
    public async Task<SignInOutcome> SignInAsync(HttpContext context, string? email, string? password, string? pass = null)
    {
        var passed = lockedOut.Takes(email, pass) ? await people.IdOfAsync(email!, context.RequestAborted) : null;
        var actor = await CheckAsync(context, () => passwords.CheckAsync(email ?? "", password ?? "", Door.Browser, context.Address(), context.RequestAborted,
            DeviceOf(context, passed)));
        return await SignInAsync(context, actor, passed is not null);
    }

    /// <summary>The second step of a sign-in whose password was right.</summary>
    /// <param name="context">The request of the form.</param>
    /// <param name="ticket">Of the first step.</param>
    /// <param name="code">Of the app, or a recovery code.</param>
    public async Task<SignInOutcome> ShowSecondFactorAsync(HttpContext context, string? ticket, string? code)
    {
        RequireOn(context);
        var step = pending.Read(ticket) ?? throw new RegistryException(RefusalKind.NotAuthenticated, TooOld,
            "The password was typed too long ago. Sign in again.");
        var actor = await CheckAsync(context, () => secondSteps.CheckAsync(step.UserId, step.Stamp, code, context.Address(), context.RequestAborted,
            DeviceOf(context, step.Passed ? step.UserId : null)));
        return await SignInAsync(context, actor, passed: false);
    }

    public Task<PasskeyCeremony> BeginPasskeyAsync(HttpContext context)
    {
        RequireOn(context);
        return passkeys.BeginSignInAsync(context);
    }

    public async Task SignInWithPasskeyAsync(HttpContext context, PasskeyAnswer answer)
    {
        RequireOn(context);
        await SignInAsync(context, await passkeys.FinishSignInAsync(context, answer), passed: false);
    }

    /// <summary>The browser, where it was let in before; one that was opened by a link of the console counts as such for the person of the link.</summary>
    private KnownDevice? DeviceOf(HttpContext context, Guid? passed) => passed is { } user ? new KnownDevice(Guid.NewGuid(), user) : devices.Of(context);

    /// <summary>Starts the session of somebody who proved who they are.</summary>
    public Task<SignInOutcome> SignInAsync(HttpContext context, Actor actor) => SignInAsync(context, actor, passed: false);

    private async Task<SignInOutcome> SignInAsync(HttpContext context, Actor actor, bool passed)
    {
        RequireOn(context);
        if (actor.Missing == MissingFactor.ToShow)
        {
            return new SignInOutcome(pending.Write(actor, passed), MustSetUp: false);
        }

        await SessionCookie.SignInAsync(context, actor, context.RequestAborted);
        devices.Remember(context, actor);
        return new SignInOutcome(Ticket: null, MustSetUp: actor.Missing == MissingFactor.ToSetUp);
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

    public async Task<SignInOutcome> AcceptInvitationAsync(HttpContext context, string? token, string? password)
    {
        RequireOn(context);
        var email = await passwords.AcceptInvitationAsync(token ?? "", password ?? "", context.Address(), context.RequestAborted);
        return await StartSessionAsync(context, email, password);
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

    private async Task<SignInOutcome> StartSessionAsync(HttpContext context, string email, string? password)
    {
        var actor = await passwords.CheckAsync(email, password ?? "", Door.Browser, context.Address(), context.RequestAborted);
        return await SignInAsync(context, actor, passed: false);
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

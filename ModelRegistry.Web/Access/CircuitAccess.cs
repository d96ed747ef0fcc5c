using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Components;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Who an open page belongs to. It follows changes of accounts and sessions at once, so that buttons disappear with the role
/// and a sign-out in one tab shows in the others; the services check again on every action anyway.
/// </summary>
internal sealed class CircuitAccess : RevalidatingServerAuthenticationStateProvider, IHostEnvironmentAuthenticationStateProvider
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private readonly Sessions _sessions;
    private readonly CircuitActor _acting;
    private readonly IDisposable _subscription;
    private string? _owner;

    public CircuitAccess(Sessions sessions, CircuitActor acting, CircuitChanges changes, ILoggerFactory loggers)
        : base(loggers)
    {
        (_sessions, _acting) = (sessions, acting);
        _subscription = changes.Follow(
            commit => commit.Changes.Any(changed => changed.Event is AccountEvent || changed.Event is SignedOut),
            _ => RefreshAsync());
    }

    /// <summary>
    /// Called at the beginning, and whenever the browser comes back after a break, with whoever is signed in there then. A page stays that of the person
    /// whom it was drawn for: when somebody else comes back to it, it is a page whose session has ended, and nothing is done in the name of either.
    /// </summary>
    void IHostEnvironmentAuthenticationStateProvider.SetAuthenticationState(Task<AuthenticationState> authenticationStateTask) =>
        SetAuthenticationState(OfOwnerAsync(authenticationStateTask));

    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        SessionCookie.SessionOf(authenticationState.User) is { } session
        && await _sessions.ActorAsync(session, Door.Browser, null, cancellationToken) is not null;

    protected override void Dispose(bool disposing)
    {
        _subscription.Dispose();
        base.Dispose(disposing);
    }

    private async Task<AuthenticationState> OfOwnerAsync(Task<AuthenticationState> asked)
    {
        var state = await asked;
        if (state.User.FindFirst(ClaimTypes.NameIdentifier)?.Value is not { } person)
        {
            return state;
        }

        _owner ??= person;
        return person == _owner ? state : Nobody;
    }

    private async Task RefreshAsync()
    {
        try
        {
            var state = await GetAuthenticationStateAsync();
            if (SessionCookie.SessionOf(state.User) is not { } session)
            {
                return;
            }

            var actor = await _acting.ReadAsync(state.User);
            SetAuthenticationState(Task.FromResult(actor is null ? Nobody : new AuthenticationState(SessionCookie.Principal(actor, session))));
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException or RegistryException)
        {
            // The circuit is going away, or the database is not there right now: the timer and every action check again.
        }
    }
}

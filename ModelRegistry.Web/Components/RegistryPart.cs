using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Factors;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Pages.Account;
using MudBlazor;

namespace ModelRegistry.Web.Components;

/// <summary>
/// A part of a page that acts: what it shows comes from the page that owns it, which also follows what others change. A refusal becomes its
/// sentence; anything else goes to the error boundary.
/// </summary>
public abstract class RegistryPart : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();

    protected RegistryPart() => Closed = _closed.Token;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private CircuitActor Acting { get; set; } = default!;

    [Inject]
    private ISnackbar Messages { get; set; } = default!;

    [Inject]
    private IDialogService Asking { get; set; } = default!;

    [Inject]
    private Presence Presence { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    protected CancellationToken Closed { get; }

    /// <summary>Who acts in this circuit now, with the roles of now; refuses when the session has ended.</summary>
    protected async Task<Actor> ActorAsync() =>
        (await Acting.ReadAsync((await Authentication).User))?.OnPage(Navigation.ToBaseRelativePath(Navigation.Uri))
            ?? throw new RegistryException(RefusalKind.NotAuthenticated, "session_ended",
                "You are signed out. Sign in again; this page stays as it is until then.");

    /// <summary>
    /// Does what the person asked for and says so; a refusal is shown instead, or handed to <paramref name="refused"/> by a
    /// form that shows it beside its field. Where it must be proved first that it is still them, that is asked and it is done again. True when it was done.
    /// </summary>
    protected async Task<bool> RunAsync(Func<Actor, CancellationToken, Task> action, string? done = null, Action<RegistryException>? refused = null)
    {
        try
        {
            await action(await ActorAsync(), Closed);
            if (done is not null)
            {
                Messages.Add(done, Severity.Success);
            }

            return true;
        }
        catch (RegistryException refusal) when (refusal.Code == RecentProof.Needed)
        {
            return await ProofDialog.AskAsync(Asking, "Is it still you?", "What you are about to do asks for it. It counts in this browser for five minutes.",
                "Go on", (proof, actor, ct) => Presence.RenewAsync(actor, proof, ct)) && await RunAsync(action, done, refused);
        }
        catch (RegistryException refusal)
        {
            if (refused is not null)
            {
                refused(refusal);
                return false;
            }

            Messages.Add(refusal.Message, Severity.Error, options => options.RequireInteraction = true);
            return false;
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _closed.Cancel();
        _closed.Dispose();
    }
}

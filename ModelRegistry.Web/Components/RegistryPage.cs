using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;
using MudBlazor;

namespace ModelRegistry.Web.Components;

/// <summary>
/// What every interactive page shares: who acts now (read again for each action), one way to load, one way to act, and
/// following what others change. A refusal becomes its sentence; anything else goes to the error boundary.
/// </summary>
public abstract class RegistryPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closed = new();
    private readonly List<IDisposable> _subscriptions = [];
    private CancellationTokenSource? _loading;

    protected RegistryPage() => Closed = _closed.Token;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private Sessions Sessions { get; set; } = default!;

    [Inject]
    private ChangeFeed Feed { get; set; } = default!;

    [Inject]
    private ISnackbar Messages { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>Why the last load failed, as a sentence; null when it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>True when what was asked for does not exist or may not be seen.</summary>
    protected bool IsMissing { get; private set; }

    protected CancellationToken Closed { get; }

    /// <summary>Who acts in this circuit now, with the roles of now; refuses when the session has ended.</summary>
    protected async Task<Actor> ActorAsync()
    {
        var session = SessionCookie.SessionOf((await Authentication).User);
        var actor = session is null ? null : await Sessions.ActorAsync(session.Value, Door.Browser, null, Closed);
        return actor ?? throw new RegistryException(RefusalKind.NotAuthenticated, "session_ended", "You are signed out. Sign in again; this page stays as it is until then.");
    }

    /// <summary>Loads what the page shows. A newer load cancels an older one; a refusal is kept in <see cref="Failure"/>.</summary>
    protected async Task LoadAsync(Func<Actor, CancellationToken, Task> load)
    {
        _loading?.Cancel();
        _loading?.Dispose();
        _loading = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        var ct = _loading.Token;
        try
        {
            await load(await ActorAsync(), ct);
            (Failure, IsMissing) = (null, false);
        }
        catch (RegistryException refusal)
        {
            (Failure, IsMissing) = (refusal.Message, refusal.Kind == RefusalKind.NotFound);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // A newer load is under way, or the page is gone.
        }
    }

    /// <summary>
    /// Does what the person asked for and says so; a refusal is shown instead, or handed to <paramref name="refused"/> by a
    /// form that shows it beside its field. True when it was done.
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

    /// <summary>Calls back on the page's own dispatcher when something that concerns it was committed, whoever did it.</summary>
    protected void Follow(Func<Changed, bool> concerns, Func<Changed, Task> onChanged) =>
        _subscriptions.Add(Feed.Subscribe(changed =>
        {
            if (!Closed.IsCancellationRequested && concerns(changed))
            {
                _ = InvokeAsync(async () =>
                {
                    try
                    {
                        await onChanged(changed);
                        StateHasChanged();
                    }
                    catch (Exception e) when (e is not ObjectDisposedException)
                    {
                        await DispatchExceptionAsync(e);
                    }
                });
            }
        }));

    /// <summary>
    /// Like <see cref="Follow"/>, for pages that read everything again: one look at the database for a burst of changes, and
    /// still within the second that people wait for.
    /// </summary>
    protected void FollowCalmly(Func<Changed, bool> concerns, Func<Task> onChanged)
    {
        var resting = false;
        Follow(changed => concerns(changed) && !resting, async _ =>
        {
            if (resting)
            {
                return;
            }

            resting = true;
            try
            {
                await Task.Delay(Rest, Time, Closed);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                resting = false;
            }

            await onChanged();
        });
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        _closed.Cancel();
        _loading?.Dispose();
        _closed.Dispose();
    }
}

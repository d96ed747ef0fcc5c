using Microsoft.AspNetCore.Components;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Components;

/// <summary>
/// What every interactive page shares beside acting: one way to load, and following what others change. So do panels and dialogs that
/// appear for a while or list by themselves; all else is a <see cref="RegistryPart"/>.
/// </summary>
public abstract class RegistryPage : RegistryPart
{
    private readonly List<IDisposable> _subscriptions = [];
    private CancellationTokenSource? _loading;

    [Inject]
    private CircuitChanges Changes { get; set; } = default!;

    /// <summary>Why the last load failed, as a sentence; null when it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>True when what was asked for does not exist or may not be seen.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>
    /// Loads what the page shows. A newer load cancels an older one; a refusal is kept in <see cref="Failure"/>. In the first HTML nothing is loaded:
    /// it shows the page as it waits, and the circuit that follows reads everything once.
    /// </summary>
    protected async Task LoadAsync(Func<Actor, CancellationToken, Task> load)
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        _loading?.Cancel();
        _loading?.Dispose();
        _loading = CancellationTokenSource.CreateLinkedTokenSource(Closed);
        var ct = _loading.Token;
        try
        {
            var canonical = new CanonicalName();
            var actor = await ActorAsync() with { Canonical = canonical };
            await PageReads.TogetherAsync(() => load(actor, ct));
            (Failure, IsMissing) = (null, false);
            FollowRename(canonical.Name);
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

    /// <summary>A page that was asked for by a former name of its model goes on under the present one, with the rest of its address.</summary>
    private void FollowRename(string? name)
    {
        if (name is not null && Urls.Renamed(Navigation.ToBaseRelativePath(Navigation.Uri), name) is { } address)
        {
            Navigation.NavigateTo(address, replace: true);
        }
    }

    /// <summary>Calls back on the page's own dispatcher with what concerns it and was committed, whoever did it; a burst at once.</summary>
    protected void FollowEach(Func<Changed, bool> concerns, Func<IReadOnlyList<Changed>, Task> onChanged) =>
        FollowCommits(commit => commit.Changes.Any(concerns), commits => onChanged([.. commits.SelectMany(commit => commit.Changes).Where(concerns)]));

    /// <summary>The same, for what reads everything again.</summary>
    protected void Follow(Func<Changed, bool> concerns, Func<Task> onChanged) => FollowCommits(commit => commit.Changes.Any(concerns), _ => onChanged());

    /// <summary>The same, by whole transactions.</summary>
    protected void FollowCommits(Func<Commit, bool> concerns, Func<IReadOnlyList<Commit>, Task> onChanged) =>
        _subscriptions.Add(Changes.Follow(commit => !Closed.IsCancellationRequested && concerns(commit), commits => InvokeAsync(async () =>
        {
            if (Closed.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await onChanged(commits);
                StateHasChanged();
            }
            catch (Exception e) when (e is not ObjectDisposedException)
            {
                await DispatchExceptionAsync(e);
            }
        })));

    protected override void Dispose(bool disposing)
    {
        _subscriptions.ForEach(subscription => subscription.Dispose());
        base.Dispose(disposing);
        _loading?.Dispose();
    }
}

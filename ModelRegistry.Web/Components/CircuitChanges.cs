using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components;

/// <summary>
/// The one subscription of an open browser tab to what is committed, for all that it shows. Changes come in bursts: the first is told at once, and
/// what happens while the tab reloads, and a moment longer, is told together. Nothing is drawn by whoever commits: they do not wait for readers.
/// </summary>
public sealed class CircuitChanges : IDisposable
{
    /// <summary>Between two looks at the database of one part.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<Follower> _followers = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly IDisposable _subscription;
    private readonly TimeProvider _time;
    private bool _telling;
    private long _people;

    public CircuitChanges(ChangeFeed feed, TimeProvider time)
    {
        _time = time;
        _subscription = feed.SubscribeToCommits(Take);
    }

    /// <summary>Another number whenever people or sessions changed, before that is acknowledged to whoever did it.</summary>
    public long People => Volatile.Read(ref _people);

    /// <summary>Ends when all that was committed so far is shown.</summary>
    internal Task Telling { get; private set; } = Task.CompletedTask;

    /// <summary>Calls back with the commits that concern somebody, all of a burst at once.</summary>
    public IDisposable Follow(Func<Commit, bool> concerns, Func<IReadOnlyList<Commit>, Task> tell)
    {
        var follower = new Follower(this, concerns, tell);
        lock (_gate)
        {
            _followers.Add(follower);
        }

        return follower;
    }

    public void Dispose()
    {
        _subscription.Dispose();
        lock (_gate)
        {
            _followers.Clear();
        }

        _closed.Cancel();
        _closed.Dispose();
    }

    private void Take(Commit commit)
    {
        if (commit.Changes.Any(ConcernsPeople))
        {
            Interlocked.Increment(ref _people);
        }

        lock (_gate)
        {
            var concerned = false;
            foreach (var follower in _followers)
            {
                if (follower.Concerns(commit))
                {
                    follower.Waiting.Add(commit);
                    concerned = true;
                }
            }

            if (!concerned || _telling)
            {
                return;
            }

            _telling = true;
        }

        Telling = Task.Run(TellAsync);
    }

    private async Task TellAsync()
    {
        while (NextBurst() is { Count: > 0 } burst)
        {
            try
            {
                await Task.WhenAll(burst.Select(part => part.Tell(part.Commits)));
                await Task.Delay(Rest, _time, _closed.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the tab was closed
            }
        }
    }

    private List<(Func<IReadOnlyList<Commit>, Task> Tell, IReadOnlyList<Commit> Commits)> NextBurst()
    {
        lock (_gate)
        {
            List<(Func<IReadOnlyList<Commit>, Task>, IReadOnlyList<Commit>)> burst = [];
            foreach (var follower in _followers.Where(follower => follower.Waiting.Count > 0))
            {
                burst.Add((follower.Tell, [.. follower.Waiting]));
                follower.Waiting.Clear();
            }

            _telling = burst.Count > 0;
            return burst;
        }
    }

    private static bool ConcernsPeople(Changed changed) =>
        changed.Event is AccountEvent || changed.Event is SignedOut;

    private sealed class Follower(CircuitChanges circuit, Func<Commit, bool> concerns, Func<IReadOnlyList<Commit>, Task> tell) : IDisposable
    {
        public List<Commit> Waiting { get; } = [];

        public bool Concerns(Commit commit) => concerns(commit);

        public Task Tell(IReadOnlyList<Commit> commits) => tell(commits);

        public void Dispose()
        {
            lock (circuit._gate)
            {
                circuit._followers.Remove(this);
            }
        }
    }
}

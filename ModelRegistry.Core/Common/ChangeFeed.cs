using System.Collections.Concurrent;

namespace ModelRegistry.Core.Common;

/// <summary>What was just committed, for open pages: they reload what they show. Never the only carrier of a fact.</summary>
public sealed record Changed(RegistryEvent Event)
{
    public Guid? ModelId => Event.Model?.Id;

    public string? Model => Event.Model?.Name;

    public int? Version => Event.Version;
}

/// <summary>What one transaction changed, and whom it sent a notification.</summary>
public sealed record Commit(IReadOnlyList<Changed> Changes, IReadOnlySet<Guid> Notified);

/// <summary>Tells open pages of this process that something was committed. Subscribers must be quick and must not throw.</summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<Subscription, Action<Commit>> _subscribers = new();

    /// <summary>Each change by itself.</summary>
    public IDisposable Subscribe(Action<Changed> onChanged) => SubscribeToCommits(commit =>
    {
        foreach (var changed in commit.Changes)
        {
            onChanged(changed);
        }
    });

    /// <summary>All changes of a transaction at once. Called before the change is acknowledged to whoever made it.</summary>
    public IDisposable SubscribeToCommits(Action<Commit> onCommit)
    {
        var subscription = new Subscription(this);
        _subscribers[subscription] = onCommit;
        return subscription;
    }

    internal void Publish(IEnumerable<RegistryEvent> events, IReadOnlySet<Guid>? notified = null)
    {
        var commit = new Commit([.. events.Select(happened => new Changed(happened))], notified ?? new HashSet<Guid>());
        foreach (var subscriber in _subscribers)
        {
            subscriber.Value(commit);
        }
    }

    private sealed class Subscription(ChangeFeed feed) : IDisposable
    {
        public void Dispose() => feed._subscribers.TryRemove(this, out _);
    }
}

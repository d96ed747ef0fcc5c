using System.Collections.Concurrent;

namespace ModelRegistry.Core.Common;

/// <summary>What was just committed, for open pages: they reload what they show. Never the only carrier of a fact.</summary>
public sealed record Changed(RegistryEvent Event)
{
    public Guid? ModelId => Event.Model?.Id;

    public string? Model => Event.Model?.Name;

    public int? Version => Event.Version;

    /// <summary>The recorded name of the event; empty for what is not recorded.</summary>
    public string Action => EventKind.TryOf(Event.GetType(), out var kind) ? kind.Name : "";
}

/// <summary>Tells open pages of this process that something was committed. Subscribers must be quick and must not throw.</summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<Subscription, Action<Changed>> _subscribers = new();

    public IDisposable Subscribe(Action<Changed> onChanged)
    {
        var subscription = new Subscription(this);
        _subscribers[subscription] = onChanged;
        return subscription;
    }

    internal void Publish(IEnumerable<RegistryEvent> events)
    {
        foreach (var changed in events.Select(happened => new Changed(happened)))
        {
            foreach (var subscriber in _subscribers.Values)
            {
                subscriber(changed);
            }
        }
    }

    private sealed class Subscription(ChangeFeed feed) : IDisposable
    {
        public void Dispose() => feed._subscribers.TryRemove(this, out _);
    }
}

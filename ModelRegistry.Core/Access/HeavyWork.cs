using System.Collections.Concurrent;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// Calls that read whole files or the whole trail: of one person only so many go on at once (rule 22), so that others do not feel them. Whoever sends
/// more is told, and loses nothing: the same call works when one has ended.
/// </summary>
public sealed class HeavyWork
{
    public const int MostAtOnce = 2;

    private readonly ConcurrentDictionary<Guid, int> _underWay = new();

    /// <summary>To be disposed when the work is done.</summary>
    public IDisposable Begin(Actor actor)
    {
        if (actor.UserId is not { } person)
        {
            return new Ended(() => { });
        }

        if (_underWay.AddOrUpdate(person, 1, (_, count) => count + 1) > MostAtOnce)
        {
            End(person);
            throw new RegistryException(RefusalKind.TooMany, "too_many_at_once",
                $"{MostAtOnce} of your calls that read whole files or the whole trail are under way. Wait until one has ended.");
        }

        return new Ended(() => End(person));
    }

    private void End(Guid person)
    {
        if (_underWay.AddOrUpdate(person, 0, (_, count) => count - 1) == 0)
        {
            _underWay.TryRemove(new(person, 0));
        }
    }

    private sealed class Ended(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}

using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ModelRegistry.Web.Hosting;

/// <summary>
/// Gives back the memory of open tabs when they have gone. Nothing holds on to them, but a server on which nothing happens allocates nothing,
/// so that no collection would come by itself; and what was collected stays with the process unless it is asked to return it.
/// </summary>
internal sealed class CircuitMemory(TimeProvider time, Action<bool> collect) : CircuitHandler, IDisposable
{
    /// <summary>People close and reload many tabs at once: one collection for all of them.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private int _open;
    private int _gone;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _open);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _open);
        lock (_gate)
        {
            if (_gone++ == 0)
            {
                _timer ??= time.CreateTimer(_ => GiveBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(Wait, Timeout.InfiniteTimeSpan);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>All at once, with a pause, where more has gone than is still looked at; else beside the work, for those who come next.</summary>
    public static void Collect(bool all)
    {
        if (all)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        else
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void GiveBack()
    {
        int gone;
        lock (_gate)
        {
            (gone, _gone) = (_gone, 0);
        }

        collect(gone > Volatile.Read(ref _open));
    }
}

using Microsoft.AspNetCore.Components.Server.Circuits;

namespace ModelRegistry.Tests.Support;

/// <summary>How many circuits the server has given up: a test waits for it instead of for time to pass.</summary>
internal sealed class ClosedCircuits : CircuitHandler
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }
}

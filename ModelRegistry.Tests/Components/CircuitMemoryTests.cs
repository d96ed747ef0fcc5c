using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Components;

public sealed class CircuitMemoryTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<bool> _collected = [];

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 2, true)]
    [InlineData(4, 2, false)]
    [InlineData(9, 1, false)]
    public async Task When_tabs_have_gone_their_memory_is_given_back_once_for_all_of_them(int opened, int closed, bool all)
    {
        using var memory = await OpenAsync(opened);

        await CloseAsync(memory, closed);
        Assert.Empty(_collected);
        _clock.Advance(CircuitMemory.Wait);

        Assert.Equal([all], _collected);
    }

    [Fact]
    public async Task Those_that_go_later_are_given_back_later_and_nothing_comes_of_nothing()
    {
        using var memory = await OpenAsync(2);
        await CloseAsync(memory, 1);
        _clock.Advance(CircuitMemory.Wait);

        await CloseAsync(memory, 1);
        _clock.Advance(CircuitMemory.Wait);
        _clock.Advance(10 * CircuitMemory.Wait);

        Assert.Equal([false, true], _collected);
    }

    private async Task<CircuitMemory> OpenAsync(int count)
    {
        var memory = new CircuitMemory(_clock, _collected.Add);
        for (var i = 0; i < count; i++)
        {
            await memory.OnCircuitOpenedAsync(null!, default);
        }

        return memory;
    }

    private static async Task CloseAsync(CircuitMemory memory, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await memory.OnCircuitClosedAsync(null!, default);
        }
    }
}

using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Web.Jobs;

namespace ModelRegistry.Tests.Jobs;

public sealed class FirstAnswerTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task What_can_wait_waits_until_the_first_answer_was_given()
    {
        var first = new FirstAnswer(_clock);
        var waiting = first.WaitAsync(default);
        Assert.False(waiting.IsCompleted);

        first.Given();

        await waiting;
        await first.WaitAsync(default);
    }

    [Fact]
    public async Task Where_nobody_asks_it_begins_all_the_same_and_ends_with_the_server()
    {
        using var stopping = new CancellationTokenSource();
        var first = new FirstAnswer(_clock);
        var (waiting, stopped) = (first.WaitAsync(default), first.WaitAsync(stopping.Token));

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        _clock.Advance(FirstAnswer.Longest);

        await waiting;
    }
}

using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Web.Components;

namespace ModelRegistry.Tests.Components;

/// <summary>A tab is told of what others do in bursts: the first change at once, and what follows together.</summary>
public sealed class CircuitChangesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RestingClock _clock = new();
    private readonly ChangeFeed _feed = new();
    private readonly System.Threading.Channels.Channel<int> _told = System.Threading.Channels.Channel.CreateUnbounded<int>();

    [Fact]
    public async Task What_comes_within_a_quarter_of_a_second_after_a_change_is_told_together()
    {
        using var changes = new CircuitChanges(_feed, _clock);
        using var follower = changes.Follow(_ => true, commits =>
        {
            _told.Writer.TryWrite(commits.Count);
            return Task.CompletedTask;
        });
        Commit();
        Assert.Equal(1, await NextAsync());
        Assert.True(await _clock.Rests.WaitAsync(Patience), "The tab does not rest after it was told.");

        Commit();
        Commit();
        Commit();
        _clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(_told.Reader.TryRead(out _));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, await NextAsync());
    }

    [Fact]
    public async Task What_comes_long_after_is_told_at_once_again()
    {
        using var changes = new CircuitChanges(_feed, _clock);
        using var follower = changes.Follow(_ => true, commits =>
        {
            _told.Writer.TryWrite(commits.Count);
            return Task.CompletedTask;
        });
        for (var change = 0; change < 3; change++)
        {
            Commit();
            Assert.Equal(1, await NextAsync());
            Assert.True(await _clock.Rests.WaitAsync(Patience), "The tab does not rest after it was told.");
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await changes.Telling.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task What_concerns_nobody_is_told_to_nobody()
    {
        using var changes = new CircuitChanges(_feed, _clock);
        using var follower = changes.Follow(commit => commit.Changes.Any(changed => changed.Model == "other"), commits =>
        {
            _told.Writer.TryWrite(commits.Count);
            return Task.CompletedTask;
        });
        Commit();
        Commit("other");

        Assert.Equal(1, await NextAsync());
    }

    private void Commit(string model = "fraud") => _feed.Publish([new ModelDeleted(new ModelRef(Guid.Empty, model), "For a test.")]);

    private Task<int> NextAsync() => _told.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>A clock that says when somebody began to wait for it.</summary>
    private sealed class RestingClock : FakeTimeProvider
    {
        public SemaphoreSlim Rests { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Rests.Release();
            return timer;
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

/// <summary>Who guesses waits for who does not.</summary>
public sealed class HashingLanesTests
{
    private const string Wrong = "not the four words";

    [Fact]
    public async Task Whoever_had_no_failures_goes_first()
    {
        var lanes = new HashingLanes(places: 1, mostWaiting: 10);
        var order = new List<string>();
        var first = await lanes.EnterAsync(suspect: true, default);
        Task[] waiting = [RunAsync("guess 1", true), RunAsync("guess 2", true), RunAsync("calm 1", false), RunAsync("calm 2", false)];

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["calm 1", "calm 2", "guess 1", "guess 2"], order);

        async Task RunAsync(string who, bool suspect)
        {
            using var place = await lanes.EnterAsync(suspect, default);
            order.Add(who); // one at a time
        }
    }

    [Fact]
    public async Task A_full_lane_refuses_and_leaves_the_other_open()
    {
        var lanes = new HashingLanes(places: 2, mostWaiting: 1);
        IDisposable[] inside = [await lanes.EnterAsync(true, default), await lanes.EnterAsync(true, default)];
        var waiting = lanes.EnterAsync(true, default);

        await Refused.ByAsync("sign_in_busy", () => lanes.EnterAsync(true, default));
        var calm = lanes.EnterAsync(false, default);
        inside[0].Dispose();
        inside[0].Dispose();

        (await calm).Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task Whoever_goes_away_while_waiting_takes_no_place_with_them()
    {
        var lanes = new HashingLanes(places: 1, mostWaiting: 10);
        using var cancel = new CancellationTokenSource();
        var first = await lanes.EnterAsync(false, default);
        var gone = lanes.EnterAsync(false, cancel.Token);
        var next = lanes.EnterAsync(true, default);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        first.Dispose();

        (await next).Dispose();
        (await lanes.EnterAsync(true, default)).Dispose();
    }

    [Theory]
    [InlineData("someone@example.test", "10.0.0.9", true)]
    [InlineData("other@example.test", "10.0.0.1", true)]
    [InlineData("other@example.test", "::ffff:10.0.0.1", true)]
    [InlineData("other@example.test", "10.0.0.2", false)]
    public async Task A_failure_makes_its_account_and_its_address_suspect_for_a_while(string account, string address, bool expected)
    {
        var lanes = new HashingLanes(places: 1, mostWaiting: 10);
        await using var registry = await TestRegistry.StartAsync(change: services => services.AddSingleton(lanes));
        await registry.PersonAsync("someone", Roles.Viewer);
        await registry.PersonAsync("other", Roles.Viewer);
        await Refused.ByAsync("sign_in_failed", () => CheckAsync("Someone@Example.Test", Wrong, "10.0.0.1"));

        Assert.Equal(expected, await IsSuspectAsync());
        registry.Clock.Advance(RecentFailures.Lasts);
        Assert.False(await IsSuspectAsync());

        Task<Actor> CheckAsync(string email, string password, string from) =>
            registry.Get<Passwords>().CheckAsync(email, password, Door.Api, from, default);

        async Task<bool> IsSuspectAsync()
        {
            var place = await lanes.EnterAsync(false, default);
            var check = CheckAsync(account, Given.Password, address);
            await Until.HoldsAsync(() => lanes.Waiting(true) + lanes.Waiting(false) == 1, "the check waits for a place");
            var suspect = lanes.Waiting(true) == 1;
            place.Dispose();
            Assert.NotNull(await check);
            return suspect;
        }
    }

    [Fact]
    public async Task An_address_that_finds_no_place_waits_behind_others_from_then_on()
    {
        var lanes = new HashingLanes(places: 1, mostWaiting: 0);
        await using var registry = await TestRegistry.StartAsync(change: services => services.AddSingleton(lanes));
        using var place = await lanes.EnterAsync(false, default);

        await Refused.ByAsync("sign_in_busy", () => registry.Get<Passwords>().CheckAsync("a@example.test", Wrong, Door.Api, "10.0.0.7", default));

        Assert.True(registry.Get<RecentFailures>().IsSuspect("B@EXAMPLE.TEST", "10.0.0.7"));
        Assert.False(registry.Get<RecentFailures>().IsSuspect("A@EXAMPLE.TEST", "10.0.0.8"));
    }

    [Fact]
    public async Task The_right_password_clears_the_account_and_not_the_address()
    {
        await using var registry = await TestRegistry.StartAsync();
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        var (passwords, failures) = (registry.Get<Passwords>(), registry.Get<RecentFailures>());
        await Refused.ByAsync("sign_in_failed", () => passwords.CheckAsync(person.Name, Wrong, Door.Api, "10.0.0.1", default));

        await passwords.CheckAsync(person.Name, Given.Password, Door.Api, "10.0.0.2", default);

        Assert.False(failures.IsSuspect(person.Name.ToUpperInvariant(), "10.0.0.2"));
        Assert.True(failures.IsSuspect(person.Name.ToUpperInvariant(), "10.0.0.1"));
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void An_IPv6_network_counts_as_one_address(string one, string other, bool same) =>
        Assert.Equal(same, RecentFailures.NetworkOf(one) == RecentFailures.NetworkOf(other));
}

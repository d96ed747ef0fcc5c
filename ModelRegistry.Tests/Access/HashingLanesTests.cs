using System.Globalization;
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
        var first = await lanes.EnterAsync(HashingLane.Suspect, default);
        Task[] waiting = [
            RunAsync("guess 1", HashingLane.Suspect), RunAsync("guess 2", HashingLane.Suspect), RunAsync("calm 1", HashingLane.Calm),
            RunAsync("calm 2", HashingLane.Calm), RunAsync("familiar", HashingLane.Familiar)];

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["familiar", "calm 1", "calm 2", "guess 1", "guess 2"], order);

        async Task RunAsync(string who, HashingLane lane)
        {
            using var place = await lanes.EnterAsync(lane, default);
            order.Add(who); // one at a time
        }
    }

    [Fact]
    public async Task A_full_lane_refuses_and_leaves_the_other_open()
    {
        var lanes = new HashingLanes(places: 2, mostWaiting: 1);
        IDisposable[] inside = [await lanes.EnterAsync(HashingLane.Suspect, default), await lanes.EnterAsync(HashingLane.Suspect, default)];
        var waiting = lanes.EnterAsync(HashingLane.Suspect, default);

        await Refused.ByAsync("sign_in_busy", () => lanes.EnterAsync(HashingLane.Suspect, default));
        var calm = lanes.EnterAsync(HashingLane.Calm, default);
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
        var first = await lanes.EnterAsync(HashingLane.Calm, default);
        var gone = lanes.EnterAsync(HashingLane.Calm, cancel.Token);
        var next = lanes.EnterAsync(HashingLane.Suspect, default);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        first.Dispose();

        (await next).Dispose();
        (await lanes.EnterAsync(HashingLane.Suspect, default)).Dispose();
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
            var place = await lanes.EnterAsync(HashingLane.Calm, default);
            var check = CheckAsync(account, Given.Password, address);
            await Until.HoldsAsync(() => Enum.GetValues<HashingLane>().Sum(lanes.Waiting) == 1, "the check waits for a place");
            var suspect = lanes.Waiting(HashingLane.Suspect) == 1;
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
        using var place = await lanes.EnterAsync(HashingLane.Calm, default);

        await Refused.ByAsync("sign_in_busy", () => registry.Get<Passwords>().CheckAsync("a@example.test", Wrong, Door.Api, "10.0.0.7", default));

        Assert.Equal(HashingLane.Suspect, registry.Get<RecentFailures>().LaneOf("B@EXAMPLE.TEST", "10.0.0.7"));
        Assert.Equal(HashingLane.Calm, registry.Get<RecentFailures>().LaneOf("A@EXAMPLE.TEST", "10.0.0.8"));
    }

    [Fact]
    public async Task The_right_password_clears_the_account_and_not_the_address()
    {
        await using var registry = await TestRegistry.StartAsync();
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        var (passwords, failures) = (registry.Get<Passwords>(), registry.Get<RecentFailures>());
        await Refused.ByAsync("sign_in_failed", () => passwords.CheckAsync(person.Name, Wrong, Door.Api, "10.0.0.1", default));

        await passwords.CheckAsync(person.Name, Given.Password, Door.Api, "10.0.0.2", default);

        Assert.Equal(HashingLane.Calm, failures.LaneOf(person.Name.ToUpperInvariant(), "10.0.0.3"));
        Assert.Equal(HashingLane.Suspect, failures.LaneOf(person.Name.ToUpperInvariant(), "10.0.0.1"));
    }

    [Fact]
    public async Task Whoever_was_let_in_from_an_address_goes_first_there_while_others_guess_at_the_account_or_from_the_address()
    {
        await using var registry = await TestRegistry.StartAsync();
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        var (passwords, failures, account) = (registry.Get<Passwords>(), registry.Get<RecentFailures>(), person.Name.ToUpperInvariant());
        await passwords.CheckAsync(person.Name, Given.Password, Door.Api, "10.0.0.2", default);

        await Refused.ByAsync("sign_in_failed", () => passwords.CheckAsync(person.Name, Wrong, Door.Api, "10.0.0.1", default));

        Assert.Equal(HashingLane.Familiar, failures.LaneOf(account, "10.0.0.2"));
        Assert.Equal(HashingLane.Suspect, failures.LaneOf(account, "10.0.0.3"));
        failures.Count("OTHER@EXAMPLE.TEST", "10.0.0.2");
        Assert.Equal(HashingLane.Suspect, failures.LaneOf(account, "10.0.0.2"));
        await passwords.CheckAsync(person.Name, Given.Password, Door.Api, "10.0.0.2", default);
        Assert.Equal(HashingLane.Familiar, failures.LaneOf(account, "10.0.0.2"));
        Assert.Equal(HashingLane.Suspect, failures.LaneOf("OTHER@EXAMPLE.TEST", "10.0.0.2"));
        registry.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(HashingLane.Calm, failures.LaneOf(account, "10.0.0.2"));
    }

    [Fact]
    public async Task A_check_stands_behind_everything_else_that_the_cores_have_to_do()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var (mine, hashing) = (NiceOfThisThread(), await new HashingLanes(places: 1, mostWaiting: 1).RunAsync(HashingLane.Calm, NiceOfThisThread, default));

        Assert.Equal(Math.Max(mine, 10), hashing);

        // The nineteenth word; the second, the name of the thread, may have blanks in it.
        static int NiceOfThisThread() => int.Parse(
            File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[16], CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task New_passwords_are_hashed_in_a_place_and_while_nobody_holds_up_other_changes()
    {
        var lanes = new HashingLanes(places: 1, mostWaiting: 10);
        await using var registry = await TestRegistry.StartAsync(change: services => services.AddSingleton(lanes));
        var (people, passwords) = (registry.Get<People>(), registry.Get<Passwords>());
        var invited = await people.CreateAsync(new NewUser("invited@example.test"), Actor.System, default);
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        foreach (var act in new Func<Task>[]
        {
            () => people.CreateAsync(new NewUser("new@example.test", Password: Given.Password), Actor.System, default),
            () => passwords.AcceptInvitationAsync(invited.Invitation!, Given.Password, null, default),
        })
        {
            var place = await lanes.EnterAsync(HashingLane.Calm, default);
            var acting = act();
            await Until.HoldsAsync(() => lanes.Waiting(HashingLane.Calm) == 1, "the new password waits for a place");
            await people.EditAsync(person.UserId!.Value, new UserEdit(DisplayName: $"{acting.Id}"), Actor.System, default); // a change beside it
            Assert.False(acting.IsCompleted);
            place.Dispose();
            await acting;
        }
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    public void An_IPv6_network_counts_as_one_address(string one, string other, bool same) =>
        Assert.Equal(same, RecentFailures.NetworkOf(one) == RecentFailures.NetworkOf(other));
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

public sealed class SessionsTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private Sessions Sessions => staff.Get<Sessions>();

    [Fact]
    public async Task A_session_speaks_for_its_person_with_the_roles_of_now()
    {
        var person = await PersonAsync("roles");
        var session = await Sessions.StartAsync(person, default);
        Assert.Equal([Roles.Viewer], (await SpeaksForAsync(session))!.Roles);

        await staff.Get<People>().SetRolesAsync(person.UserId!.Value, [Roles.Operator], staff.Admin, default);

        Assert.Equal([Roles.Operator], (await SpeaksForAsync(session))!.Roles);
    }

    [Fact]
    public async Task An_ended_session_is_dead_and_only_its_person_ends_it()
    {
        var session = await Sessions.StartAsync(staff.Viewer, default);
        await Sessions.EndAsync(session, staff.Admin, default);
        Assert.NotNull(await SpeaksForAsync(session));

        await Sessions.EndAsync(session, staff.Viewer, default);
        await Sessions.EndAsync(session, staff.Viewer, default);

        Assert.Null(await SpeaksForAsync(session));
        Assert.Null(await SpeaksForAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_session_ends_by_itself_after_its_lifetime()
    {
        await using var registry = await TestRegistry.StartAsync();
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        var session = await registry.Get<Sessions>().StartAsync(person, default);

        registry.Clock.Advance(Sessions.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await registry.Get<Sessions>().ActorAsync(session, Door.Browser, null, default));
        registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await registry.Get<Sessions>().ActorAsync(session, Door.Browser, null, default));
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions_for_good()
    {
        var person = await PersonAsync("disabled");
        var session = await Sessions.StartAsync(person, default);

        await staff.Get<People>().EditAsync(person.UserId!.Value, new UserEdit(Disabled: true), staff.Admin, default);
        Assert.Null(await SpeaksForAsync(session));
        await staff.Get<People>().EditAsync(person.UserId!.Value, new UserEdit(Disabled: false), staff.Admin, default);
        Assert.Null(await SpeaksForAsync(session));
    }

    [Fact]
    public async Task A_session_of_a_disabled_account_speaks_for_nobody_even_if_it_was_not_ended()
    {
        var person = await PersonAsync("overlooked");
        var session = await Sessions.StartAsync(person, default);
        await using (var db = staff.Registry.OpenDatabase())
        {
            await db.Users.Where(user => user.Id == person.UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.DisabledAt, staff.Registry.Clock.GetUtcNow()));
        }

        Assert.Null(await SpeaksForAsync(session));
    }

    [Fact]
    public async Task One_sees_where_one_is_signed_in_and_signs_out_there()
    {
        var person = await PersonAsync("several");
        var here = await Sessions.StartAsync(person with { Address = "10.0.0.1", Way = SignInWay.Authenticator }, default, "Firefox on Linux");
        var phone = await Sessions.StartAsync(person with { Address = "10.0.0.2" }, default, new string('x', 300));
        var foreign = await Sessions.StartAsync(staff.Viewer, default);
        var me = (await SpeaksForAsync(here))!;

        var listed = await Sessions.ListAsync(me, default);

        Assert.Equal(2, listed.Count);
        var mine = Assert.Single(listed.Newest, session => session.Current);
        Assert.Equal((here, SignInWay.Authenticator, "10.0.0.1", "Firefox on Linux"), (mine.Id, mine.Way, mine.Address, mine.Device));
        Assert.Equal(UserSession.DeviceMaxLength, listed.Newest.Single(session => session.Id == phone).Device!.Length);
        await Sessions.EndOtherAsync(foreign, me, default);
        await Sessions.EndOtherAsync(phone, me, default);
        Assert.Equal((true, false, true), (await IsOpenAsync(here), await IsOpenAsync(phone), await IsOpenAsync(foreign)));
        var third = await Sessions.StartAsync(person, default);
        await Sessions.EndOthersAsync(me, default);
        Assert.Equal((true, false), (await IsOpenAsync(here), await IsOpenAsync(third)));
        await Refused.ByAsync("scope_missing", async () =>
            await Sessions.ListAsync(await staff.Registry.ByTokenAsync(staff.Viewer, Scopes.Read), default));
    }

    [Fact]
    public async Task An_admin_signs_somebody_out_everywhere()
    {
        var person = await PersonAsync("elsewhere");
        var session = await Sessions.StartAsync(person, default);
        await Refused.ByAsync("role_missing", () => Sessions.EndAllOfAsync(person.UserId!.Value, person, default));
        await Refused.ByAsync("user_not_found", () => Sessions.EndAllOfAsync(Guid.NewGuid(), staff.Admin, default));

        await Sessions.EndAllOfAsync(person.UserId!.Value, staff.Admin, default);

        Assert.False(await IsOpenAsync(session));
        Assert.Equal("admin@example.test signed elsewhere@example.test out of 1 browser",
            ModelRegistry.Core.RegistrySentences.Of((await staff.EventsAsync()).First(entry => entry.Action == "user.sessions_ended")).Text);
    }

    [Fact]
    public async Task When_a_browser_was_last_there_is_kept_to_a_few_minutes()
    {
        await using var registry = await TestRegistry.StartAsync();
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        var sessions = registry.Get<Sessions>();
        var id = await sessions.StartAsync(person, default);
        var began = registry.Clock.GetUtcNow();

        Assert.Equal(began, await SeenAfterAsync(TimeSpan.FromMinutes(4)));
        Assert.Equal(began + TimeSpan.FromMinutes(6), await SeenAfterAsync(TimeSpan.FromMinutes(2)));

        async Task<DateTimeOffset?> SeenAfterAsync(TimeSpan passed)
        {
            registry.Clock.Advance(passed);
            var me = (await sessions.ActorAsync(id, Door.Browser, null, default))!;
            await sessions.WriteSeenAsync(default);
            return Assert.Single((await sessions.ListAsync(me, default)).Newest).SeenAt;
        }
    }

    private async Task<bool> IsOpenAsync(Guid session) => await SpeaksForAsync(session) is not null;

    private Task<Actor?> SpeaksForAsync(Guid session) => Sessions.ActorAsync(session, Door.Browser, null, default);

    private async Task<Actor> PersonAsync(string name)
    {
        var user = (await staff.Get<People>().CreateAsync(new NewUser($"{name}@example.test", Roles: [Roles.Viewer]), staff.Admin, default)).User;
        return new Actor(user.Id, user.Email, Door.Browser, new HashSet<string> { Roles.Viewer });
    }
}

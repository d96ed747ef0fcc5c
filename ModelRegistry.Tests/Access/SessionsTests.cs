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

    private Task<Actor?> SpeaksForAsync(Guid session) => Sessions.ActorAsync(session, Door.Browser, null, default);

    private async Task<Actor> PersonAsync(string name)
    {
        var user = (await staff.Get<People>().CreateAsync(new NewUser($"{name}@example.test", Roles: [Roles.Viewer]), staff.Admin, default)).User;
        return new Actor(user.Id, user.Email, Door.Browser, new HashSet<string> { Roles.Viewer });
    }
}

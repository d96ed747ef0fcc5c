using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Providers;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Providers;

public sealed class ProviderSignInTests : IAsyncLifetime
{
    private static readonly ProviderRules Corp = new("corp", "Corp",
    [
        new(null, [Roles.Viewer], []), new("engineers", [Roles.DataScientist, Roles.Operator], ["Risk", "not there"]), new("admins", [Roles.Admin], []),
    ]);

    private TestRegistry _registry = null!;
    private Actor _admin = null!;

    private ProviderSignIn SignIns => _registry.Get<ProviderSignIn>();

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        await _registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("risk"), _admin, default);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task What_groups_bring_comes_and_goes_with_them()
    {
        var ann = await SignInAsync("ann", "engineers", "strangers");
        Assert.Equal([Roles.DataScientist, Roles.Operator, Roles.Viewer], ann.Roles.Order());
        Assert.Equal([ann.Name], (await TeamAsync()).Members);

        ann = await SignInAsync("ann");
        Assert.Equal([Roles.Viewer], ann.Roles);
        Assert.Empty((await TeamAsync()).Members);

        var changes = (await EventsAsync()).Where(entry => entry.Event is ProviderRightsChanged or UserRolesChanged or TeamEdited).Take(3).ToList();
        Assert.Equal(["login.rights_changed", "team.edited", "user.roles_changed"], changes.Select(entry => entry.Action).Order());
        Assert.All(changes, entry => Assert.Equal("provider corp", entry.Actor));
    }

    [Fact]
    public async Task What_was_given_here_stays()
    {
        var ann = await SignInAsync("ann");
        await _registry.Get<People>().SetRolesAsync(ann.UserId!.Value, [Roles.Viewer, Roles.Operator, Roles.Auditor], _admin, default);
        await _registry.Get<TeamWorkflow>().EditAsync("risk", new TeamEdit(Join: [ann.Name]), _admin, default);

        await SignInAsync("ann", "engineers");
        ann = await SignInAsync("ann");

        Assert.Equal([Roles.Auditor, Roles.Operator, Roles.Viewer], ann.Roles.Order());
        Assert.Equal([ann.Name], (await TeamAsync()).Members);
    }

    [Fact]
    public async Task What_an_admin_took_comes_back_with_the_group()
    {
        var ann = await SignInAsync("ann", "engineers");
        await _registry.Get<People>().SetRolesAsync(ann.UserId!.Value, [Roles.Viewer], _admin, default);

        Assert.Contains(Roles.Operator, (await SignInAsync("ann", "engineers")).Roles);
        Assert.Equal([Roles.Viewer], (await SignInAsync("ann")).Roles);
    }

    [Fact]
    public async Task A_role_that_was_taken_here_and_whose_group_goes_changes_nothing_but_what_is_remembered()
    {
        var ann = await SignInAsync("ann", "engineers");
        await _registry.Get<People>().SetRolesAsync(ann.UserId!.Value, [Roles.Viewer], _admin, default);

        Assert.Equal([Roles.Viewer], (await SignInAsync("ann")).Roles);
    }

    [Fact]
    public async Task Unknown_groups_take_nothing_away()
    {
        await SignInAsync("ann", "engineers");

        var ann = await SignInAsync(Known("ann") with { Groups = null });

        Assert.Equal([Roles.DataScientist, Roles.Operator, Roles.Viewer], ann.Roles.Order());
        Assert.Equal([ann.Name], (await TeamAsync()).Members);
    }

    [Fact]
    public async Task Nothing_new_is_no_event_but_the_first_time()
    {
        await SignInAsync("ann", "engineers");
        var before = (await EventsAsync()).Count;

        await SignInAsync("ann", "engineers");

        Assert.Equal(before, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task The_last_admin_who_can_sign_in_keeps_the_role()
    {
        var ann = await SignInAsync("ann", "admins");
        await _registry.Get<People>().EditAsync(_admin.UserId!.Value, new UserEdit(Disabled: true), ann, default);

        Assert.Contains(Roles.Admin, (await SignInAsync("ann")).Roles);

        await _registry.Get<People>().EditAsync(_admin.UserId!.Value, new UserEdit(Disabled: false), ann, default);
        Assert.DoesNotContain(Roles.Admin, (await SignInAsync("ann")).Roles);
    }

    [Fact]
    public async Task Another_issuer_under_the_same_name_opens_no_account()
    {
        await SignInAsync("ann");

        await Refused.ByAsync("email_taken", () => SignInAsync(Known("ann") with { Issuer = "https://another.example.test" }));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, null)]
    public async Task An_address_of_an_account_is_refused_unless_it_is_verified_and_an_admin_says_so(bool links, bool? verified)
    {
        var rules = Corp with { LinkVerifiedEmail = links };

        await Refused.ByAsync("email_taken", () => SignIns.SignInAsync(rules, Known("admin") with { EmailVerified = verified }, null, default));

        Assert.Empty(await _registry.Get<LoginQueries>().ListAsync(_admin, default));
    }

    [Fact]
    public async Task A_verified_address_opens_an_invited_account_where_an_admin_says_so_and_the_invitation_is_spent()
    {
        var invited = await _registry.Get<People>().CreateAsync(new NewUser("cam@example.test", Roles: [Roles.Reviewer]), _admin, default);

        var cam = await SignIns.SignInAsync(Corp with { LinkVerifiedEmail = true }, Known("cam") with { EmailVerified = true }, null, default);

        Assert.Equal((invited.User.Id, "cam@example.test"), (cam.UserId!.Value, cam.Name));
        Assert.Equal([Roles.Reviewer, Roles.Viewer], cam.Roles.Order());
        Assert.Null(await _registry.Get<Passwords>().InvitedAsync(invited.Invitation!, default));
    }

    [Fact]
    public async Task The_id_of_the_directory_opens_the_account_that_it_made()
    {
        var made = await _registry.Get<ProvisioningWorkflow>().CreatePersonAsync(new PersonWish("ann@example.test", ExternalId: "oid-1"), _admin, default);

        await Refused.ByAsync("email_taken", () => SignInAsync(Known("ann") with { ExternalId = "oid-2" }));
        var ann = await SignInAsync(Known("ann") with { Email = "ann.new@example.test", ExternalId = "oid-1" });

        Assert.Equal((made.Id, "ann@example.test"), (ann.UserId!.Value, ann.Name));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("invitation")]
    [InlineData("provider")]
    public async Task The_id_of_the_directory_opens_no_account_that_somebody_can_sign_in_to(string otherwise)
    {
        var id = otherwise == "provider" ? (await SignInAsync("ann")).UserId!.Value
            : (await _registry.Get<People>().CreateAsync(
                new NewUser("ann@example.test", Password: otherwise == "password" ? Given.Password : null), _admin, default)).User.Id;
        await _registry.Get<ProvisioningWorkflow>().ChangePersonAsync(id, new PersonWish(ExternalId: "oid-1"), _admin, default);

        await Refused.ByAsync("email_taken", () => SignInAsync(Known("another") with { Email = "ann@example.test", ExternalId = "oid-1" }));
        Assert.NotEqual(id, (await SignInAsync(Known("another") with { ExternalId = "oid-1" })).UserId);
    }

    [Fact]
    public async Task Neither_a_disabled_account_nor_a_service_account_is_opened()
    {
        var ann = await SignInAsync("ann");
        await _registry.Get<People>().EditAsync(ann.UserId!.Value, new UserEdit(Disabled: true), _admin, default);
        await _registry.Get<People>().CreateAsync(new NewUser("bot@example.test", Responsible: _admin.Name), _admin, default);
        var rules = Corp with { LinkVerifiedEmail = true };

        await Refused.ByAsync("account_disabled", () => SignInAsync("ann", "engineers"));
        await Refused.ByAsync("service_account", () => SignIns.SignInAsync(rules, Known("bot") with { EmailVerified = true }, null, default));
    }

    [Fact]
    public async Task The_first_account_of_a_registry_is_made_by_its_own_link()
    {
        await using var empty = await TestRegistry.StartAsync();

        await Refused.ByAsync("not_set_up", () => empty.Get<ProviderSignIn>().SignInAsync(Corp, Known("ann"), null, default));
    }

    [Fact]
    public async Task An_identity_opens_one_account_and_an_account_keeps_a_way_in()
    {
        var logins = _registry.Get<LoginWorkflow>();
        var ann = await SignInAsync("ann", "engineers");
        var mine = Assert.Single(await _registry.Get<LoginQueries>().ListAsync(ann, default));

        await Refused.ByAsync("login_taken", () => logins.LinkAsync(Corp, Known("ann"), _admin, default));
        await Refused.ByAsync("provider_connected", () => logins.LinkAsync(Corp, Known("bob"), ann, default));
        await Refused.ByAsync("last_way_in", () => logins.UnlinkAsync(mine.Id, ann, default));
        await Refused.ByAsync("login_not_found", () => logins.UnlinkAsync(mine.Id, _admin, default));

        await logins.LinkAsync(Corp with { Name = "second" }, Known("ann"), ann, default);
        await logins.UnlinkAsync(mine.Id, ann, default);
        Assert.Empty((await TeamAsync()).Members);
    }

    [Fact]
    public async Task Where_passwords_are_switched_off_they_open_no_door_but_for_the_one_admin()
    {
        var settings = await TestDatabases.TakeAsync(Directory.CreateTempSubdirectory("registry-test-").FullName);
        await using var registry = await TestRegistry.StartAsync(settings with { LocalAccounts = new LocalAccounts("Glass@example.test") });
        var (people, passwords) = (registry.Get<People>(), registry.Get<Passwords>());
        await Refused.ByAsync("local_accounts_off", () => people.CreateFirstAsync(new NewUser("ann@example.test", Password: Given.Password), default));
        await people.CreateFirstAsync(new NewUser("glass@example.test", Password: Given.Password), default);

        await Refused.ByAsync("local_accounts_off", () => registry.PersonAsync("bob", Roles.Viewer));
        var cam = await people.CreateAsync(new NewUser("cam@example.test"), Actor.System, default);
        await Refused.ByAsync("local_accounts_off", () => people.EditAsync(cam.User.Id, new UserEdit(Reset: true), Actor.System, default));
        await using (var db = registry.OpenDatabase())
        {
            var hash = await db.Users.Where(user => user.Email == "glass@example.test").Select(user => user.PasswordHash).SingleAsync();
            await db.Users.Where(user => user.Id == cam.User.Id).ExecuteUpdateAsync(set => set.SetProperty(user => user.PasswordHash, hash));
        }

        Assert.Null(cam.Invitation);
        Assert.Equal("glass@example.test", (await passwords.CheckAsync("glass@example.test", Given.Password, Door.Api, null, default)).Name);
        await Refused.ByAsync("sign_in_failed", () => passwords.CheckAsync("cam@example.test", Given.Password, Door.Api, null, default));
    }

    private static KnownPerson Known(string name, params string[] groups) =>
        new("https://login.example.test", name, $"{name}@example.test", null, name, groups);

    private Task<Actor> SignInAsync(string name, params string[] groups) => SignInAsync(Known(name, groups));

    private Task<Actor> SignInAsync(KnownPerson person) => SignIns.SignInAsync(Corp, person, "::1", default);

    private Task<TeamView> TeamAsync() => _registry.Get<TeamQueries>().GetAsync("risk", _admin, default);

    private async Task<IReadOnlyList<AuditEntry>> EventsAsync() =>
        (await _registry.Get<AuditQueries>().ListAsync(new AuditSearch(PageSize: PageToken.MaxSize), _admin, default)).Items;
}

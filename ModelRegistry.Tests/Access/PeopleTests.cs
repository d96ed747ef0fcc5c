using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

public sealed class PeopleTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _admin = null!;

    private People People => _registry.Get<People>();

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task An_address_has_one_account_however_it_is_written()
    {
        var refusal = await Refused.ByAsync("email_taken", () => People.CreateAsync(new NewUser(" ADMIN@Example.TEST "), _admin, default));

        Assert.Equal((RefusalKind.Conflict, "email"), (refusal.Kind, refusal.Field));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("someone")]
    [InlineData("@example.test")]
    [InlineData("someone@")]
    [InlineData("some one@example.test")]
    [InlineData("a@b@example.test")]
    [InlineData("some:one@example.test")]
    [InlineData("<script>@example.test")]
    public async Task What_is_no_address_is_refused(string? email) =>
        Assert.Equal("email", (await Assert.ThrowsAsync<RegistryException>(() => People.CreateAsync(new NewUser(email!), _admin, default))).Field);

    [Fact]
    public async Task Unknown_roles_are_refused_and_change_nothing()
    {
        var user = (await People.CreateAsync(new NewUser("someone@example.test", Roles: [Roles.Viewer]), _admin, default)).User;

        await Refused.ByAsync("role_unknown", () => People.SetRolesAsync(user.Id, [Roles.Viewer, "viewer"], _admin, default));
        await Refused.ByAsync("role_unknown", () => People.SetRolesAsync(user.Id, [null!], _admin, default));
        await Refused.ByAsync("field_required", () => People.SetRolesAsync(user.Id, null!, _admin, default));
        await Refused.ByAsync("role_unknown", () => People.CreateAsync(new NewUser("another@example.test", Roles: ["Root"]), _admin, default));
        await Refused.ByAsync("user_not_found", () => People.SetRolesAsync(Guid.NewGuid(), [Roles.Viewer], _admin, default));

        Assert.Equal(["Admin", "Viewer"], (await People.ListAsync(null, null, _admin, default)).Items.SelectMany(found => found.Roles));
    }

    [Fact]
    public async Task The_last_admin_who_can_sign_in_stays()
    {
        var invited = await People.CreateAsync(new NewUser("invited@example.test", Roles: [Roles.Admin]), _admin, default);
        var id = _admin.UserId!.Value;

        Assert.Equal(RefusalKind.Conflict, (await Refused.ByAsync("last_admin", () => People.SetRolesAsync(id, [Roles.Viewer], _admin, default))).Kind);
        await Refused.ByAsync("last_admin", () => People.EditAsync(id, new UserEdit(Disabled: true), _admin, default));
        await Refused.ByAsync("last_admin", () => People.EditAsync(id, new UserEdit(Reset: true), _admin, default));

        await _registry.Get<Passwords>().AcceptInvitationAsync(invited.Invitation!, Given.Password, null, default);
        Assert.False((await People.EditAsync(id, new UserEdit(Disabled: true), _admin, default)).User.Active);
        await Refused.ByAsync("last_admin", () => People.SetRolesAsync(invited.User.Id, [], Actor.System, default));
    }

    [Fact]
    public async Task Two_admins_who_remove_each_other_at_once_leave_one()
    {
        var other = await _registry.PersonAsync("other", Roles.Admin);

        var outcomes = await Task.WhenAll(
            new[] { _admin, other }.Select(target =>
            Task.Run(() => Record.ExceptionAsync(() => People.SetRolesAsync(target.UserId!.Value, [], Actor.System, default)))));

        Assert.Equal("last_admin", Assert.IsType<RegistryException>(Assert.Single(outcomes, outcome => outcome is not null)).Code);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_leaves_no_event()
    {
        var edited = await People.EditAsync(_admin.UserId!.Value, new UserEdit(DisplayName: "admin", Disabled: false), _admin, default);

        Assert.True(edited.User.Active);
        Assert.DoesNotContain(await EventsAsync(), audit => audit == "user.edited");
    }

    [Fact]
    public async Task An_invitation_is_taken_once()
    {
        var invited = await People.CreateAsync(new NewUser("someone@example.test"), _admin, default);
        Assert.True(invited.User.Invited);
        await Refused.ByAsync("password_length", () => _registry.Get<Passwords>().AcceptInvitationAsync(invited.Invitation!, "short", null, default));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            Record.ExceptionAsync(() => _registry.Get<Passwords>().AcceptInvitationAsync(invited.Invitation!, Given.Password, null, default)))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<RegistryException>(), refusal => Assert.Equal("invitation_not_found", refusal.Code));
        Assert.False((await People.ListAsync(null, null, _admin, default)).Items.Single(user => user.Id == invited.User.Id).Invited);
    }

    [Fact]
    public async Task An_invitation_expires_after_seven_days_and_dies_with_the_account()
    {
        var late = await People.CreateAsync(new NewUser("late@example.test"), _admin, default);
        _registry.Clock.Advance(TimeSpan.FromDays(7));
        var disabled = await People.CreateAsync(new NewUser("disabled@example.test"), _admin, default);
        await People.EditAsync(disabled.User.Id, new UserEdit(Disabled: true), _admin, default);

        foreach (var secret in new[] { late.Invitation!, disabled.Invitation!, "guess", "" })
        {
            await Refused.ByAsync("invitation_not_found", () => _registry.Get<Passwords>().AcceptInvitationAsync(secret, Given.Password, null, default));
        }
    }

    [Fact]
    public async Task A_reset_ends_sessions_and_the_old_password_and_makes_a_new_invitation()
    {
        var person = await _registry.PersonAsync("someone", Roles.Viewer);
        var session = await _registry.Get<Sessions>().StartAsync(person, default);

        var reset = await People.EditAsync(person.UserId!.Value, new UserEdit(Reset: true), _admin, default);

        Assert.Null(await _registry.Get<Sessions>().ActorAsync(session, Door.Browser, null, default));
        await Refused.ByAsync("sign_in_failed", () => _registry.Get<Passwords>().CheckAsync(person.Name, Given.Password, Door.Browser, null, default));
        Assert.Equal(person.Name, await _registry.Get<Passwords>().AcceptInvitationAsync(reset.Invitation!, Given.Password, null, default));
    }

    [Fact]
    public async Task The_first_account_is_made_once_and_needs_a_password()
    {
        await using var empty = await TestRegistry.StartAsync();
        var people = empty.Get<People>();
        await Refused.ByAsync("field_required", () => people.CreateFirstAsync(new NewUser("first@example.test"), default));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() =>
            Record.ExceptionAsync(() => people.CreateFirstAsync(new NewUser($"first{i}@example.test", Password: Given.Password), default)))));

        Assert.Single(outcomes, outcome => outcome is null);
        var only = Assert.Single((await people.ListAsync(null, null, Actor.System, default)).Items);
        Assert.Equal([Roles.Admin, Roles.DataScientist, Roles.Operator, Roles.Reviewer], only.Roles);
    }

    private async Task<IReadOnlyList<string>> EventsAsync()
    {
        await using var db = _registry.OpenDatabase();
        return [.. db.AuditEvents.Select(audit => audit.Action)];
    }

    [Fact]
    public async Task A_service_account_has_a_person_who_answers_for_it()
    {
        var made = (await People.CreateAsync(new NewUser("ci@example.test", Roles: [Roles.DataScientist], Responsible: " ADMIN@example.test "), _admin,
            default)).User;
        var renamed = (await People.EditAsync(made.Id, new UserEdit("Build server"), _admin, default)).User;
        var listed = (await People.ListAsync(null, null, _admin, default)).Items.ToDictionary(user => user.Email, user => user.Responsible);
        var alone = (await People.EditAsync(made.Id, new UserEdit(Responsible: ""), _admin, default)).User;

        Assert.Equal((_admin.Name, _admin.Name, null), (made.Responsible, renamed.Responsible, alone.Responsible));
        Assert.Equal((_admin.Name, null), (listed["ci@example.test"], listed[_admin.Name]));
    }

    [Theory]
    [InlineData(Roles.Reviewer)]
    [InlineData(Roles.Emergency)]
    [InlineData(Roles.Admin)]
    public async Task A_service_account_has_no_role_by_which_people_decide(string role)
    {
        var ci = (await People.CreateAsync(new NewUser("ci@example.test", Roles: [Roles.DataScientist], Responsible: _admin.Name), _admin, default)).User;
        var person = await _registry.PersonAsync("person", role);

        var refusal = await Refused.ByAsync("service_account_role", () => People.SetRolesAsync(ci.Id, [role], _admin, default));
        await Refused.ByAsync("service_account_role", () =>
            People.CreateAsync(new NewUser("new@example.test", Roles: [role], Responsible: _admin.Name), _admin, default));
        await Refused.ByAsync("service_account_role", () => People.EditAsync(person.UserId!.Value, new UserEdit(Responsible: _admin.Name), _admin, default));

        Assert.Equal((RefusalKind.Invalid, "roles"), (refusal.Kind, refusal.Field));
    }

    [Fact]
    public async Task A_service_account_has_no_password_and_no_invitation()
    {
        var made = await People.CreateAsync(new NewUser("ci@example.test", Responsible: _admin.Name), _admin, default);
        var person = await _registry.PersonAsync("person", Roles.DataScientist);
        var session = await _registry.Get<Sessions>().StartAsync(person, default);

        await Refused.ByAsync("service_account_password", () =>
            People.CreateAsync(new NewUser("new@example.test", Password: "correct horse battery staple", Responsible: _admin.Name), _admin, default));
        await Refused.ByAsync("service_account_password", () => People.EditAsync(made.User.Id, new UserEdit(Reset: true), _admin, default));
        await People.EditAsync(person.UserId!.Value, new UserEdit(Responsible: _admin.Name), _admin, default);

        Assert.Equal((null, false), (made.Invitation, made.User.Invited));
        await using var db = _registry.OpenDatabase();
        Assert.All(db.Users.Where(user => user.ResponsibleId != null), user => Assert.Equal((null, null), (user.PasswordHash, user.InvitationHash)));
        Assert.Null(await _registry.Get<Sessions>().ActorAsync(session, Door.Browser, null, default));
    }

    [Fact]
    public async Task Its_token_is_made_by_who_answers_for_it_or_by_an_admin()
    {
        var person = await _registry.PersonAsync("person", Roles.DataScientist);
        var stranger = await _registry.PersonAsync("stranger", Roles.DataScientist);
        await People.CreateAsync(new NewUser("ci@example.test", Roles: [Roles.DataScientist], Responsible: person.Name), _admin, default);
        var tokens = _registry.Get<AccessTokens>();
        var wanted = new NewToken("nightly", [Scopes.Read], Account: " CI@example.test");

        var made = await tokens.CreateAsync(wanted, person, default);
        await tokens.CreateAsync(wanted, _admin, default);
        var refusal = await Refused.ByAsync("account_unknown", () => tokens.CreateAsync(wanted, stranger, default));
        await Refused.ByAsync("account_unknown", () => tokens.CreateAsync(wanted with { Account = stranger.Name }, _admin, default));

        Assert.Equal("account", refusal.Field);
        Assert.Equal("ci@example.test", (await _registry.Get<TokenActors>().ActorAsync(made.Token, Door.Api, null, default))!.Name);
        Assert.Equal(["ci@example.test", "ci@example.test"],
            (await tokens.ListAsync(new TokenSearch(), person, default)).Items.Select(token => token.Owner));
        await Refused.ByAsync("token_not_found", () => tokens.RevokeAsync(made.Id, null, stranger, default));
        await tokens.RevokeAsync(made.Id, null, person, default);
    }

    [Fact]
    public async Task Who_answers_for_an_account_is_an_active_person_and_not_the_account_itself()
    {
        var ci = (await People.CreateAsync(new NewUser("ci@example.test"), _admin, default)).User;
        var gone = await _registry.PersonAsync("gone", Roles.Viewer);
        await People.EditAsync(gone.UserId!.Value, new UserEdit(Disabled: true), _admin, default);

        await Refused.ByAsync("responsible_unknown", () => People.EditAsync(ci.Id, new UserEdit(Responsible: "nobody@example.test"), _admin, default));
        await Refused.ByAsync("responsible_unknown", () => People.EditAsync(ci.Id, new UserEdit(Responsible: gone.Name), _admin, default));
        await Refused.ByAsync("responsible_unknown", () =>
            People.CreateAsync(new NewUser("new@example.test", Responsible: "new@example.test"), _admin, default));
        var refusal = await Refused.ByAsync("responsible_self", () => People.EditAsync(ci.Id, new UserEdit(Responsible: "CI@example.test"), _admin, default));

        Assert.Equal((RefusalKind.Invalid, "responsible"), (refusal.Kind, refusal.Field));
    }

    [Fact]
    public async Task Nobody_answers_for_somebody_who_answers_for_another()
    {
        var ci = (await People.CreateAsync(new NewUser("ci@example.test", Responsible: _admin.Name), _admin, default)).User;
        var person = await _registry.PersonAsync("person", Roles.Viewer);

        await Refused.ByAsync("responsible_chain", () => People.CreateAsync(new NewUser("nightly@example.test", Responsible: ci.Email), _admin, default));
        await Refused.ByAsync("responsible_chain", () => People.EditAsync(person.UserId!.Value, new UserEdit(Responsible: ci.Email), _admin, default));
        await Refused.ByAsync("responsible_chain", () => People.EditAsync(_admin.UserId!.Value, new UserEdit(Responsible: person.Name), _admin, default));
    }
}

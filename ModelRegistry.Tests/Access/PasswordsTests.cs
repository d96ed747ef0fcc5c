using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

public sealed class PasswordsTests : IAsyncLifetime
{
    private const string Wrong = "not the four words";

    private TestRegistry _registry = null!;
    private Actor _admin = null!;
    private Actor _person = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        _person = await _registry.PersonAsync("someone", Roles.Viewer, Roles.Operator);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_password_that_is_changed_while_it_is_checked_lets_nobody_in()
    {
        var hasher = new Interrupted();
        await using var registry = await TestRegistry.StartAsync(change: services => services.AddSingleton<IPasswordHasher<RegistryUser>>(hasher));
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        hasher.Meanwhile = () =>
        {
            using var db = registry.OpenDatabase();
            db.Users.ExecuteUpdate(set => set.SetProperty(user => user.PasswordHash, "another"));
        };

        await Refused.ByAsync("sign_in_failed", () => registry.Get<Passwords>().CheckAsync(person.Name, Given.Password, Door.Api, null, default));
    }

    [Fact]
    public async Task The_right_password_gives_the_person_with_the_roles_of_now()
    {
        await _registry.Get<People>().SetRolesAsync(_person.UserId!.Value, [Roles.Reviewer], _admin, default);

        var actor = await SignInAsync(" SOMEONE@Example.test ", Given.Password);

        Assert.Equal((_person.UserId, _person.Name, Door.Browser, "::1"), (actor.UserId, actor.Name, actor.Door, actor.Address));
        Assert.Equal([Roles.Reviewer], actor.Roles);
    }

    [Fact]
    public async Task Unknown_mistyped_locked_disabled_and_invited_are_refused_in_the_same_words()
    {
        var disabled = await _registry.PersonAsync("disabled", Roles.Viewer);
        await _registry.Get<People>().EditAsync(disabled.UserId!.Value, new UserEdit(Disabled: true), _admin, default);
        await _registry.Get<People>().CreateAsync(new NewUser("invited@example.test"), _admin, default);
        var locked = await _registry.PersonAsync("locked", Roles.Viewer);
        await FailAsync(locked.Name, Passwords.FailuresToLock);

        var refusals = new List<RegistryException>();
        foreach (var (email, password) in new[]
        {
            ("nobody@example.test", Given.Password), (_person.Name, Wrong), (_person.Name, Given.Password + " "), (_person.Name, ""), (_person.Name, null),
            (disabled.Name, Given.Password), ("invited@example.test", ""), (locked.Name, Given.Password), (null, null), ("", ""),
        })
        {
            refusals.Add(await Assert.ThrowsAsync<RegistryException>(() => SignInAsync(email, password)));
        }

        Assert.All(refusals, refusal =>
            Assert.Equal((RefusalKind.NotAuthenticated, "sign_in_failed", null, refusals[0].Message),
            (refusal.Kind, refusal.Code, refusal.Field, refusal.Message)));
    }

    [Fact]
    public async Task Five_failures_lock_the_account_for_five_minutes_also_for_the_right_password()
    {
        await FailAsync(_person.Name, 5);
        await Refused.ByAsync("sign_in_failed", () => SignInAsync(_person.Name, Given.Password));

        _registry.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        await Refused.ByAsync("sign_in_failed", () => SignInAsync(_person.Name, Given.Password));

        _registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(_person.UserId, (await SignInAsync(_person.Name, Given.Password)).UserId);
    }

    [Fact]
    public async Task Four_failures_and_a_success_start_the_count_again()
    {
        await FailAsync(_person.Name, 4);
        await SignInAsync(_person.Name, Given.Password);
        await FailAsync(_person.Name, 4);

        Assert.Equal(_person.UserId, (await SignInAsync(_person.Name, Given.Password)).UserId);
    }

    [Fact]
    public async Task A_change_of_password_needs_the_present_one_and_ends_every_other_session()
    {
        var sessions = _registry.Get<Sessions>();
        var (mine, other) = (await sessions.StartAsync(_person, default), await sessions.StartAsync(_person, default));
        var passwords = _registry.Get<Passwords>();
        await Refused.ByAsync("sign_in_failed", () => passwords.ChangeAsync(_person, mine, Wrong, "five more quiet words", default));
        await Refused.ByAsync("password_guessable", () => passwords.ChangeAsync(_person, mine, Given.Password, "someone@example.test", default));
        Assert.NotNull(await sessions.ActorAsync(other, Door.Browser, null, default));

        await passwords.ChangeAsync(_person, mine, Given.Password, "five more quiet words", default);

        Assert.NotNull(await sessions.ActorAsync(mine, Door.Browser, null, default));
        Assert.Null(await sessions.ActorAsync(other, Door.Browser, null, default));
        await Refused.ByAsync("sign_in_failed", () => SignInAsync(_person.Name, Given.Password));
        Assert.Equal(_person.UserId, (await SignInAsync(_person.Name, "five more quiet words")).UserId);
    }

    [Fact]
    public async Task A_token_cannot_change_the_password_of_its_owner()
    {
        var token = _person with { Token = new TokenGrant(Guid.NewGuid(), Scopes.All.ToHashSet(), null) };

        await Refused.ByAsync("scope_missing", () => _registry.Get<Passwords>().ChangeAsync(token, null, Given.Password, "five more quiet words", default));
    }

    private Task<Actor> SignInAsync(string? email, string? password) => _registry.Get<Passwords>().CheckAsync(email, password, Door.Browser, "::1", default);

    private async Task FailAsync(string email, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Refused.ByAsync("sign_in_failed", () => SignInAsync(email, Wrong));
        }
    }

    /// <summary>Something happens while a password is being checked.</summary>
    private sealed class Interrupted : IPasswordHasher<RegistryUser>
    {
        public Action Meanwhile { get; set; } = () => { };

        public string HashPassword(RegistryUser user, string password) => password;

        public PasswordVerificationResult VerifyHashedPassword(RegistryUser user, string hashedPassword, string providedPassword)
        {
            Meanwhile();
            return hashedPassword == providedPassword ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
        }
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Factors;

/// <summary>The authenticator app and its recovery codes, by a clock that the test moves.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _admin = null!;
    private Actor _person = null!;

    private Sessions Sessions => _registry.Get<Sessions>();

    private SecondFactorWorkflow Factors => _registry.Get<SecondFactorWorkflow>();

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        _person = await _registry.PersonAsync("someone", Roles.Viewer);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) // RFC 6238, appendix B
    {
        var key = Encoding.ASCII.GetBytes("12345678901234567890");

        Assert.Equal(code, AuthenticatorCode.Of(key, AuthenticatorCode.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));
        Assert.Equal(key, AuthenticatorCode.KeyOf("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
    }

    [Fact]
    public async Task Whoever_showed_the_password_alone_may_do_nothing()
    {
        await _registry.AModelAsync(await _registry.PersonAsync("scientist", Roles.DataScientist));
        var app = await Authenticator.OfAsync(_registry, _person);

        var first = await _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, Door.Browser, "::1", default);

        await Refused.ByAsync("second_factor_missing", () => Sessions.StartAsync(first, default));
        await Refused.ByAsync("second_factor_missing", () => _registry.Get<ModelQueries>().ListAsync(new ModelSearch(), first, default));
        await Refused.ByAsync("second_factor_missing", () =>
            _registry.Get<Passwords>().ChangeAsync(first, null, Given.Password, "five more quiet words", default));
        var both = await Authenticator.SignInAsync(_registry, _person, app.CodeAt(Now, 1));
        Assert.Single((await _registry.Get<ModelQueries>().ListAsync(new ModelSearch(), both, default)).Items);
        var session = await Sessions.StartAsync(both, default);
        Assert.Equal(SignInWay.Authenticator, (await ActorAsync(session))!.Way);
    }

    [Fact]
    public async Task The_code_of_now_and_its_neighbours_are_taken_and_no_other()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        foreach (var (steps, good) in new[] { (-2, false), (-1, true), (0, true), (1, true), (2, false) })
        {
            _registry.Clock.Advance(TimeSpan.FromMinutes(10));
            var code = app.CodeAt(Now, steps);

            Assert.True(good == await IsTakenAsync(code), $"{steps} steps from now");
        }
    }

    [Fact]
    public async Task No_code_works_twice_nor_one_before_it()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        Assert.False(await IsTakenAsync(app.CodeAt(Now))); // turned it on
        _registry.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await IsTakenAsync($" {app.CodeAt(Now)[..3]} {app.CodeAt(Now)[3..]} "));

        Assert.False(await IsTakenAsync(app.CodeAt(Now)));
        Assert.False(await IsTakenAsync(app.CodeAt(Now, -1)));
        Assert.True(await IsTakenAsync(app.CodeAt(Now, 1)));
    }

    [Fact]
    public async Task Of_many_who_show_one_code_at_once_one_comes_in()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        _registry.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, Door.Browser, "::1", default);

        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Record.ExceptionAsync(() =>
            _registry.Get<SecondSteps>().CheckAsync(first.UserId!.Value, first.PasswordStamp, app.CodeAt(Now), "::1", default)))));

        Assert.Single(tries, failure => failure is null);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_and_a_right_password_between_them_does_not_help()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        _registry.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var guess = 0; guess < Passwords.FailuresToLock; guess++)
        {
            Assert.False(await IsTakenAsync("000000")); // asks for the password each time
        }

        await Refused.ByAsync("sign_in_failed", () => IsTakenAsync(app.CodeAt(Now)));
        Assert.Contains(await EventsAsync(), entry => entry.Action == "user.locked");
        _registry.Clock.Advance(Passwords.LockTime);
        Assert.True(await IsTakenAsync(app.CodeAt(Now)));
    }

    [Fact]
    public async Task The_second_step_of_a_locked_account_is_refused_as_well()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        var first = await _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, Door.Browser, "::1", default);
        for (var guess = 0; guess < Passwords.FailuresToLock; guess++)
        {
            await Refused.ByAsync("sign_in_failed", () => _registry.Get<Passwords>().CheckAsync(_person.Name, "wrong", Door.Browser, "::1", default));
        }

        await Refused.ByAsync("code_wrong", () =>
            _registry.Get<SecondSteps>().CheckAsync(first.UserId!.Value, first.PasswordStamp, app.CodeAt(Now, 1), "::1", default));
    }

    [Fact]
    public async Task A_password_that_is_changed_between_the_steps_begins_anew()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        var first = await _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, Door.Browser, "::1", default);
        await _registry.Get<Passwords>().ChangeAsync(_person, null, Given.Password, "five more quiet words", default);

        await Refused.ByAsync("code_wrong", () =>
            _registry.Get<SecondSteps>().CheckAsync(first.UserId!.Value, first.PasswordStamp, app.CodeAt(Now, 1), "::1", default));
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_its_person_hears_of_it()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        Assert.Equal(SecondFactorWorkflow.RecoveryCodes, app.RecoveryCodes.Distinct().Count());
        Assert.All(app.RecoveryCodes, code => Assert.Matches("^([A-Z2-9]{6}-){3}[A-Z2-9]{6}$", code));
        var typed = app.RecoveryCodes[3].Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant();

        var signedIn = await Authenticator.SignInAsync(_registry, _person, typed);

        Assert.Equal(SignInWay.RecoveryCode, signedIn.Way);
        Assert.False(await IsTakenAsync(app.RecoveryCodes[3]));
        Assert.Equal(9, (await _registry.Get<SecondFactorQueries>().MineAsync(_person, default)).RecoveryCodes);
        Assert.Contains(await EventsAsync(), entry => entry.Action == "user.recovery_code_used");
        Assert.StartsWith("One of your recovery codes was used to sign in; 9 are left.", await NoticeAsync(_person), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_recovery_codes_take_the_place_of_the_former_ones()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        await Refused.ByAsync("proof_wrong", () => Factors.RenewRecoveryCodesAsync("not the password", _person, default));

        var fresh = await Factors.RenewRecoveryCodesAsync(Given.Password, _person, default);

        Assert.False(await IsTakenAsync(app.RecoveryCodes[0]));
        Assert.True(await IsTakenAsync(fresh[0]));
    }

    [Fact]
    public async Task The_database_holds_the_key_encrypted_and_recovery_codes_as_hashes()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        await using var db = _registry.OpenDatabase();
        var kept = await db.UserTokens.ToDictionaryAsync(token => token.Name, token => token.Value!);

        Assert.Equal(["AuthenticatorKey", "RecoveryCodes"], kept.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_registry.Secrets.Protect(app.Key), kept["AuthenticatorKey"]);
        Assert.All(kept["RecoveryCodes"].Split(';'), hash => Assert.Equal(Sha256Hex.Length, hash.Length));
        Assert.Equal(10, kept["RecoveryCodes"].Split(';').Distinct().Count());
    }

    [Fact]
    public async Task Where_the_keys_are_lost_a_recovery_code_helps_and_no_code_of_the_app()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        _registry.Secrets.Lost = true;

        Assert.False(await IsTakenAsync(app.CodeAt(Now, 1)));
        Assert.True(await IsTakenAsync(app.RecoveryCodes[0]));
    }

    [Fact]
    public async Task Turning_it_on_takes_the_password_and_a_code_of_the_key_and_ends_the_other_sessions()
    {
        var (mine, other) = (await Sessions.StartAsync(_person, default), await Sessions.StartAsync(_person, default));
        var me = (await ActorAsync(mine))!;
        var key = SecondFactorWorkflow.NewKey(me).Key;
        var code = Authenticator.CodeOf(key, Now);
        await Refused.ByAsync("proof_wrong", () => Factors.TurnOnAsync(new NewAuthenticator(key, code, "not the password"), me, default));
        await Refused.ByAsync("code_wrong", () => Factors.TurnOnAsync(new NewAuthenticator(key, "12 34", Given.Password), me, default));
        await Refused.ByAsync("code_wrong", () =>
            Factors.TurnOnAsync(new NewAuthenticator(key, Authenticator.CodeOf(key, Now, 2), Given.Password), me, default));
        await Refused.ByAsync("key_invalid", () => Factors.TurnOnAsync(new NewAuthenticator("GEZDGNBV", code, Given.Password), me, default));
        await Refused.ByAsync("scope_missing", async () => await Factors.TurnOnAsync(new NewAuthenticator(key, code, Given.Password),
            await _registry.ByTokenAsync(_person, Scopes.All.ToArray()), default));
        Assert.NotNull(await ActorAsync(other));

        await Factors.TurnOnAsync(new NewAuthenticator(key, code, Given.Password), me, default);

        Assert.Null(await ActorAsync(other));
        Assert.Equal(SignInWay.Authenticator, (await ActorAsync(mine))!.Way);
    }

    [Fact]
    public async Task Another_app_takes_the_place_of_the_first()
    {
        var first = await Authenticator.OfAsync(_registry, _person);
        _registry.Clock.Advance(TimeSpan.FromMinutes(1));

        var second = await Authenticator.OfAsync(_registry, _person);

        Assert.False(await IsTakenAsync(first.CodeAt(Now, 1)));
        Assert.False(await IsTakenAsync(first.RecoveryCodes[0]));
        Assert.True(await IsTakenAsync(second.CodeAt(Now, 1)));
        Assert.Equal(2, (await EventsAsync()).Count(entry => entry.Action == "user.second_factor_on"));
    }

    [Fact]
    public async Task It_is_turned_off_by_a_code_or_the_password_and_leaves_nothing()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        var other = await Sessions.StartAsync(_person, default);
        await Refused.ByAsync("proof_wrong", () => Factors.TurnOffAsync(app.CodeAt(Now), _person, default)); // used

        await Factors.TurnOffAsync(app.CodeAt(Now, 1), _person, default);

        Assert.Null(await ActorAsync(other));
        await using var db = _registry.OpenDatabase();
        Assert.Empty(await db.UserTokens.ToListAsync());
        Assert.Equal(MissingFactor.None, (await _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, Door.Api, "::1", default)).Missing);
        await Refused.ByAsync("second_factor_off", () => Factors.TurnOffAsync(Given.Password, _person, default));
    }

    [Fact]
    public async Task Wrong_proofs_lock_the_account_as_wrong_passwords_do()
    {
        var app = await Authenticator.OfAsync(_registry, _person);
        for (var guess = 0; guess < Passwords.FailuresToLock; guess++)
        {
            await Refused.ByAsync("proof_wrong", () => Factors.TurnOffAsync("000000", _person, default));
        }

        await Refused.ByAsync("proof_wrong", () => Factors.TurnOffAsync(app.CodeAt(Now, 1), _person, default));
        await Refused.ByAsync("proof_wrong", () => Factors.TurnOffAsync(Given.Password, _person, default));
    }

    [Fact]
    public async Task A_script_is_refused_the_password_of_such_an_account_and_its_token_goes_on()
    {
        var token = (await _registry.Get<AccessTokens>().CreateAsync(new NewToken("ci", [Scopes.Read]), _person, default)).Token;
        await Authenticator.OfAsync(_registry, _person);

        foreach (var door in new[] { Door.Api, Door.Mlflow })
        {
            var refusal = await Refused.ByAsync(Passwords.SecondFactorByPassword, () =>
                _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, door, "::1", default));
            Assert.Contains("Send an access token instead", refusal.Message, StringComparison.Ordinal);
        }

        await Refused.ByAsync("sign_in_failed", () => _registry.Get<Passwords>().CheckAsync(_person.Name, "wrong", Door.Api, "::1", default));
        Assert.NotNull(await _registry.Get<TokenActors>().ActorAsync(token, Door.Api, "::1", default));
    }

    [Fact]
    public async Task An_admin_resets_the_factor_of_another_who_is_signed_out_and_told()
    {
        await Authenticator.OfAsync(_registry, _person);
        var session = await Sessions.StartAsync(_person, default);
        await Refused.ByAsync("role_missing", () => Factors.ResetAsync(_person.UserId!.Value, _person, default));
        await Refused.ByAsync("own_second_factor", () => Factors.ResetAsync(_admin.UserId!.Value, _admin, default));
        await Refused.ByAsync("second_factor_off", async () =>
            await Factors.ResetAsync((await _registry.PersonAsync("plain", Roles.Viewer)).UserId!.Value, _admin, default));
        await Refused.ByAsync("user_not_found", () => Factors.ResetAsync(Guid.NewGuid(), _admin, default));

        await Factors.ResetAsync(_person.UserId!.Value, _admin, default);

        Assert.Null(await ActorAsync(session));
        Assert.Equal("admin@example.test reset your second factor. Set up another one under Account, Security.", await NoticeAsync(_person));
        Assert.Equal("admin@example.test reset the second factor of someone@example.test",
            Said((await EventsAsync()).First(entry => entry.Action == "user.second_factor_reset")));
        await _registry.Get<Passwords>().CheckAsync(_person.Name, Given.Password, Door.Api, "::1", default);
    }

    [Fact]
    public async Task Whoever_holds_a_role_that_needs_one_sets_it_up_before_anything_else()
    {
        var owner = await _registry.PersonAsync("owner", Roles.DataScientist);
        var model = (await _registry.AModelAsync(owner)).Name;
        var before = await Sessions.StartAsync(owner, default);
        await Refused.ByAsync("role_missing", () => Factors.DemandAsync(new FactorRoles([Roles.DataScientist]), owner, default));
        await Refused.ByAsync("role_unknown", () => Factors.DemandAsync(new FactorRoles(["Root"]), _admin, default));

        await Factors.DemandAsync(new FactorRoles([Roles.DataScientist, Roles.Emergency]), _admin, default);

        Assert.Equal([Roles.DataScientist, Roles.Emergency], (await _registry.Get<SecondFactorQueries>().RolesAsync(_admin, default)).Roles);
        await Refused.ByAsync(Passwords.SecondFactorByPassword, () =>
            _registry.Get<Passwords>().CheckAsync(owner.Name, Given.Password, Door.Mlflow, "::1", default));
        var signedIn = await _registry.Get<Passwords>().CheckAsync(owner.Name, Given.Password, Door.Browser, "::1", default);
        var session = await Sessions.StartAsync(signedIn, default);
        foreach (var locked in new[] { (await ActorAsync(before))!, (await ActorAsync(session))! })
        {
            await Refused.ByAsync("second_factor_missing", () => _registry.Get<ModelQueries>().ListAsync(new ModelSearch(), locked, default));
            await Refused.ByAsync("second_factor_missing", () => _registry.Get<ModelQueries>().GetAsync(model, locked, default));
            await Refused.ByAsync("model_not_found", () => _registry.Get<ModelWorkflow>().EditAsync(model, new ModelEdit("mine"), locked, default));
            await Refused.ByAsync("second_factor_missing", () =>
                _registry.Get<AccessTokens>().CreateAsync(new NewToken("ci", [Scopes.Read]), locked, default));
            await Refused.ByAsync("second_factor_missing", () =>
                _registry.Get<Passwords>().ChangeAsync(locked, locked.Session, Given.Password, "five more quiet words", default));
        }

        var me = (await ActorAsync(session))!;
        Assert.Equal([Roles.DataScientist], (await _registry.Get<SecondFactorQueries>().MineAsync(me, default)).DemandedBy);
        await Authenticator.OfAsync(_registry, me);

        await _registry.Get<ModelQueries>().GetAsync(model, (await ActorAsync(session))!, default);
        await Refused.ByAsync("second_factor_demanded", async () => await Factors.TurnOffAsync(Given.Password, (await ActorAsync(session))!, default));
        await Factors.DemandAsync(new FactorRoles([]), _admin, default);
        await Factors.TurnOffAsync(Given.Password, (await ActorAsync(session))!, default);
    }

    private DateTimeOffset Now => _registry.Clock.GetUtcNow();

    private Task<Actor?> ActorAsync(Guid session) => Sessions.ActorAsync(session, Door.Browser, null, default);

    private async Task<bool> IsTakenAsync(string code)
    {
        try
        {
            await Authenticator.SignInAsync(_registry, _person, code);
            return true;
        }
        catch (RegistryException refusal) when (refusal.Code == "code_wrong")
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<AuditEntry>> EventsAsync() =>
        (await _registry.Get<AuditQueries>().ListAsync(new AuditSearch(PageSize: PageToken.MaxSize), Actor.System, default)).Items;

    private async Task<string> NoticeAsync(Actor person) => (await _registry.Get<NotificationQueries>().BellAsync(5, person, default)).Newest[0].Text;

    private static string Said(AuditEntry entry) => ModelRegistry.Core.RegistrySentences.Of(entry).Text;
}

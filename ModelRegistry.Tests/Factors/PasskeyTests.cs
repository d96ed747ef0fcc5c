using Microsoft.AspNetCore.Identity;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Factors;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Factors;

/// <summary>Whom a passkey lets in. What the browser answers is taken as right here; the journeys check that.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _admin = null!;
    private Actor _person = null!;

    private PasskeyWorkflow Passkeys => _registry.Get<PasskeyWorkflow>();

    private static UserPasskeyInfo Key => new([1], [2], DateTimeOffset.UnixEpoch, 1, ["internal"], true, false, false, [3], [4]);

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        _person = await _registry.PersonAsync("someone", Roles.Viewer);
        await Passkeys.AddAsync("laptop", _ => Task.FromResult<UserPasskeyInfo?>(Key), _person, default);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Whoever_shows_one_is_in_and_counts_as_having_shown_both_factors()
    {
        var signedIn = await SignInAsync();

        Assert.Equal((_person.UserId, SignInWay.Passkey, MissingFactor.None), (signedIn.UserId, signedIn.Way, signedIn.Missing));
    }

    [Fact]
    public async Task After_a_reset_by_an_admin_it_opens_nothing_and_is_gone()
    {
        var invited = await _registry.Get<People>().EditAsync(_person.UserId!.Value, new UserEdit(Reset: true), _admin, default);
        await Refused.ByAsync("passkey_refused", SignInAsync);

        await _registry.Get<Passwords>().AcceptInvitationAsync(invited.Invitation!, Given.Password, null, default);

        Assert.Empty(await _registry.Get<PasskeyQueries>().ListAsync(_person, default));
    }

    [Fact]
    public async Task Where_people_sign_in_through_a_provider_it_opens_nothing()
    {
        var elsewhere = new PasskeyWorkflow(_registry.Get<RegistryStore>(), _registry.Get<UserManagers>(), _registry.Get<SignInAttempts>(),
            _registry.Get<Presence>(), _registry.Settings with { LocalAccounts = new LocalAccounts("glass@example.test") });

        await Refused.ByAsync("passkey_refused", () => SignInAsync(elsewhere));
    }

    [Fact]
    public async Task An_account_has_a_bounded_number_of_them()
    {
        for (var more = 1; more < PasskeyWorkflow.Most; more++)
        {
            var next = new UserPasskeyInfo([1, (byte)more], [2], DateTimeOffset.UnixEpoch, 1, null, true, false, false, [3], [4]);
            await Passkeys.AddAsync("another", _ => Task.FromResult<UserPasskeyInfo?>(next), _person, default);
        }

        await Refused.ByAsync("too_many_passkeys", () => Passkeys.AddAsync("late", _ => Task.FromResult<UserPasskeyInfo?>(Key), _person, default));
    }

    private Task<Actor> SignInAsync() => SignInAsync(Passkeys);

    private Task<Actor> SignInAsync(PasskeyWorkflow passkeys) =>
        passkeys.SignInAsync(async manager => ((await manager.FindByIdAsync($"{_person.UserId}"))!, Key), "::1", default);
}

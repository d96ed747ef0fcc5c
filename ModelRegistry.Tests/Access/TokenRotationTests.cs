using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

/// <summary>A token is replaced by another, both good for a while; and who is reminded before one ends.</summary>
public sealed class TokenRotationTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _owner = null!;
    private Actor _admin = null!;

    private AccessTokens Tokens => _registry.Get<AccessTokens>();

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _owner = await _registry.PersonAsync("owner", Roles.DataScientist);
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Both_are_good_for_the_overlap_and_then_the_new_one_alone()
    {
        var old = await Tokens.CreateAsync(
            new NewToken("ci", [Scopes.Read], Networks: ["10.0.0.0/8"], ExpiresAt: _registry.Clock.GetUtcNow().AddDays(30)), _owner, default);
        _registry.Clock.Advance(TimeSpan.FromDays(10));

        var renewed = await Tokens.RotateAsync(old.Id, overlapHours: 2, _owner, default);

        Assert.Equal(("ci", _registry.Clock.GetUtcNow().AddDays(30)), (renewed.View.Name, renewed.View.ExpiresAt));
        Assert.Equal(["10.0.0.0/8"], renewed.View.Networks);
        var listed = (await Tokens.ListAsync(new TokenSearch(), _owner, default)).Items.Single(token => token.Id == old.Id);
        Assert.Equal((renewed.Id, _registry.Clock.GetUtcNow().AddHours(2)), (listed.ReplacedBy!.Value, listed.ExpiresAt));
        Assert.NotNull(await ActorAsync(old));
        Assert.NotNull(await ActorAsync(renewed));
        _registry.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await ActorAsync(old));
        Assert.NotNull(await ActorAsync(renewed));
    }

    [Fact]
    public async Task Without_an_overlap_the_old_one_ends_at_once_and_it_never_lives_longer_for_it()
    {
        var (first, second) = (await CreateAsync(TimeSpan.FromDays(30)), await CreateAsync(TimeSpan.FromHours(1)));

        await Tokens.RotateAsync(first.Id, overlapHours: 0, _owner, default);
        await Tokens.RotateAsync(second.Id, overlapHours: null, _owner, default);

        Assert.Null(await ActorAsync(first));
        _registry.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await ActorAsync(second));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(169)]
    [InlineData(int.MaxValue)]
    public async Task An_overlap_that_is_too_long_is_refused(int hours)
    {
        var token = await CreateAsync(TimeSpan.FromDays(30));

        Assert.Equal("overlapHours", (await Refused.ByAsync("overlap_invalid", () => Tokens.RotateAsync(token.Id, hours, _owner, default))).Field);
    }

    [Fact]
    public async Task What_has_ended_or_was_replaced_is_not_replaced_again()
    {
        var (revoked, replaced, expired) = (await CreateAsync(TimeSpan.FromDays(30)), await CreateAsync(TimeSpan.FromDays(30)),
            await CreateAsync(TimeSpan.FromMinutes(1)));
        await Tokens.RevokeAsync(revoked.Id, null, _owner, default);
        await Tokens.RotateAsync(replaced.Id, null, _owner, default);
        _registry.Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var token in new[] { revoked, replaced, expired })
        {
            await Refused.ByAsync("token_ended", () => Tokens.RotateAsync(token.Id, null, _owner, default));
        }
    }

    [Fact]
    public async Task Nobody_gets_the_secret_of_another_person_not_even_an_admin_but_of_a_service_account()
    {
        var people = _registry.Get<People>();
        var service = (await people.CreateAsync(new NewUser("ci@example.test", "CI", [Roles.Viewer], Responsible: _owner.Name), _admin, default)).User;
        var (mine, its) = (await CreateAsync(TimeSpan.FromDays(30)),
            await Tokens.CreateAsync(new NewToken("ci", [Scopes.Read], Account: service.Email), _owner, default));

        await Refused.ByAsync("token_not_found", () => Tokens.RotateAsync(mine.Id, null, _admin, default));
        var renewed = await Tokens.RotateAsync(its.Id, null, _owner, default);
        Assert.Equal(service.Id, (await ActorAsync(await Tokens.RotateAsync(renewed.Id, null, _admin, default)))!.UserId);
    }

    [Fact]
    public async Task Whose_it_is_hears_a_week_and_a_day_before_it_ends_once_each()
    {
        var token = await CreateAsync(TimeSpan.FromDays(30));
        await CreateAsync(TimeSpan.FromDays(5)); // less than a week when it was made: the day before alone

        Assert.Equal(0, await RemindedAsync());
        _registry.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await RemindedAsync());
        Assert.Equal(0, await RemindedAsync());
        _registry.Clock.Advance(TimeSpan.FromDays(19));
        Assert.Equal(1, await RemindedAsync());
        Assert.Equal(0, await RemindedAsync());
        _registry.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(1, await RemindedAsync());
        Assert.Equal(0, await RemindedAsync());
        _registry.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await RemindedAsync());

        Assert.Equal(3, (await NoticesAsync()).Count);
        Assert.Contains("expires within a day", (await NoticesAsync())[0].Text, StringComparison.Ordinal);
        Assert.Contains($"'{token.View.Name}'", (await NoticesAsync())[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_was_replaced_or_revoked_nobody_is_reminded_and_of_a_service_account_who_answers_for_it()
    {
        var service = (await _registry.Get<People>()
            .CreateAsync(new NewUser("ci@example.test", "CI", [Roles.Viewer], Responsible: _owner.Name), _admin, default)).User;
        await Tokens.CreateAsync(new NewToken("deploy", [Scopes.Read], Account: service.Email), _admin, default);
        var (revoked, replaced) = (await CreateAsync(TimeSpan.FromDays(90)), await CreateAsync(TimeSpan.FromDays(90)));
        _registry.Clock.Advance(TimeSpan.FromDays(82));
        await Tokens.RevokeAsync(revoked.Id, null, _owner, default);
        await Tokens.RotateAsync(replaced.Id, 168, _owner, default);
        _registry.Clock.Advance(TimeSpan.FromDays(1));

        await RemindedAsync();

        Assert.Contains("'deploy' of ci@example.test expires within a week", Assert.Single(await NoticesAsync()).Text, StringComparison.Ordinal);
    }

    private Task<CreatedToken> CreateAsync(TimeSpan lifetime) =>
        Tokens.CreateAsync(new NewToken("nightly", [Scopes.Read], ExpiresAt: _registry.Clock.GetUtcNow() + lifetime), _owner, default);

    private Task<Actor?> ActorAsync(CreatedToken token) => _registry.Get<TokenActors>().ActorAsync(token.Token, Door.Api, "10.1.1.1", default);

    private Task<int> RemindedAsync() => Tokens.RemindAsync(default);

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync() =>
        (await _registry.Get<NotificationQueries>().ListAsync(null, null, _owner, default)).Items;
}

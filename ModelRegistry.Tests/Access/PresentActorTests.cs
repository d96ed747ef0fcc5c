using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

/// <summary>Rule 14: what ended by itself while a call was under way counts no more when it changes something.</summary>
public sealed class PresentActorTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_token_that_expires_while_its_call_is_under_way_changes_nothing()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        var made = await registry.Get<AccessTokens>()
            .CreateAsync(new NewToken("ci", [Scopes.Register], ExpiresAt: registry.Clock.GetUtcNow() + Hour), scientist, default);
        var token = (await registry.Get<TokenActors>().ActorAsync(made.Token, Door.Api, null, default))!;
        registry.Clock.Advance(Hour - TimeSpan.FromMilliseconds(1));
        await registry.AModelAsync(token, "in time");

        registry.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await Refused.ByAsync("token_revoked", () => registry.AModelAsync(token, "too late"));
    }

    [Fact]
    public async Task A_session_that_expires_while_its_call_is_under_way_changes_nothing()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        var sessions = registry.Get<Sessions>();
        var signedIn = (await sessions.ActorAsync(await sessions.StartAsync(scientist, default), Door.Browser, null, default))!;
        registry.Clock.Advance(Sessions.Lifetime - TimeSpan.FromMilliseconds(1));
        await registry.AModelAsync(signedIn, "in time");

        registry.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await Refused.ByAsync("session_ended", () => registry.AModelAsync(signedIn, "too late"));
    }
}

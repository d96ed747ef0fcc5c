using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

public sealed class AccessTokensTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private AccessTokens Tokens => staff.Get<AccessTokens>();

    [Fact]
    public async Task A_token_speaks_for_its_owner_within_its_scopes()
    {
        var created = await CreateAsync(new NewToken("ci", [Scopes.Read, Scopes.Log, Scopes.Read]));

        var actor = await SpeaksForAsync(created.Token);

        Assert.Equal((staff.Scientist.UserId, staff.Scientist.Name), (actor!.UserId, actor.Name));
        Assert.Equal([Scopes.Log, Scopes.Read], actor.Token!.Scopes.Order());
        await Refused.ByAsync("scope_missing", () => staff.Registry.AModelAsync(actor, "by a token"));
    }

    [SqliteFact("it looks into the files of that database.")]
    public async Task Only_the_hash_of_the_secret_is_kept()
    {
        var created = await CreateAsync(new NewToken("ci", [Scopes.Read]));

        await using var db = staff.Registry.OpenDatabase();
        Assert.Equal(Sha256Hex.Of(created.Token), (await db.AccessTokens.SingleAsync(token => token.Id == created.Id)).SecretHash);
        Assert.StartsWith("mr_", created.Token, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(staff.Registry.Settings.DataDirectory, "registry.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(created.Token[3..], await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("mr_")]
    [InlineData("mr_guess")]
    [InlineData("Bearer mr_x")]
    public async Task A_guess_speaks_for_nobody(string secret) => Assert.Null(await SpeaksForAsync(secret));

    [Fact]
    public async Task A_revoked_token_is_dead_and_only_its_owner_or_an_admin_revokes_it()
    {
        var (mine, also) = (await CreateAsync(new NewToken("a", [Scopes.Read])), await CreateAsync(new NewToken("b", [Scopes.Read])));
        var refusal = await Refused.ByAsync("token_not_found", () => Tokens.RevokeAsync(mine.Id, null, staff.OtherScientist, default));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
        Assert.NotNull(await SpeaksForAsync(mine.Token));

        await Tokens.RevokeAsync(mine.Id, null, staff.Scientist, default);
        await Tokens.RevokeAsync(mine.Id, null, staff.Scientist, default);
        await Tokens.RevokeAsync(also.Id, null, staff.Admin, default);

        Assert.Null(await SpeaksForAsync(mine.Token));
        Assert.Null(await SpeaksForAsync(also.Token));
    }

    [Fact]
    public async Task A_token_expires()
    {
        await using var registry = await TestRegistry.StartAsync();
        var person = await registry.PersonAsync("someone", Roles.Viewer);
        var created = await registry.Get<AccessTokens>().CreateAsync(new NewToken("ci", [Scopes.Read]), person, default);

        registry.Clock.Advance(AccessTokens.DefaultLifetime - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await registry.Get<TokenActors>().ActorAsync(created.Token, Door.Api, null, default));
        registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await registry.Get<TokenActors>().ActorAsync(created.Token, Door.Api, null, default));
    }

    [Fact]
    public async Task A_token_dies_with_its_owners_account_and_loses_its_owners_roles()
    {
        var user = (await staff.Get<People>().CreateAsync(new NewUser("leaver@example.test", Roles: [Roles.DataScientist]), staff.Admin, default)).User;
        var created = await Tokens.CreateAsync(new NewToken("ci", Scopes.All), new Actor(user.Id, user.Email, Door.Browser, user.Roles.ToHashSet()), default);

        await staff.Get<People>().SetRolesAsync(user.Id, [Roles.Viewer], staff.Admin, default);
        Assert.Equal([Roles.Viewer], (await SpeaksForAsync(created.Token))!.Roles);
        await staff.Get<People>().EditAsync(user.Id, new UserEdit(Disabled: true), staff.Admin, default);
        Assert.Null(await SpeaksForAsync(created.Token));
    }

    [Fact]
    public async Task What_is_wrong_with_a_new_token_is_said_by_field()
    {
        var now = staff.Registry.Clock.GetUtcNow();
        foreach (var (token, field) in new (NewToken Token, string Field)[]
        {
            (new NewToken(null!, [Scopes.Read]), "name"), (new NewToken(" ", [Scopes.Read]), "name"),
                (new NewToken(new string('n', 101), [Scopes.Read]), "name"),
            (new NewToken("a", null!), "scopes"), (new NewToken("a", []), "scopes"), (new NewToken("a", [null!]), "scopes"),
                (new NewToken("a", ["admin"]), "scopes"),
            (new NewToken("a", [Scopes.Read], []), "models"), (new NewToken("a", [Scopes.Read], [null!]), "models"),
                (new NewToken("a", [Scopes.Read], ["no such model"]), "models"),
            (new NewToken("a", [Scopes.Read], [.. Enumerable.Range(0, 101).Select(i => $"m{i}")]), "models"),
            (new NewToken("a", [Scopes.Read], ExpiresAt: now), "expiresAt"),
                (new NewToken("a", [Scopes.Read], ExpiresAt: DateTimeOffset.MinValue), "expiresAt"),
            (new NewToken("a", [Scopes.Read], ExpiresAt: DateTimeOffset.MaxValue), "expiresAt"),
                (new NewToken("a", [Scopes.Read], ExpiresAt: now.AddDays(366)), "expiresAt"),
            (new NewToken("a", [Scopes.Read], Collections: []), "collections"), (new NewToken("a", [Scopes.Read], Collections: [null!]), "collections"),
                (new NewToken("a", [Scopes.Read], Collections: ["/"]), "collections"),
                (new NewToken("a", [Scopes.Read], Collections: ["no such collection"]), "collections"),
            (new NewToken("a", [Scopes.Read], Collections: [.. Enumerable.Range(0, 21).Select(i => $"c{i}")]), "collections"),
            (new NewToken("a", [Scopes.Read], Slots: ["production"]), "slots"),
                (new NewToken("a", [Scopes.Read, Scopes.Resolve], Slots: ["production"]), "slots"),
            (new NewToken("a", [Scopes.Resolve], Slots: []), "slots"), (new NewToken("a", [Scopes.Resolve], Slots: [null!]), "slots"),
                (new NewToken("a", [Scopes.Resolve], Slots: [.. Enumerable.Range(0, 21).Select(i => $"s{i}")]), "slots"),
            (new NewToken("a", [Scopes.Read], Networks: []), "networks"), (new NewToken("a", [Scopes.Read], Networks: [null!]), "networks"),
                (new NewToken("a", [Scopes.Read], Networks: [.. Enumerable.Range(0, 11).Select(i => $"10.0.{i}.0/24")]), "networks"),
        })
        {
            var refusal = await Assert.ThrowsAsync<RegistryException>(() => CreateAsync(token));
            Assert.Equal((RefusalKind.Invalid, field), (refusal.Kind, refusal.Field));
        }
    }

    [Fact]
    public async Task A_token_can_be_limited_only_to_models_that_its_maker_sees()
    {
        var model = await staff.AModelAsync();
        await staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), staff.Scientist, default);

        await Refused.ByAsync("model_not_found", () => Tokens.CreateAsync(new NewToken("a", [Scopes.Read], [model]), staff.OtherScientist, default));
    }

    [Fact]
    public async Task Everybody_lists_their_own_tokens_and_an_admin_those_of_all_without_the_secret()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await Tokens.CreateAsync(new NewToken($"t{i}", [Scopes.Read]), staff.OtherScientist, default)).Id);
        }

        var first = await Tokens.ListAsync(new TokenSearch(PageSize: 2), staff.OtherScientist, default);
        var rest = await Tokens.ListAsync(new TokenSearch(PageSize: 2, PageToken: first.NextPageToken), staff.OtherScientist, default);
        var all = await Tokens.ListAsync(new TokenSearch(All: true, PageSize: PageToken.MaxSize), staff.Admin, default);

        Assert.Equal(ids.Order(), first.Items.Concat(rest.Items).Select(token => token.Id).Order());
        Assert.Subset(all.Items.Select(token => token.Id).ToHashSet(), ids.ToHashSet());
        await Refused.ByAsync("role_missing", () => Tokens.ListAsync(new TokenSearch(All: true), staff.OtherScientist, default));
    }

    [Fact]
    public async Task An_admin_finds_tokens_by_their_name_and_by_whom_they_act_as()
    {
        var nightly = await CreateAsync(new NewToken("Nightly training", [Scopes.Read]));
        var other = await Tokens.CreateAsync(new NewToken("nightly build", [Scopes.Read]), staff.Viewer, default);

        Assert.Equal(new[] { nightly.Id, other.Id }.Order(), await FoundAsync(new TokenSearch(All: true, Text: "NIGHTLY")));
        Assert.Equal([nightly.Id], await FoundAsync(new TokenSearch(All: true, "training", staff.Scientist.Name.ToUpperInvariant())));
        Assert.Equal([other.Id], await FoundAsync(new TokenSearch(All: true, Person: staff.Viewer.Name)));
        Assert.Empty(await FoundAsync(new TokenSearch(All: true, Person: "nobody@example.test")));

        async Task<IEnumerable<Guid>> FoundAsync(TokenSearch search) =>
            (await Tokens.ListAsync(search, staff.Admin, default)).Items.Select(token => token.Id).Order();
    }

    [Fact]
    public async Task The_last_use_is_written_by_the_next_flush()
    {
        var created = await CreateAsync(new NewToken("used", [Scopes.Read]));
        await staff.Get<TokenActors>().ActorAsync(created.Token, Door.Api, "::ffff:192.0.2.7", default);

        await staff.Get<TokenUse>().FlushAsync(staff.Get<RegistryStore>(), default);

        var token = (await Tokens.ListAsync(new TokenSearch(PageSize: PageToken.MaxSize), staff.Scientist, default)).Items
            .Single(found => found.Id == created.Id);
        Assert.Equal((staff.Registry.Clock.GetUtcNow(), "192.0.2.7"), (token.LastUsedAt, token.LastUsedFrom));
    }

    [Fact]
    public async Task A_token_makes_no_tokens()
    {
        var actor = await SpeaksForAsync((await CreateAsync(new NewToken("ci", Scopes.All))).Token);

        await Refused.ByAsync("scope_missing", () => Tokens.CreateAsync(new NewToken("child", [Scopes.Read]), actor!, default));
    }

    private Task<CreatedToken> CreateAsync(NewToken token) => Tokens.CreateAsync(token, staff.Scientist, default);

    private Task<Actor?> SpeaksForAsync(string secret) => staff.Get<TokenActors>().ActorAsync(secret, Door.Api, null, default);
}

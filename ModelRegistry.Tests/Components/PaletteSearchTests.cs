using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Layout;

namespace ModelRegistry.Tests.Components;

public sealed class PaletteSearchTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _ann = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _ann = await _registry.PersonAsync("ann", Roles.DataScientist);
        await _registry.AModelAsync(_ann, "fraud");
        await _registry.AModelAsync(_ann, "fraud 2025");
        await _registry.ASealedVersionAsync(_ann, "fraud");
        await _registry.ASealedVersionAsync(_ann, "fraud");
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Words_find_models() =>
        Assert.Equal([("fraud", Urls.Model("fraud")), ("fraud 2025", Urls.Model("fraud 2025"))], await FindAsync("frau"));

    [Theory]
    [InlineData("fraud v2")]
    [InlineData("fraud 2")]
    [InlineData("FRAUD V2")]
    public async Task A_number_after_the_name_finds_the_version_first(string text) =>
        Assert.Equal(("fraud v2", Urls.Version("fraud", 2)), (await FindAsync(text))[0]);

    [Theory]
    [InlineData("fraud v3")]
    [InlineData("fraud v0")]
    [InlineData("fraud v99999999999")]
    public async Task A_number_that_no_version_has_finds_no_version(string text) =>
        Assert.DoesNotContain(await FindAsync(text), entry => entry.Href.Contains("/versions/", StringComparison.Ordinal));

    [Fact]
    public async Task Models_without_that_version_do_not_hide_one_that_has_it()
    {
        foreach (var number in Enumerable.Range(1, 8))
        {
            await _registry.AModelAsync(_ann, $"card {number}");
        }

        await _registry.AModelAsync(_ann, "card 9");
        await _registry.ASealedVersionAsync(_ann, "card 9");

        Assert.Equal(("card 9 v1", Urls.Version("card 9", 1)), (await FindAsync("card v1"))[0]);
    }

    [Fact]
    public async Task A_number_sign_finds_a_request_and_nothing_else()
    {
        await _registry.ASealedVersionAsync(_ann, "fraud 2025");
        var request = await _registry.Get<PromotionWorkflow>().OpenAsync("fraud 2025", "production", new NewRequest(1), _ann, default);

        Assert.Equal([($"#{request.Id} fraud 2025 v1 → Production", Urls.Request(request.Id))], await FindAsync($"#{request.Id}"));
        Assert.Empty(await FindAsync("#99"));
    }

    [Fact]
    public async Task A_label_after_the_name_finds_its_version()
    {
        await _registry.Get<VersionWorkflow>().EditAsync("fraud", "2", new VersionEdit("2.1.0-RC"), _ann, default);

        Assert.Equal(("fraud v2", Urls.Version("fraud", 2)), (await FindAsync("FRAUD 2.1.0-rc"))[0]);
        Assert.Empty(await FindAsync("fraud 2.1"));
    }

    [Fact]
    public async Task The_beginning_of_a_digest_finds_the_versions_with_it_that_the_viewer_sees()
    {
        await _registry.Get<ModelWorkflow>().CreateAsync(new NewModel("secret", Restricted: true), _ann, default);
        await _registry.ASealedVersionAsync(_ann, "secret");
        var bob = await _registry.PersonAsync("bob", Roles.Viewer);
        var digest = (await _registry.Get<VersionQueries>().GetAsync("secret", "1", _ann, default)).Digest!;
        var start = digest["sha256:".Length..][..6];

        Assert.Contains(("secret v1", Urls.Version("secret", 1)), await FindAsync(start.ToUpperInvariant()));
        Assert.Contains(("secret v1", Urls.Version("secret", 1)), await FindAsync(digest));
        Assert.DoesNotContain(("secret v1", Urls.Version("secret", 1)), await FindAsync(start, bob));
        Assert.Empty(await FindAsync(start[..5]));
        Assert.Empty(await FindAsync(digest[..^1] + (digest[^1] == '0' ? '1' : '0')));
    }

    [Theory]
    [InlineData("compare fraud 1 2")]
    [InlineData("Compare FRAUD v1 with v2")]
    public async Task Compare_leads_to_both_side_by_side(string text) =>
        Assert.Equal(("Compare fraud v1 with v2", Urls.Compare("fraud", [1, 2], 1)), (await FindAsync(text))[0]);

    [Theory]
    [InlineData("compare fraud 1 9")]
    [InlineData("compare fraud 1 1")]
    [InlineData("compare nothing 1 2")]
    public async Task What_cannot_be_compared_is_not_offered(string text) =>
        Assert.DoesNotContain(await FindAsync(text), entry => entry.Title.StartsWith("Compare", StringComparison.Ordinal));

    [Theory]
    [InlineData("promote fraud 2")]
    [InlineData("Promote FRAUD v2")]
    public async Task Promote_leads_to_its_dialog(string text)
    {
        Assert.Equal(("Promote fraud v2…", Urls.BeginPromotion("fraud", 2)), (await FindAsync(text))[0]);
        Assert.Empty(await ActsAsync(text, await _registry.PersonAsync("bob", Roles.Viewer)));
    }

    [Fact]
    public async Task What_cannot_be_promoted_is_not_offered()
    {
        await _registry.Get<VersionWorkflow>().CreateAsync("fraud", new NewVersion(), _ann, default);

        foreach (var text in new[] { "promote fraud 3", "promote fraud 9", "promote nothing 1", "promote fraud" })
        {
            Assert.Empty(await ActsAsync(text, _ann));
        }
    }

    [Theory]
    [InlineData("roll back fraud", "production")]
    [InlineData("Rollback FRAUD Production", "production")]
    [InlineData("roll back fraud champion", "champion")]
    [InlineData("rollback fraud 2025", "production")]
    public async Task Roll_back_leads_to_its_dialog(string text, string slot)
    {
        var model = text.EndsWith("2025", StringComparison.Ordinal) ? "fraud 2025" : "fraud";
        await _registry.ASealedVersionAsync(_ann, "fraud 2025");
        await _registry.PutAsync(_ann, model, "production", 1);
        await _registry.PutAsync(_ann, model, "champion", 1, Core.Slots.MoveKind.Alias);
        var oncall = await _registry.PersonAsync("oncall", Roles.Operator);

        Assert.Equal([Urls.BeginRollback(model, slot)], await ActsAsync(text, oncall));
        Assert.Empty(await ActsAsync(text, await _registry.PersonAsync("bob", Roles.Viewer)));
    }

    [Theory]
    [InlineData("bobby")]
    [InlineData("BOB@")]
    [InlineData("tables")]
    public async Task People_are_found_by_the_beginning_of_a_word_of_name_or_address(string text)
    {
        await _registry.Get<PersonNames>().RefreshAsync(default); // as the server does at its start
        await _registry.Get<People>().CreateAsync(new NewUser("bob@example.test", "Bobby Tables"), Actor.System, default);

        Assert.Equal([("Bobby Tables", Urls.ActivityBy("bob@example.test"))], await FindAsync(text));
        Assert.Empty(await FindAsync(text[1..]));
        Assert.Empty(await FindAsync(text[..1]));
    }

    [Fact]
    public async Task What_the_viewer_may_not_see_is_not_found()
    {
        await _registry.Get<ModelWorkflow>().CreateAsync(new NewModel("fraud secret", Restricted: true), _ann, default);
        var bob = await _registry.PersonAsync("bob", Roles.Viewer);

        Assert.DoesNotContain(await FindAsync("fraud", bob), entry => entry.Title == "fraud secret");
        Assert.Contains(await FindAsync("fraud"), entry => entry.Title == "fraud secret");
    }

    [Fact]
    public async Task After_the_session_ended_nothing_is_found()
    {
        var session = await _registry.Get<Sessions>().StartAsync(_ann, default);
        await _registry.Get<Sessions>().EndAsync(session, _ann, default);

        await Assert.ThrowsAsync<RegistryException>(() => Search().FindAsync(SessionCookie.Principal(_ann, session), "fraud", default));
    }

    private async Task<IEnumerable<string>> ActsAsync(string text, Actor by) =>
        (await FindAsync(text, by)).Select(entry => entry.Href).Where(href => href.Contains("act=", StringComparison.Ordinal));

    private PaletteSearch Search() => new(_registry.Get<SearchQueries>(), _registry.Get<Sessions>());

    private async Task<IReadOnlyList<(string Title, string Href)>> FindAsync(string text, Actor? by = null)
    {
        var session = await _registry.Get<Sessions>().StartAsync(by ?? _ann, default);
        var found = await Search().FindAsync(SessionCookie.Principal(by ?? _ann, session), text, default);
        return [.. found.Select(entry => (entry.Title, entry.Href))];
    }
}

using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Quarantines;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>What pages say of held bytes, and what they offer to whom.</summary>
public sealed class QuarantinePagesTests : PageTest
{
    [Fact]
    public async Task A_version_says_since_when_by_whom_and_why_and_who_may_release_it()
    {
        await AQuarantineAsync();
        await Registry.PersonAsync("reviewer", Roles.Reviewer);

        var notice = await NoticeAsync(Scientist, 1);

        Says(notice, "Quarantined.");
        Says(notice, "by scientist@example.test: Latency.");
        Assert.Equal("true", Button(notice, "Release…").GetAttribute("aria-disabled"));
        Assert.Contains("the Reviewer role", notice.Find("section[aria-label=Quarantine] .why").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_names_the_version_it_is_a_copy_of_only_to_those_who_see_it(bool named)
    {
        await Registry.Get<ModelWorkflow>().CreateAsync(new NewModel("secret", Restricted: true), Scientist, default);
        await Registry.ASealedVersionAsync(Scientist, "secret");
        await Registry.Get<QuarantineWorkflow>().SetAsync("secret", "1", "The secret model fails.", Scientist, default);
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);

        var notice = await NoticeAsync(named ? Scientist : await Registry.PersonAsync("viewer", Roles.Viewer), 1);

        Says(notice, named ? "As the same bytes in secret v1" : "The same bytes are quarantined elsewhere");
        Assert.Equal(named, notice.Markup.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task By_hand_it_asks_for_the_reason_and_a_release_for_another()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);
        var notice = await NoticeAsync(await Registry.PersonAsync("reviewer", Roles.Reviewer), 1);

        var asked = Button(notice, "Quarantine…").ClickAsync(); // goes on until the dialog is answered
        await DialogAsync("Quarantine", "");
        Assert.Contains("Say why: it is recorded.", Dialogs.Markup, StringComparison.Ordinal);
        await DialogAsync("Quarantine", "Latency.");
        Says(notice, "by reviewer@example.test: Latency.");
        await asked;
        var released = Button(notice, "Release…").ClickAsync();
        await DialogAsync("Release", "Not ours.");
        await released;

        notice.WaitForAssertion(() => Assert.DoesNotContain("Quarantined.", notice.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.False((await Registry.Get<VersionQueries>().GetAsync("fraud", "1", Scientist, default)).Quarantined);
    }

    [Fact]
    public async Task The_list_shows_active_ones_and_all_with_how_they_ended()
    {
        await AQuarantineAsync();
        var reviewer = await Registry.PersonAsync("reviewer", Roles.Reviewer);
        var page = await OpenAsync<QuarantinesPage>(reviewer, "quarantines");
        Says(page, "fraud v1");
        await Registry.Get<QuarantineWorkflow>().ReleaseAsync("fraud", "1", "Not ours.", reviewer, default);

        Says(page, "Nothing is quarantined");
        Services.GetRequiredService<NavigationManager>().NavigateTo("quarantines?tab=all");
        var all = Render<QuarantinesPage>();
        Says(all, "released by reviewer@example.test");
        Says(all, "Not ours.");
    }

    [Fact]
    public async Task Home_tells_the_owner_of_the_model()
    {
        await AQuarantineAsync();

        var needs = await OpenAsync<HomePage>(Scientist, Urls.Home);

        Says(needs, "fraud v1 is quarantined: Latency.");
    }

    private async Task AQuarantineAsync()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);
        await Registry.Get<QuarantineWorkflow>().SetAsync("fraud", "1", "Latency.", Scientist, default);
    }

    /// <summary>The page of the version, which says it above everything else.</summary>
    private Task<IRenderedComponent<VersionPage>> NoticeAsync(Actor viewer, int number) =>
        OpenAsync<VersionPage>(viewer, Urls.Version("fraud", number), page => page.Add(p => p.Name, "fraud").Add(p => p.Selector, number.Text()));

    private static IElement Button(IRenderedComponent<VersionPage> notice, string text)
    {
        notice.WaitForAssertion(() => Assert.Contains(notice.FindAll("button"), button => button.TextContent.Trim() == text), TimeSpan.FromSeconds(10));
        return notice.FindAll("button").Single(button => button.TextContent.Trim() == text);
    }

    private async Task DialogAsync(string button, string reason)
    {
        Dialogs.WaitForElement("textarea");
        await Dialogs.Find("textarea").ChangeAsync(reason);
        await Dialogs.FindAll("button").Single(found => found.TextContent.Trim() == button).ClickAsync();
    }
}

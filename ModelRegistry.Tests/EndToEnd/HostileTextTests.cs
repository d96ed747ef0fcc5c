using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Text that would be markup, wherever people or scripts may write: it is shown, and nothing of it runs, loads or submits.</summary>
public sealed class HostileTextTests(BrowserFixture browser) : BrowserTest(browser)
{
    private const string Hostile =
        "<img src=x onerror=\"window.ran=1\"><svg/onload=window.ran=1><script>window.ran=1</script><style>*{display:none}</style>"
        + "<form action=https://evil.example><button>x</button></form><meta http-equiv=refresh content=\"0;url=https://evil.example\">"
        + "[x](javascript:window.ran=1) <a href=\"&#106;avascript:window.ran=1\">y</a> <math><mtext><table><mglyph><style><img src=x onerror=window.ran=1>";

    // What the rule for names lets through of it.
    private const string HostileName = "{{7*7}} &lt;img onerror=ran('1')&gt; `${ran}`";

    [Fact]
    public async Task Hostile_text_is_shown_and_never_runs()
    {
        var name = $"{HostileName}".Replace("*", "x", StringComparison.Ordinal);
        var mallory = await GivenHostileTextAsync(name);

        await VisitAsAsync(Browser.Admin, async visitor =>
        {
            var users = await UsersPage.OpenAsync(visitor);
            await Expect(users.Row(mallory.Name)).ToContainTextAsync("<img src=x onerror=");
            foreach (var address in new[] { Urls.Home, Urls.Models, $"{Urls.Models}?q={Uri.EscapeDataString(Hostile)}", Urls.Model(name), Urls.Version(name, 1),
                Urls.Model(Hostile) })
            {
                await PagesUnderTest.SettleAsync(await visitor.OpenAsync(address));
            }

            await users.SearchAndGoAsync("7x7", name);
            await PagesUnderTest.SettleAsync(users.Tab);
            await Expect(users.Heading).ToContainTextAsync(name);
            foreach (var tab in visitor.Context.Pages)
            {
                Assert.True(await tab.EvaluateAsync<bool>("() => window.ran === undefined"), tab.Url);
                Assert.StartsWith(App.BaseAddress.ToString(), tab.Url, StringComparison.Ordinal);
                Assert.Equal(0, await tab.Locator("main form[action*=evil], main img[src=x], main a[href^=javascript]").CountAsync());
            }
        });
    }

    private async Task<Actor> GivenHostileTextAsync(string name)
    {
        var mallory = await App.PersonAsync("mallory", Roles.DataScientist);
        await App.Get<People>().EditAsync(mallory.UserId!.Value, new UserEdit(DisplayName: Hostile[..RegistryUser.DisplayNameMaxLength]), Actor.System,
            default);
        var tags = new Dictionary<string, string> { ["team"] = Hostile };
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name, Hostile, tags), mallory, default);
        await App.ASealedVersionAsync(mallory, name,
            new NewVersion(Description: Hostile, Parameters: new Dictionary<string, string> { ["p"] = Hostile }, Tags: tags,
            Metrics: [new("accuracy", 0.5)], Dataset: new VersionDataset(Hostile[..200], "d1", Hostile[..200]), Framework: "<b>sk</b>"), content: Hostile);
        return mallory;
    }
}

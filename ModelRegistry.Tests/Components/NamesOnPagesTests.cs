using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Audit;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Pages.Promotions;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Components;

/// <summary>Wherever a person is, their display name is shown, the address on hover, and a link to what they did.</summary>
public sealed class NamesOnPagesTests : PageTest
{
    [Fact]
    public async Task On_the_page_of_a_request()
    {
        var number = await ASceneAsync();

        var page = await OpenAsync<RequestPage>(Scientist, Urls.Request(number), page => page.Add(p => p.Number, number));

        Named(page, "Ann Lee", "reviewer@example.test");
        Named(page, "Sam Stone", "scientist@example.test");
        Unnamed(page);
    }

    [Fact]
    public async Task In_lists_of_requests()
    {
        await ASceneAsync();

        var reviews = await OpenAsync<ReviewsPage>(Scientist, $"{Urls.Reviews}?tab=open");
        Named(reviews, "Sam Stone", "scientist@example.test");
        Unnamed(reviews);
    }

    [Fact]
    public async Task In_the_activity_and_on_home()
    {
        await ASceneAsync();

        var activity = await OpenAsync<ActivityPage>(Scientist, Urls.Activity);
        Named(activity, "Ann Lee", "reviewer@example.test");
        Named(activity, "Sam Stone", "scientist@example.test");
        Unnamed(activity);
        var home = Render<HomePage>();
        Named(home, "Sam Stone", "scientist@example.test");
        Unnamed(home);
    }

    [Fact]
    public async Task On_the_pages_of_a_model_and_a_version()
    {
        await ASceneAsync();

        var model = await OpenAsync<ModelPage>(Scientist, Urls.Model("fraud"), page => page.Add(p => p.Name, "fraud"));
        Named(model, "Sam Stone", "scientist@example.test");
        var version = Render<VersionPage>(page => page.Add(p => p.Name, "fraud").Add(p => p.Selector, "1"));
        Named(version, "Sam Stone", "scientist@example.test");
    }

    private async Task<long> ASceneAsync()
    {
        Services.AddSingleton(_ => Registry.Get<PersonNames>());
        var people = Registry.Get<People>();
        await people.EditAsync(Scientist.UserId!.Value, new UserEdit(DisplayName: "Sam Stone"), Actor.System, default);
        var reviewer = await Registry.PersonAsync("reviewer", Roles.Reviewer);
        await people.EditAsync(reviewer.UserId!.Value, new UserEdit(DisplayName: "Ann Lee"), Actor.System, default);
        await Registry.Get<PersonNames>().RefreshAsync(default);
        await Registry.AGovernedModelAsync(Scientist, 2, null, 0.9);
        var number = await Registry.AskAsync(Scientist);
        await Registry.DecideAsync(reviewer, number, ReviewAction.Approve);
        return number;
    }

    private static void Named<T>(IRenderedComponent<T> page, string name, string address)
        where T : IComponent => page.WaitForAssertion(() => Assert.Contains(page.FindAll("a.person"), link => link.TextContent == name
            && link.GetAttribute("title") == address && link.GetAttribute("href") == Urls.ActivityBy(address)));

    private static void Unnamed<T>(IRenderedComponent<T> page)
        where T : IComponent => Assert.DoesNotContain("@example.test", string.Concat(page.Nodes.Select(node => node.TextContent)), StringComparison.Ordinal);
}

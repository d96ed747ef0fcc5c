using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Common;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Layout;

namespace ModelRegistry.Tests.Components;

public sealed class FrameTests : ComponentTest
{
    [Theory]
    [InlineData("Viewer", false)]
    [InlineData("Admin", true)]
    public void The_rail_shows_Admin_to_admins_only(string role, bool shown)
    {
        this.AddAuthorization().SetAuthorized("ann").SetRoles(role);

        var rail = Render<NavMenu>();

        Assert.Equal(shown, rail.FindAll("a").Any(a => a.GetAttribute("href") == Urls.Admin));
    }

    [Fact]
    public void The_rail_marks_where_one_is_and_follows_navigation()
    {
        this.AddAuthorization().SetAuthorized("ann");
        var rail = Render<NavMenu>();
        Assert.Equal("Home", Current(rail));

        Services.GetRequiredService<NavigationManager>().NavigateTo(Urls.Version("fraud", 3));

        rail.WaitForAssertion(() => Assert.Equal("Models", Current(rail)));
    }

    [Fact]
    public void The_rail_shows_what_waits()
    {
        this.AddAuthorization().SetAuthorized("ann");

        var rail = Render<NavMenu>(p => p.Add(n => n.Counts, new Dictionary<string, int> { [Urls.Models] = 3, [Urls.Reviews] = 100, [Urls.Home] = 0 }));

        Assert.Equal(["3 waiting for you", "99+ waiting for you"], rail.FindAll(".count").Select(count => count.TextContent));
    }

    [Fact]
    public void A_refusal_is_shown_in_its_own_words_and_a_bug_with_a_number()
    {
        var refused = RenderFailing(RegistryException.Conflict("version_sealed", "Version 3 is sealed."));
        var failed = RenderFailing(new InvalidOperationException("secret connection string"));

        Assert.Contains("Version 3 is sealed.", refused.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.Markup, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", failed.Find("code").TextContent);
    }

    [Fact]
    public void Trying_again_shows_the_page_again()
    {
        var page = RenderFailing(new InvalidOperationException("x"), times: 1);

        page.Find("button").Click();

        Assert.Contains("the page", page.Markup, StringComparison.Ordinal);
    }

    private static string Current(IRenderedComponent<NavMenu> rail) =>
        rail.Find("a[aria-current=page]").TextContent.Trim();

    private IRenderedComponent<PageErrorBoundary> RenderFailing(Exception exception, int times = int.MaxValue) =>
        Render<PageErrorBoundary>(p => p.Add(b => b.ChildContent, Failing(exception, times)));

    private static RenderFragment Failing(Exception exception, int times) => builder =>
    {
        builder.OpenComponent<FailingPage>(0);
        builder.AddComponentParameter(1, nameof(FailingPage.Fail), () => times-- > 0 ? throw exception : "the page");
        builder.CloseComponent();
    };

    private sealed class FailingPage : ComponentBase
    {
        [Parameter]
        public Func<string> Fail { get; set; } = default!;

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Fail());
    }
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Tests.Components;
using ModelRegistry.Web;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Pages.Retirement;

namespace ModelRegistry.Tests.Access;

/// <summary>What the trail says of a refusal on an open page: from where, on which page, and about which model, each in a field of its own.</summary>
public sealed class RefusalPlaceTests : PageTest
{
    [Fact]
    public async Task A_refusal_on_an_open_page_says_from_where_and_on_which_page()
    {
        var page = await OpenAsync<BinPage>(Scientist with { Address = "10.1.2.3" }, Urls.AdminBin);
        Says(page, "people with the Admin role");

        var refused = (await Registry.Get<AuditQueries>().ListAsync(new AuditSearch(Action: "access.refused"), Actor.System, default)).Items
            .Select(entry => entry.Event).OfType<PermissionRefused>().First().After;

        Assert.Equal(("10.1.2.3", "PAGE /admin/bin", null), (refused.Address, refused.Route, refused.Model));
    }

    [Theory]
    [InlineData("models/fraud", "PAGE /models/fraud", "fraud")]
    [InlineData("models/risk%20%C3%BC/versions/3?tab=files#top", "PAGE /models/risk ü/versions/3", "risk ü")]
    [InlineData("models", "PAGE /models", null)]
    [InlineData("", "PAGE /", null)]
    public void The_model_that_the_address_names_stands_apart(string address, string route, string? model)
    {
        var actor = Scientist.OnPage(address);

        Assert.Equal((route, model), (actor.Route, actor.NamedModel));
    }
}

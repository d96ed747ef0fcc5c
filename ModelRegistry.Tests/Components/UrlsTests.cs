using ModelRegistry.Web;
using ModelRegistry.Web.Components.Layout;

namespace ModelRegistry.Tests.Components;

public sealed class UrlsTests
{
    [Fact]
    public void A_name_is_one_step_of_an_address_whatever_it_holds()
    {
        Assert.Equal("models/a%2Fb%3Fc%23d%20%C3%A9", Urls.Model("a/b?c#d é"));
        Assert.Equal("models/a%20b/versions/3", Urls.Version("a b", 3));
    }

    [Fact]
    public void A_comparison_names_its_versions_and_its_base()
    {
        Assert.Equal("models/fraud/compare?v=3,7,9&base=9", Urls.Compare("fraud", [3, 7, 9], 9));
        Assert.Equal("models/fraud/compare?v=3,7", Urls.Compare("fraud", [3, 7]));
    }

    [Fact]
    public void Signing_in_comes_back_to_the_page_with_its_query()
    {
        Assert.Equal("account/sign-in?returnUrl=models%3Fq%3Da%26b", Urls.SignIn("models?q=a&b"));
        Assert.Equal("account/sign-in", Urls.SignIn(""));
    }

    [Theory]
    [InlineData("models", true)]
    [InlineData("models?tab=a", true)]
    [InlineData("models/fraud/versions/3", true)]
    [InlineData("models-of-others", false)]
    [InlineData("", false)]
    public void An_entry_of_the_rail_covers_the_pages_below_it(string path, bool covered)
    {
        Assert.Equal(covered, NavItem.All.Single(i => i.Href == Urls.Models).Covers(path));
    }
}

using ModelRegistry.Web.Access;

namespace ModelRegistry.Tests.Access;

public sealed class PagesLocalReturnTests
{
    private const string Base = "https://registry.example/";

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https:evil.example")]
    [InlineData("https:/evil.example")]
    [InlineData("https://evil.example/models")]
    [InlineData("http:///evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://registry.example@evil.example/")]
    [InlineData("//registry.example@evil.example/")]
    [InlineData("https://registry.example:444/")]
    [InlineData("http://registry.example/")]
    [InlineData("/.//evil.example")]
    [InlineData("/..//evil.example")]
    [InlineData("models/../..//evil.example")]
    [InlineData("")]
    [InlineData(null)]
    public void A_wish_that_leads_elsewhere_leads_home(string? wish) => Assert.Equal("/", LocalReturn.Of(wish, Base));

    [Theory]
    [InlineData("/%5cevil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/%2f/evil.example")]
    public void An_escaped_trick_stays_on_this_host(string wish)
    {
        var path = LocalReturn.Of(wish, Base);

        Assert.Equal("registry.example", new Uri(new Uri(Base), path).Host);
        Assert.DoesNotContain(path, new[] { "//", "/\\" }.Where(start => path.StartsWith(start, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/models/fraud?tab=files#config", "/models/fraud?tab=files#config")]
    [InlineData("models/fraud", "/models/fraud")]
    [InlineData("/models?q=a:b", "/models?q=a:b")]
    [InlineData("/models/fraud%20eu", "/models/fraud%20eu")]
    public void A_page_of_the_registry_is_returned_to(string wish, string path) => Assert.Equal(path, LocalReturn.Of(wish, Base));

    [Theory]
    [InlineData("/registry/models", "/registry/models")]
    [InlineData("models", "/registry/models")]
    [InlineData("/other", "/registry/")]
    [InlineData("/registry/../other", "/registry/")]
    public void Under_a_path_base_the_page_lies_below_it(string wish, string path) =>
        Assert.Equal(path, LocalReturn.Of(wish, "https://shared.example/registry/"));
}

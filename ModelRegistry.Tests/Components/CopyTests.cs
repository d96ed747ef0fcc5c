using Bunit;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

public sealed class CopyTests : ComponentTest
{
    private const string Hex = "5d41c0a97be2f6d9e39f37dc5d41c0a97be2f6d9e39f37dc5d41c0a97be2f6d9";

    [Theory]
    [InlineData($"sha256:{Hex}")]
    [InlineData(Hex)]
    public void A_digest_shows_twelve_characters_and_copies_all(string value)
    {
        var digest = Render<Digest>(p => p.Add(d => d.Value, value));

        Assert.Equal("5d41c0a97be2", digest.Find("code").TextContent);
        Assert.Equal(value, digest.Find("code").GetAttribute("title"));
        Assert.Equal(value, digest.Find("button").GetAttribute("data-copy"));
        Assert.Equal("Copy digest", digest.Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void A_version_without_digest_says_so_and_copies_nothing()
    {
        var digest = Render<Digest>(p => p.Add(d => d.Value, null));

        Assert.Equal("no digest", digest.Find("span").TextContent);
        Assert.Empty(digest.FindAll("button"));
    }

    [Fact]
    public void A_snippet_is_copied_exactly_and_never_read_as_markup()
    {
        var snippet = Render<CopySnippet>(p => p.Add(s => s.Title, "curl").Add(s => s.Text, "a <b>\n  \"c\""));

        Assert.Equal("a <b>\n  \"c\"", snippet.Find("code").TextContent);
        Assert.Equal("a <b>\n  \"c\"", snippet.Find("button").GetAttribute("data-copy"));
    }
}

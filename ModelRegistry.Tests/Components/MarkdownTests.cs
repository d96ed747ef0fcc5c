using AngleSharp.Html.Parser;
using Bunit;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

public sealed class MarkdownTests : ComponentTest
{
    private static readonly string[] Harmless =
        ["p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "a", "table", "thead", "tbody",
        "tr", "th", "td"];

    [Fact]
    public void Markdown_reads_as_people_wrote_it()
    {
        var shown = Render<Markdown>(p =>
            p.Add(m => m.Text, "Found **two** faults, ~~three~~:\n\n1. `a < b`\n2. [the run](https://runs.example/7?a=1&b=2)\n\n| a | b |\n|---|--:|\n| 1 | "
            + "2 |"));

        Assert.Equal("two", shown.Find(".markdown strong").TextContent);
        Assert.Equal("three", shown.Find("del").TextContent);
        Assert.Equal("a < b", shown.Find("ol li code").TextContent);
        Assert.Equal(["1", "2"], shown.FindAll("td").Select(cell => cell.TextContent));
        Assert.Equal("https://runs.example/7?a=1&b=2", shown.Find("a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("Please look at **size** and `latency`:\n\n- it has to fit\n- [the run](https://runs.example/7)",
        "Please look at size and latency: it has to fit the run")]
    [InlineData("# Why\nBecause.", "Why Because.")]
    [InlineData("plain", "plain")]
    [InlineData("a < b <i>c</i>", "a < b <i>c</i>")]
    [InlineData(null, "")]
    public void Where_there_is_no_room_for_it_its_words_stand_alone(string? text, string words) => Assert.Equal(words, MarkdownText.Plain(text));

    [Fact]
    public void Another_text_is_shown_in_its_place()
    {
        var shown = Render<Markdown>(p => p.Add(m => m.Text, "one"));

        shown.Render(p => p.Add(m => m.Text, "two"));

        Assert.Equal("two", shown.Find(".markdown").TextContent.Trim());
    }

    [Theory]
    [InlineData("<script>window.ran=1</script>")]
    [InlineData("<img src=x onerror=window.ran=1>")]
    [InlineData("<svg/onload=window.ran=1>")]
    [InlineData("<svg><a xlink:href=\"javascript:window.ran=1\"><text>x</text></a></svg>")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=window.ran=1>")]
    [InlineData("<iframe srcdoc=\"<script>window.ran=1</script>\"></iframe>")]
    [InlineData("<form action=https://evil.example><button>x</button></form>")]
    [InlineData("<style>*{display:none}</style><meta http-equiv=refresh content=\"0;url=https://evil.example\"><base href=https://evil.example>")]
    [InlineData("<div><div onclick=\"window.ran=1\"><a href='javascript:window.ran=1'>x</a></div></div>")]
    [InlineData("<a href=\"&#106;avascript:window.ran=1\">x</a>")]
    [InlineData("[x](javascript:window.ran=1)")]
    [InlineData("[x](JaVaScRiPt:window.ran=1)")]
    [InlineData("[x](&#106;avascript:window.ran=1)")]
    [InlineData("[x](java&#10;script:window.ran=1)")]
    [InlineData("[x](\\u0001javascript:window.ran=1)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](blob:https://evil.example/1)")]
    [InlineData("[x](account/sign-out)")]
    [InlineData("[x](/admin/users)")]
    [InlineData("[x](//evil.example)")]
    [InlineData("<javascript:window.ran=1>")]
    [InlineData("[x]: javascript:window.ran=1\n\n[x]")]
    [InlineData("![x](javascript:window.ran=1)")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zz4=)")]
    [InlineData("[a](<javascript:window.ran=1> \"t\\\" onmouseover=window.ran=1\")")]
    [InlineData("`<img src=x onerror=window.ran=1>`")]
    [InlineData("```html\" onload=\"window.ran=1\n<script>window.ran=1</script>\n```")]
    [InlineData("# <script>window.ran=1</script>{onclick=window.ran=1}")]
    [InlineData("| <img src=x onerror=1> | [x](javascript:1) |\n|---|---|\n| <script>1</script> | <svg onload=1> |")]
    public void Hostile_text_makes_nothing_that_runs_loads_or_leads_away(string text)
    {
        var body = new HtmlParser().ParseDocument(MarkdownText.Html(text)).Body!;

        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, Harmless);
            Assert.Empty(element.Attributes.Select(attribute => attribute.Name).Except(element.LocalName == "a" ? ["rel", "title"] : []));
        }
    }

    [Theory]
    [InlineData("<p onclick=\"x\" style=\"x\" class=\"y\">a</p>", "<p>a</p>")]
    [InlineData("<a href=\"javascript:x\" target=\"_blank\">a</a>", "<a rel=\"noopener noreferrer\">a</a>")]
    [InlineData("<p>a<script>x</script></p>", null)]
    [InlineData("<p>a<img src=\"x\"></p>", null)]
    [InlineData("<svg><p>a</p></svg>", null)]
    [InlineData("<p>a<!-- b --></p>", null)]
    [InlineData("<style>x</style><p>a</p>", null)]
    [InlineData("<math><mi>a</mi></math>", null)]
    [InlineData("<form><p>a</p></form>", null)]
    [InlineData("<p title='a'>b</p>", null)]
    [InlineData("<P>a</P>", null)]
    [InlineData("<p>a < b</p>", null)]
    [InlineData("<p>a<", null)]
    [InlineData("<a href=\"https://a.example/?b=1&amp;c=2\" title=\"&quot;\">x</a><br />",
        "<a href=\"https://a.example/?b=1&amp;c=2\" title=\"&quot;\" rel=\"noopener noreferrer\">x</a><br>")]
    [InlineData("<a href=\"&#106;avascript:x\">a</a>", "<a rel=\"noopener noreferrer\">a</a>")]
    public void What_a_way_around_the_parser_would_make_does_not_leave(string html, string? cleaned) => Assert.Equal(cleaned, MarkdownCleaning.Clean(html));

    [Theory]
    [InlineData("[x](https://a.example \"t\")", "https://a.example")]
    [InlineData("[x](http://a.example)", "http://a.example")]
    [InlineData("[x](mailto:ann@example.test)", "mailto:ann@example.test")]
    [InlineData("See https://a.example/b.", "https://a.example/b")]
    [InlineData("[![alt](https://evil.example/p.png)](https://a.example)", "https://a.example")]
    public void A_link_leads_to_the_web_or_to_a_mailbox_and_tells_nobody_where_from(string text, string address)
    {
        var link = new HtmlParser().ParseDocument(MarkdownText.Html(text)).QuerySelector("a")!;

        Assert.Equal(address, link.GetAttribute("href"));
        Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
    }

    [Fact]
    public void A_picture_is_its_alternative_text()
    {
        Assert.Equal("<p>Seen: <em>the ROC curve</em></p>", MarkdownText.Html("Seen: ![the ROC curve](https://evil.example/p.png)").Trim());
    }

    [Fact]
    public void Headings_stay_below_those_of_the_page_and_skip_no_level()
    {
        var html = new HtmlParser().ParseDocument(MarkdownText.Html("# a\n### b\n###### c\n## d\n# e", below: 2)).Body!;

        Assert.Equal(["H3 a", "H4 b", "H5 c", "H4 d", "H3 e"], html.QuerySelectorAll("h1,h2,h3,h4,h5,h6")
            .Select(heading => $"{heading.TagName} {heading.TextContent}"));
    }

    [Fact]
    public void An_outline_names_the_sections_by_the_ids_they_have()
    {
        const string Text = "# Intended *use* `x` &amp; more\n\nBy people.\n\n## Limits <b>";

        var sections = MarkdownText.Sections(Text, "card");
        var html = new HtmlParser().ParseDocument(MarkdownText.Html(Text, anchor: "card"));

        Assert.Equal([new(1, "Intended use x & more", "card-1"), new(2, "Limits <b>", "card-2")], sections);
        Assert.Equal(sections.Select(section => section.Title), sections.Select(section => html.GetElementById(section.Anchor)!.TextContent));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("*a_")]
    [InlineData("- ")]
    [InlineData("![](")]
    [InlineData("`")]
    [InlineData("<a")]
    [InlineData("|\n-|")]
    public void A_text_that_is_made_to_be_slow_or_deep_is_shown(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 50_000 / part.Length));

        Assert.NotEmpty(MarkdownText.Html(text));
    }
}

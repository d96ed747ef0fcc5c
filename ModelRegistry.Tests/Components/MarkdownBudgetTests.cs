using System.Diagnostics;
using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Components.Shared;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Components;

/// <summary>Texts that were made to cost their readers time: whoever may comment can write one.</summary>
public sealed class MarkdownBudgetTests(ITestOutputHelper output)
{
    private const int Texts = 200;
    private const int Longest = 60_000;
    private const string Sign = "too elaborate";

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(50);

    private static readonly Func<Random, int, string>[] Kinds =
    [
        (random, size) => Table(random.Next(1, size / 4), size),
        (_, size) => Table((int)Math.Sqrt(size), size),
        (random, size) => Nested(random, size, "> ", "- ", "1. ", "  * "),
        (random, size) => Staircase(random.Next(1, 6), size),
        (random, size) => Repeated(random, size, "[", "![", "[a](", "](", "[x][", "]: ", "<http://a"),
        (random, size) => Repeated(random, size, "*a ", "**a ", "_a_", "***", "~~a", "*a**b_c", "__"),
        (random, size) => Repeated(random, size, "<div>", "<a href=", "</p", "<!--", "<![CDATA[", "<script", "<b "),
        (random, size) => Repeated(random, size, "&amp;", "&#x", "&", "&nbsp;", "&#1114112;", "&lt"),
        (random, size) => Repeated(random, size, "`", "``", "```\n", "~~~\n", "`a "),
        (random, size) => Repeated(random, size, "# a\n", "a\n===\n", "---\n", "\n\n", "    a\n", "\t"),
        (random, size) => Repeated(random, size, "| a ", "|\n", "|-", ":-:|", "[a](b)|", "**"),
        (random, size) => Repeated(random, size, "[", "*a ", "<b>", "&amp;", "> ", "| ", "\n", "- ", "`", "https://a.example ", "\\"),
    ];

    [Fact]
    public void Hostile_texts_are_laid_out_within_the_budget_or_not_at_all()
    {
        var random = new Random(20260302);
        var (worst, plain) = (TimeSpan.Zero, 0);
        for (var number = 0; number < Texts; number++)
        {
            var text = Kinds[number % Kinds.Length](random, random.Next(1_000, Longest));
            var html = MarkdownText.Html(text);
            var took = Enumerable.Range(0, 3).Min(go => Took(text, $"not yet laid out {go}")); // the quickest: the first go compiles
            worst = took > worst ? took : worst;
            plain += html.Contains(Sign, StringComparison.Ordinal) ? 1 : 0;
            output.WriteLine($"{number} kind {number % Kinds.Length}: {text.Length} characters, {html.Length} of HTML, {took.TotalMilliseconds:0.0} ms");

            Assert.InRange(html.Length, 1, 1_000_000);
            Assert.InRange(new HtmlParser().ParseDocument(html).All.Length, 1, MarkdownBudget.MostElements);
            Assert.True(took <= Budget, $"Text {number}, of kind {number % Kinds.Length}, took {took.TotalMilliseconds} ms of processor time.");
        }

        output.WriteLine($"worst {worst.TotalMilliseconds:0.0} ms, {plain} shown as text");
    }

    [Fact]
    public void The_table_that_made_a_page_unusable_is_shown_as_text()
    {
        var html = MarkdownText.Html(
            $"{new string('|', 1_500)}\n{string.Concat(Enumerable.Repeat("|-", 1_500))}|\n{string.Concat(Enumerable.Repeat("|\n", 1_990))}");

        Assert.Contains(Sign, html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 20_000);
    }

    [Fact]
    public void What_people_write_is_laid_out()
    {
        var card = new StringBuilder("# Card\n\n");
        for (var section = 0; section < 60; section++)
        {
            card.Append(CultureInfo.InvariantCulture, $"## Section {section}\n\n")
                .Append(CultureInfo.InvariantCulture, $"Some *words* with `code_of_mine`, a [link](https://a.example/{section}) and **more** words.\n\n")
                .Append("- one\n- two\n  - three\n\n")
                .Append("| metric | a | b | c |\n|---|--:|--:|--:|\n| loss | 1 | 2 | 3 |\n| accuracy | 1 | 2 | 3 |\n\n")
                .Append("```python\nmodel_of_mine = train(x_train, y_train, a_list[0], **kwargs)\n```\n\n");
        }

        var start = Stopwatch.GetTimestamp();
        var html = new HtmlParser().ParseDocument(MarkdownText.Html(card.ToString()));
        output.WriteLine($"{card.Length} characters, {html.All.Length} elements, {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");

        Assert.Equal(60, html.QuerySelectorAll("table").Length);
        Assert.Equal(60, html.QuerySelectorAll("pre code").Length);
    }

    [Fact]
    public void A_text_is_laid_out_once_for_all_who_read_it()
    {
        var (memory, times) = (new MarkdownMemory(1_000), 0);

        for (var reader = 0; reader < 3; reader++)
        {
            Assert.Equal("<p>a</p>", memory.Html("a", 2, null, () => Count("<p>a</p>")));
        }

        Assert.Equal("<p>b</p>", memory.Html("a", 3, null, () => Count("<p>b</p>")));
        Assert.Equal(2, times);
        for (var other = 0; other < 100; other++)
        {
            memory.Html($"{other}", 2, null, () => "a text of some twenty");
        }

        memory.Html("a", 2, null, () => Count("<p>a</p>"));
        Assert.Equal(3, times);

        string Count(string html)
        {
            times++;
            return html;
        }
    }

    private static TimeSpan Took(string text, string anchor) => ThreadTime.Of(() => MarkdownText.Html(text, anchor: anchor));

    private static string Table(int width, int size)
    {
        var text = new StringBuilder().Append('|', width).Append('\n').Insert(0, "a").Append(string.Concat(Enumerable.Repeat("|-", width))).Append("|\n");
        while (text.Length < size)
        {
            text.Append("|\n");
        }

        return text.ToString();
    }

    private static string Nested(Random random, int size, params string[] marks) => Repeated(random, size, marks) + "a";

    private static string Staircase(int step, int size)
    {
        var text = new StringBuilder();
        for (var depth = 0; text.Length < size; depth++)
        {
            text.Append(' ', depth * step % 2_000).Append("- a\n");
        }

        return text.ToString();
    }

    private static string Repeated(Random random, int size, params string[] parts)
    {
        var text = new StringBuilder();
        var few = parts.OrderBy(_ => random.Next()).Take(random.Next(1, parts.Length + 1)).ToArray();
        while (text.Length < size)
        {
            text.Append(few[random.Next(few.Length)]);
        }

        return text.ToString();
    }
}

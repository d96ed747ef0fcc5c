using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>One heading of a text, to be listed in an outline; the anchor is the id that it has where the text is shown.</summary>
public sealed record MarkdownSection(int Depth, string Title, string Anchor);

/// <summary>
/// Markdown of others as HTML that does nothing: the parser knows no raw HTML, pictures are their alternative text, and what
/// it renders is looked at again (<see cref="MarkdownCleaning"/>). Links lead to http, https and mailto only.
/// </summary>
public static class MarkdownText
{
    private const int DeepestHeading = 6;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder { MaximumNestingDepth = MarkdownBudget.DeepestNesting }
        .DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).Build();

    // Two bytes a character.
    private static readonly MarkdownMemory Memory = new(mostCharacters: 8 << 20);

    /// <summary>
    /// Headings begin one level below <paramref name="below"/> and skip none, so that they fit the page around them; with an
    /// <paramref name="anchor"/> they get ids that begin with it. What would cost too much is shown as it was written, and says so.
    /// </summary>
    public static string Html(string text, int below = 2, string? anchor = null) => Memory.Html(text, below, anchor, () => Lay(text, below, anchor));

    /// <summary>
    /// Only its words, on one line: for a sentence, a hint or a chart, where Markdown would stand as it was typed. What would cost too much to read stays.
    /// </summary>
    public static string Plain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || Parse(text) is not { } document)
        {
            return text ?? "";
        }

        var words = document.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            AutolinkInline link => link.Url,
            LineBreakInline => " ",
            CodeBlock block => $" {block.Lines} ",
            Block => " ",
            _ => "",
        });
        return string.Join(' ', string.Concat(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Lay(string text, int below, string? anchor)
    {
        if (Parse(text) is not { } document)
        {
            return AsText(text);
        }

        foreach (var picture in document.Descendants<LinkInline>().Where(link => link.IsImage).ToList())
        {
            picture.ReplaceBy(new EmphasisInline { DelimiterChar = '*', DelimiterCount = 1 });
        }

        var number = 0;
        foreach (var (heading, depth) in Headings(document))
        {
            heading.Level = Math.Min(below + depth, DeepestHeading);
            if (anchor is not null)
            {
                heading.GetAttributes().Id = Anchor(anchor, ++number);
            }
        }

        var html = document.ToHtml(Pipeline);
        return (html.Length > MarkdownBudget.MostOutput ? null : MarkdownCleaning.Clean(html)) ?? AsText(text);
    }

    private static string AsText(string text) =>
        $"<p class=\"small mut\">This text is too elaborate to be laid out, so it stands here as it was written.</p><pre>{Encode(text)}</pre>";

    // Five characters at most for one, so that a text cannot grow beyond the budget here either.
    private static string Encode(string text) => text.Length > MarkdownBudget.MostCharacters
        ? Encode(text[..MarkdownBudget.MostCharacters])
        : text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The headings of a text in their order, with the ids that <see cref="Html"/> gives them.</summary>
    public static IReadOnlyList<MarkdownSection> Sections(string text, string anchor) => Parse(text) is { } document
        ? [.. Headings(document).Select((found, i) => new MarkdownSection(found.Depth, Words(found.Heading), Anchor(anchor, i + 1)))]
        : [];

    // Null where it costs more than any text that people write, or is nested deeper; the parser gives up there.
    private static MarkdownDocument? Parse(string text)
    {
        if (!MarkdownBudget.Covers(text))
        {
            return null;
        }

        try
        {
            var document = Markdig.Markdown.Parse(text, Pipeline);
            return MarkdownBudget.Covers(document) ? document : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The depth counts from 1 and grows by one at most, whatever number of # was written.</summary>
    private static IEnumerable<(HeadingBlock Heading, int Depth)> Headings(MarkdownDocument document)
    {
        var open = new Stack<int>();
        foreach (var heading in document.Descendants<HeadingBlock>().ToList())
        {
            var level = heading.Level;
            while (open.TryPeek(out var above) && above >= level)
            {
                open.Pop();
            }

            open.Push(level);
            yield return (heading, open.Count);
        }
    }

    private static string Words(HeadingBlock heading) => string.Concat(heading.Inline?.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        _ => "",
    }) ?? []);

    private static string Anchor(string prefix, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}-{number}");
}

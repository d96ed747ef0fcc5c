using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// Finds a section of a model card: what stands under a Markdown heading of any level, up to the next heading of that level or
/// above. Headings inside code are none, and comments (the hints of a template) are no text.
/// </summary>
internal static partial class CardSections
{
    /// <summary>The text of the first section of that name, in any case, that has one; null when there is none.</summary>
    public static string? Text(string card, string section)
    {
        var lines = Read(Comments().Replace(card, ""));
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Level > 0 && string.Equals(lines[i].Text, section.Trim(), StringComparison.OrdinalIgnoreCase)
                && Under(lines, i) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string Under(List<Line> lines, int heading)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Skip(heading + 1).TakeWhile(line => line.Level == 0 || line.Level > lines[heading].Level).Where(line => line.Level == 0))
        {
            text.Append(line.Text).Append('\n');
        }

        return text.ToString().Trim();
    }

    private static List<Line> Read(string card)
    {
        List<Line> lines = [];
        string? fence = null;
        foreach (var raw in card.Split('\n'))
        {
            var text = raw.Trim();
            var mark = Fence().Match(text);
            if (mark.Success && (fence is null || text.StartsWith(fence, StringComparison.Ordinal)))
            {
                fence = fence is null ? mark.Value : null;
                continue;
            }

            Add(lines, text, isCode: fence is not null || raw.StartsWith("    ", StringComparison.Ordinal) || raw.StartsWith('\t'));
        }

        return lines;
    }

    private static void Add(List<Line> lines, string text, bool isCode)
    {
        if (!isCode && Heading(text) is { } heading)
        {
            lines.Add(heading);
            return;
        }

        // "Intended use" over a line of = or - is a heading too.
        if (!isCode && Underline().IsMatch(text) && lines is [.., { Level: 0, Text.Length: > 0 } above])
        {
            lines[^1] = above with { Level = text[0] == '=' ? 1 : 2 };
            return;
        }

        lines.Add(new Line(0, text));
    }

    /// <summary>"## Intended use ##" as a heading of level 2; "#hashtag" is none, and "C#" keeps its sign.</summary>
    private static Line? Heading(string text)
    {
        var level = text.Length - text.TrimStart('#').Length;
        if (level is < 1 or > 6 || (text.Length > level && !char.IsWhiteSpace(text[level])))
        {
            return null;
        }

        var words = text[level..].Trim();
        var open = words.TrimEnd('#');
        return new Line(level, open.Length == 0 || char.IsWhiteSpace(open[^1]) ? open.TrimEnd() : words);
    }

    [GeneratedRegex("^(=+|-+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Underline();

    [GeneratedRegex("^(```|~~~)", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    // Without backtracking: thousands of comments that nobody closed must not cost seconds.
    [GeneratedRegex("<!--.*?-->", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comments();

    private sealed record Line(int Level, string Text);
}

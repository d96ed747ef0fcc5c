using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>Text out of a foreign file, made fit to be looked at: nothing in it moves a cursor, turns the line around or hides.</summary>
internal static class Legible
{
    /// <summary>One line: what cannot be seen stands as its code, and what is too long is cut with an ellipsis.</summary>
    public static string Line(string text, int most = 200)
    {
        var cut = Cut(text, most);
        return cut.Any(IsHidden) ? string.Concat(cut.Select(c => IsHidden(c) ? Code(c) : c.ToString())) : cut;
    }

    /// <summary>Several lines: line breaks and tabs stay, other control characters become a replacement character.</summary>
    public static string Block(string text)
    {
        if (!text.Any(c => IsHidden(c) && !IsLayout(c)) && !text.Contains('\r', StringComparison.Ordinal))
        {
            return text;
        }

        var seen = new StringBuilder(text.Length);
        foreach (var c in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            seen.Append(c == '\r' ? '\n' : IsHidden(c) && !IsLayout(c) ? '\uFFFD' : c);
        }

        return seen.ToString();
    }

    /// <summary>No longer than this, never through the middle of a pair of surrogates.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");
    }

    private static string Code(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");

    private static bool IsLayout(char c) => c is '\n' or '\t';

    /// <summary>
    /// Control, format (bidirectional marks and their like), line and paragraph separators, private use. Half a pair is left to the encoder.
    /// </summary>
    private static bool IsHidden(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}

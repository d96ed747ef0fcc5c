using System.Globalization;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Accounts;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A piece of a sentence; with an address it is a link.</summary>
public sealed record TextPart(string Text, string? Href = null, string? Title = null);

/// <summary>
/// Finds in a sentence of the registry what can be opened: requests, rollbacks, post-reviews and quarantines by their numbers (<c>#86</c>, all counted
/// together), versions of the model that it is about (<c>v12</c>), and people by their addresses, who are shown by their names.
/// </summary>
public static partial class TextParts
{
    private const int MostLinks = 40;

    public static IReadOnlyList<TextPart> Of(string text, string? model, PersonNames? names)
    {
        List<TextPart> parts = [];
        var from = 0;
        foreach (var match in Mentions().Matches(text).Take(MostLinks))
        {
            if (Link(match, model, names) is not { } link)
            {
                continue;
            }

            if (match.Index > from)
            {
                parts.Add(new TextPart(text[from..match.Index]));
            }

            parts.Add(link);
            from = match.Index + match.Length;
        }

        if (from < text.Length)
        {
            parts.Add(new TextPart(text[from..]));
        }

        return parts;
    }

    private static TextPart? Link(Match match, string? model, PersonNames? names)
    {
        if (match.Groups["number"] is { Success: true } number)
        {
            return long.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
                ? new TextPart(match.Value, Urls.Request(known)) : null;
        }

        if (match.Groups["version"] is { Success: true } version)
        {
            return model is not null && int.TryParse(version.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
                ? new TextPart(match.Value, Urls.Version(model, known)) : null;
        }

        return names?.Knows(match.Value) == true ? new TextPart(names.Of(match.Value), Urls.ActivityBy(match.Value), match.Value) : null;
    }

    // Request #86; v12 but not the end of fraud-v12 or v1.2; ann@example.org, of which the stop that ends a sentence is no part.
    [GeneratedRegex(@"#(?<number>[0-9]{1,15})(?![0-9A-Za-z])"
        + @"|(?<![\w.\-/#@])v(?<version>[0-9]{1,9})(?![\w@/]|[.\-][\w])"
        + @"|(?<![\w.+@\-])[^\s@:,;<>""'()]{1,64}@[\w\-]+(\.[\w\-]+)*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Mentions();
}

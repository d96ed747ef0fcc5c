using System.Globalization;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Accounts;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A piece of a sentence, and where it leads when it names something that has a page; a person's address is its title.</summary>
public sealed record LinkedPart(string Text, string? Address, string? Title = null);

/// <summary>
/// Finds what a sentence of the registry names, and where that is: <c>v12</c> of the model that it is about, <c>request #86</c>, <c>rollback #87</c>,
/// and people by their addresses, who are called by their names. For the registry's own words only: what a person wrote may mean anything by the same signs.
/// </summary>
public static partial class LinkedParts
{
    public static IReadOnlyList<LinkedPart> Of(string text, string? model, PersonNames? names = null)
    {
        var (parts, done) = (new List<LinkedPart>(), 0);
        foreach (var match in Named().Matches(text).AsEnumerable())
        {
            if (Part(match, model, names) is { } part)
            {
                parts.Add(new LinkedPart(text[done..match.Index], null));
                parts.Add(part);
                done = match.Index + match.Length;
            }
        }

        parts.Add(new LinkedPart(text[done..], null));
        return [.. parts.Where(part => part.Text.Length > 0)];
    }

    private static LinkedPart? Part(Match match, string? model, PersonNames? names)
    {
        if (match.Groups["version"] is { Success: true } version)
        {
            return model is not null && int.TryParse(version.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new LinkedPart(match.Value, Urls.Version(model, number)) : null;
        }

        if (match.Groups["person"] is { Success: true })
        {
            return names?.Knows(match.Value) == true ? new LinkedPart(names.Of(match.Value), Urls.ActivityBy(match.Value), match.Value) : null;
        }

        var counted = long.Parse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        return new LinkedPart(match.Value, match.Groups["what"].Value.ToUpperInvariant() switch
        {
            "ROLLBACK" => Urls.Rollback(counted),
            "POST-REVIEW" => Urls.PostReview(counted),
            _ => Urls.Request(counted), // which knows quarantines too
        });
    }

    [GeneratedRegex(@"\b(?<what>request|rollback|post-review|quarantine) #(?<number>[0-9]{1,18})\b"
        + @"|(?<![\w./@-])v(?<version>[0-9]{1,9})(?![\w/@-]|\.[0-9])"
        + @"|(?<![\w.+@-])(?<person>[^\s@:,;<>""'()]{1,64}@[\w-]+(\.[\w-]+)*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}

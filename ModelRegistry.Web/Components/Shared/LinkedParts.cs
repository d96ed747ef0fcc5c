using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>A piece of a sentence, and where it leads when it names something that has a page.</summary>
public sealed record LinkedPart(string Text, string? Address);

/// <summary>
/// Finds what a sentence of the registry names by its number, and where that is: <c>v12</c> of the model that it is about, <c>request #86</c>,
/// <c>rollback #87</c>. For the registry's own words only: what a person wrote may mean anything by the same signs.
/// </summary>
public static partial class LinkedParts
{
    public static IReadOnlyList<LinkedPart> Of(string text, string? model)
    {
        var (parts, done) = (new List<LinkedPart>(), 0);
        foreach (var match in Named().Matches(text).Where(match => AddressOf(match, model) is not null))
        {
            parts.Add(new LinkedPart(text[done..match.Index], null));
            parts.Add(new LinkedPart(match.Value, AddressOf(match, model)));
            done = match.Index + match.Length;
        }

        parts.Add(new LinkedPart(text[done..], null));
        return [.. parts.Where(part => part.Text.Length > 0)];
    }

    private static string? AddressOf(Match match, string? model)
    {
        if (match.Groups["version"] is { Success: true } version)
        {
            return model is not null && int.TryParse(version.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Urls.Version(model, number) : null;
        }

        var counted = long.Parse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        return match.Groups["what"].Value.ToUpperInvariant() switch
        {
            "ROLLBACK" => Urls.Rollback(counted),
            "POST-REVIEW" => Urls.PostReview(counted),
            _ => Urls.Request(counted),
        };
    }

    [GeneratedRegex(@"\b(?<what>request|rollback|post-review) #(?<number>[0-9]{1,18})\b|(?<![\w./-])v(?<version>[0-9]{1,9})(?![\w/-]|\.[0-9])",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}

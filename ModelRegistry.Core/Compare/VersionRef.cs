using System.Globalization;

namespace ModelRegistry.Core.Compare;

/// <summary>A version of some model, as an address names it: <c>digits:8</c>.</summary>
public readonly record struct VersionRef(string Model, int Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Model}:{Number}");

    /// <summary>
    /// The versions of a list with commas between, each once, in the order given. <c>8</c> and <c>v8</c> are versions of
    /// <paramref name="model"/>, when there is one. A model's name may hold commas and never a colon. What is neither goes to
    /// <paramref name="unread"/>.
    /// </summary>
    public static IReadOnlyList<VersionRef> ReadList(string? text, string? model, out IReadOnlyList<string> unread)
    {
        var found = new List<VersionRef>();
        var odd = new List<string>();
        for (var rest = text ?? ""; rest.Length > 0;)
        {
            var part = Until(rest, ',', 0);
            if (model is not null && Count(part) is { } own)
            {
                found.Add(new VersionRef(model, own));
            }
            else if (rest.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && Count(Until(rest, ',', colon + 1)) is { } number)
            {
                part = rest[..(colon + 1)] + Until(rest, ',', colon + 1);
                found.Add(new VersionRef(rest[..colon].Trim(), number));
            }
            else if (!string.IsNullOrWhiteSpace(part))
            {
                odd.Add(part.Trim());
            }

            rest = rest.Length > part.Length ? rest[(part.Length + 1)..] : "";
        }

        unread = odd;
        return [.. found.Distinct()];
    }

    private static string Until(string text, char end, int from) => text.IndexOf(end, from) is >= 0 and var at ? text[from..at] : text[from..];

    private static int? Count(string text) =>
        int.TryParse(text.Trim().TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}

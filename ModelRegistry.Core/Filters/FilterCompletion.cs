using System.Buffers;

namespace ModelRegistry.Core.Filters;

/// <summary>A text to put in the place of <see cref="Length"/> characters from <see cref="Start"/>.</summary>
public sealed record FilterSuggestion(string Text, int Start, int Length);

/// <summary>What may come next in a search box: fields, operators, <c>and</c> or <c>or</c>, by the same pieces that the filter is read with.</summary>
public static class FilterCompletion
{
    // Keys with one of these stand in backticks.
    private static readonly SearchValues<char> ToQuote = SearchValues.Create(" [=,()'\"");

    private static readonly string[] ForTexts = ["=", "!=", "like", "ilike", "in"];
    private static readonly string[] ForNumbers = ["=", "!=", "<", "<=", ">", ">=", "in"];

    /// <param name="text">What stands in the box.</param>
    /// <param name="caret">Where the caret is.</param>
    /// <param name="fields">The fields of the list with the keys that exist: <c>name</c>, <c>tags.team</c>, <c>metrics.accuracy</c>.</param>
    public static IReadOnlyList<FilterSuggestion> Suggest(string text, int caret, IReadOnlyCollection<string> fields)
    {
        var before = text[..Math.Clamp(caret, 0, Math.Min(text.Length, Filter.MaxLength))];
        var tokens = FilterScanner.Scan(before);
        var typing = tokens.Count > 0 && tokens[^1].End == before.Length
            && tokens[^1].Kind is not (FilterTokenKind.Text or FilterTokenKind.Number or FilterTokenKind.Comparer or FilterTokenKind.Open
                or FilterTokenKind.Close or FilterTokenKind.Comma);
        var (start, previous) = typing ? (tokens[^1].Position, tokens.Count - 2) : (before.Length, tokens.Count - 1);
        var (typed, kind) = (before[start..], previous < 0 ? FilterTokenKind.And : tokens[previous].Kind);
        IEnumerable<string> candidates = kind switch
        {
            FilterTokenKind.And or FilterTokenKind.Or or FilterTokenKind.Not or FilterTokenKind.Open => fields.Select(Written),
            FilterTokenKind.Field when fields.Contains(tokens[previous].Value, StringComparer.OrdinalIgnoreCase) =>
                tokens[previous].Value.StartsWith("metrics.", StringComparison.OrdinalIgnoreCase) ? ForNumbers : ForTexts,
            FilterTokenKind.Text or FilterTokenKind.Number or FilterTokenKind.Close => ["and", "or"],
            _ => [],
        };
        return [.. candidates.Where(candidate => candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && candidate != typed)
            .Select(candidate => new FilterSuggestion(candidate, start, typed.Length))];
    }

    private static string Written(string field)
    {
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && field.AsSpan(dot).ContainsAny(ToQuote) ? $"{field[..dot]}.`{field[(dot + 1)..]}`" : field;
    }
}

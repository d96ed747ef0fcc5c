namespace ModelRegistry.Core.Models;

/// <summary>A text to put in the place of <see cref="Length"/> characters from <see cref="Start"/>.</summary>
public sealed record FilterSuggestion(string Text, int Start, int Length);

/// <summary>What may come next in the search box: fields, operators or <c>and</c>, by the same tokens that the filter is read with.</summary>
public static class ModelFilterCompletion
{
    private static readonly string[] Fields = ["name", "owner", "description"];
    private static readonly string[] Operators = ["=", "!=", "like", "ilike"];

    public static IReadOnlyList<FilterSuggestion> Suggest(string text, int caret, IEnumerable<string> tagKeys)
    {
        var before = text[..Math.Clamp(caret, 0, Math.Min(text.Length, ModelFilter.MaxLength))];
        var tokens = FilterSyntax.Tokenize(before);
        var typing = tokens.Count > 0 && tokens[^1].Kind is not (FilterToken.Text or FilterToken.Equal or FilterToken.NotEqual)
            && tokens[^1].Position.Absolute + tokens[^1].Span.Length == before.Length;
        var (start, previous) = typing ? (tokens[^1].Position.Absolute, tokens.Count - 2) : (before.Length, tokens.Count - 1);
        var (typed, kind) = (before[start..], previous < 0 ? FilterToken.And : tokens[previous].Kind);
        IEnumerable<string> candidates = kind switch
        {
            FilterToken.And => [.. Fields, .. tagKeys.Select(Tag)],
            FilterToken.Field when FilterSyntax.Known(tokens[previous]) is not null => Operators,
            FilterToken.Text => ["and"],
            _ => [],
        };
        return [.. candidates.Where(candidate => candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && candidate != typed)
            .Select(candidate => new FilterSuggestion(candidate, start, typed.Length))];
    }

    private static string Tag(string key) => key.Contains(' ', StringComparison.Ordinal) ? $"tags.`{key}`" : $"tags.{key}";
}

namespace ModelRegistry.Core.Filters;

/// <summary>
/// The place in a filter where somebody is typing, by the same pieces that the filter is read with: what may stand there, what was typed of it, and which
/// characters a suggestion replaces.
/// </summary>
internal sealed record FilterCompletion(SuggestionKind Kind, string Typed, int From, int To)
{
    private static readonly string[] ForTexts = ["=", "!=", "like", "ilike", "in"];
    private static readonly string[] ForNumbers = ["=", "!=", "<", "<=", ">", ">=", "in"];
    private static readonly string[] ForWords = ["=", "!=", "in"];
    private static readonly string[] InList = [",", ")"];
    private static readonly string[] Between = ["and", "or"];

    /// <summary>The field that stands before; null where a field itself is typed.</summary>
    public FilterField? Field { get; private init; }

    /// <summary>All that may stand here, where that does not depend on what the registry holds.</summary>
    public IReadOnlyList<string> Fixed { get; private init; } = [];

    /// <param name="text">What stands in the box.</param>
    /// <param name="caret">Where the caret is.</param>
    /// <param name="isField">Whether the list has a field of this name.</param>
    /// <returns>The place; null where nothing can be suggested, as among plain words.</returns>
    public static FilterCompletion? At(string text, int caret, Func<FilterField, bool> isField)
    {
        var at = Math.Clamp(caret, 0, Math.Min(text.Length, Filter.MaxLength));
        var before = text[..(at > 0 && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at)]; // never half of a surrogate pair
        var tokens = FilterScanner.Scan(before);
        var isTyping = tokens.Count > 0 && tokens[^1].End == before.Length && IsUnfinished(tokens[^1].Kind);
        var from = isTyping ? StartOf(before, tokens[^1].Position) : before.Length;
        var previous = isTyping ? tokens.Count - 2 : tokens.Count - 1;
        var place = new FilterCompletion(SuggestionKind.Joiner, before[from..], from, EndOf(text, before.Length, before[from..]));
        if (previous < 0)
        {
            return place.AsField();
        }

        var last = tokens[previous];
        return last.Kind switch
        {
            FilterTokenKind.Not when previous > 0 && tokens[previous - 1].Kind == FilterTokenKind.Field =>
                place with { Kind = SuggestionKind.Operator, Fixed = ["in"] },
            FilterTokenKind.Open when previous > 0 && tokens[previous - 1].Kind == FilterTokenKind.In => place.AsValue(tokens, previous, isField),
            FilterTokenKind.And or FilterTokenKind.Or or FilterTokenKind.Not or FilterTokenKind.Open => place.AsField(),
            FilterTokenKind.Field when FilterField.Of(last) is var field && isField(field) =>
                place with { Kind = SuggestionKind.Operator, Field = field, Fixed = OperatorsOf(field) },
            FilterTokenKind.Comparer or FilterTokenKind.Like or FilterTokenKind.ILike or FilterTokenKind.Comma => place.AsValue(tokens, previous, isField),
            FilterTokenKind.In => place with { Fixed = ["("] },
            FilterTokenKind.Text or FilterTokenKind.Number when IsInList(tokens, previous) => place with { Fixed = InList },
            // Right behind a quote or parenthesis there is no room for a word yet.
            FilterTokenKind.Text or FilterTokenKind.Number or FilterTokenKind.Close when last.End < from => place with { Fixed = Between },
            _ => null,
        };
    }

    /// <summary>Those of the texts that begin as it was typed and say more.</summary>
    public IEnumerable<FilterSuggestion> Of(IEnumerable<string> candidates) =>
        candidates.Where(candidate => candidate.StartsWith(Typed, StringComparison.OrdinalIgnoreCase) && candidate != Typed).Select(Suggestion);

    /// <summary>Fields, each a name or a prefix and a key.</summary>
    public IEnumerable<FilterSuggestion> OfFields(IEnumerable<string> fields) =>
        fields.Where(field => field != Typed).Select(field => Suggestion(FilterText.Field(field)));

    /// <summary>Values in quotes; one that holds both kinds of quotes cannot be written.</summary>
    public IEnumerable<FilterSuggestion> OfValues(IEnumerable<string> values) => values.Select(FilterText.Quoted).OfType<string>().Select(Suggestion);

    private FilterSuggestion Suggestion(string text) => new(text, From, To, Kind);

    private FilterCompletion AsField() => this with { Kind = SuggestionKind.Field, Typed = string.Concat(Typed.Split('`', '"')) };

    private FilterCompletion? AsValue(List<FilterToken> tokens, int previous, Func<FilterField, bool> isField)
    {
        var at = previous;
        while (at >= 0 && tokens[at].Kind is not FilterTokenKind.Field)
        {
            at--;
        }

        return at >= 0 && FilterField.Of(tokens[at]) is var field && isField(field)
            ? this with { Kind = SuggestionKind.Value, Typed = Typed.TrimStart('\'', '"'), Field = field } : null;
    }

    private static string[] OperatorsOf(FilterField field) => (field.Prefix, field.Attribute) switch
    {
        ("metrics" or "metric", _) or (_, "number" or "version" or "created" or "updated") => ForNumbers,
        (_, "status" or "archived" or "quarantined") => ForWords,
        _ => ForTexts,
    };

    private static bool IsInList(List<FilterToken> tokens, int at)
    {
        while (at >= 0 && tokens[at].Kind is FilterTokenKind.Text or FilterTokenKind.Number or FilterTokenKind.Comma)
        {
            at--;
        }

        return at > 0 && tokens[at].Kind == FilterTokenKind.Open && tokens[at - 1].Kind == FilterTokenKind.In;
    }

    private static bool IsUnfinished(FilterTokenKind kind) => kind is not (FilterTokenKind.Text or FilterTokenKind.Number or FilterTokenKind.Comparer
        or FilterTokenKind.Open or FilterTokenKind.Close or FilterTokenKind.Comma);

    // tags.`cost c: the quote that is not closed yet belongs to the key before it.
    private static int StartOf(string before, int position)
    {
        if (position == 0 || before[position - 1] != '.')
        {
            return position;
        }

        while (position > 0 && (char.IsLetterOrDigit(before[position - 1]) || before[position - 1] is '_' or '.'))
        {
            position--;
        }

        return position;
    }

    // The rest of the word that the caret stands in, with the quote that ends it.
    private static int EndOf(string text, int caret, string typed)
    {
        var end = caret;
        while (typed.Length > 0 && end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.' or '-' or '/' or ':'))
        {
            end++;
        }

        var quote = typed.LastIndexOfAny(['\'', '"', '`']);
        return quote >= 0 && end < text.Length && text[end] == typed[quote] ? end + 1 : end;
    }
}

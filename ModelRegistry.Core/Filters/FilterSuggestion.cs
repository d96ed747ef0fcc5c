namespace ModelRegistry.Core.Filters;

/// <summary>What kind of piece a suggestion is.</summary>
public enum SuggestionKind
{
    Field,
    Operator,
    Value,

    /// <summary><c>and</c>, <c>or</c>, and the parentheses and commas of a list of values.</summary>
    Joiner,
}

/// <summary>A text to put in the place of the characters from <see cref="From"/> to <see cref="To"/>, the latter not among them.</summary>
public sealed record FilterSuggestion(string Text, int From, int To, SuggestionKind Kind);

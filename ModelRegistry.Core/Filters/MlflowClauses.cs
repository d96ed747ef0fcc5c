using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// A filter as MLflow's clients send it: comparisons of the registry's one grammar joined by <c>and</c>, without <c>or</c>, <c>not</c> and parentheses.
/// What a field means there is said by whoever asks.
/// </summary>
internal static class MlflowClauses
{
    private const int MaxLength = 64 << 10;

    /// <summary>Each value of a list that is compared as a text is a part of the statement.</summary>
    private const int MostTexts = 100;

    /// <param name="filter">The filter; nothing asks for everything.</param>
    /// <param name="fields">What an error says where a field is missing.</param>
    /// <param name="nulls">Whether <c>is null</c> and <c>is not null</c> have a meaning there.</param>
    public static IReadOnlyList<FilterComparison> Read(string? filter, string fields, bool nulls = false)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return [];
        }

        var text = Text.Check("filter", filter, MaxLength);
        var tokens = FilterScanner.Scan(text);
        for (var i = 0; i < tokens.Count; i++)
        {
            var isList = tokens[i].Kind == FilterTokenKind.Open && i > 0 && tokens[i - 1].Kind == FilterTokenKind.In;
            var isNotIn = tokens[i].Kind == FilterTokenKind.Not && i + 1 < tokens.Count && tokens[i + 1].Kind == FilterTokenKind.In;
            var isNotNull = nulls && tokens[i].Kind == FilterTokenKind.Not && i > 0 && FilterParser.IsWord(tokens[i - 1], "is");
            if (tokens[i].Kind is FilterTokenKind.Or or FilterTokenKind.Not or FilterTokenKind.Open && !isList && !isNotIn && !isNotNull)
            {
                throw Refuse(text, tokens[i].Position, "comparisons that are joined by AND, without OR, NOT and parentheses");
            }
        }

        try
        {
            return FilterParser.Parse(text, tokens, fields, FilterLimits.OfPrograms, nulls) switch
            {
                FilterAll all => [.. all.Nodes.Cast<FilterComparison>()],
                var one => [(FilterComparison)one],
            };
        }
        catch (RegistryException refusal) when (refusal.Details?["position"] is int position)
        {
            throw Refuse(text, position, (string)refusal.Details["expected"]!);
        }
    }

    /// <summary>Refuses a list that would make too long a statement.</summary>
    public static FilterComparison RequireShort(FilterComparison comparison, int most = MostTexts) => comparison.Values.Count <= most ? comparison
        : throw Refuse(comparison, $"at most {most.Text()} values in a list");

    /// <summary>A comparison that has no meaning where it stands.</summary>
    public static RegistryException Refuse(FilterComparison comparison, string expected) => RegistryException.Invalid("filter", "filter_invalid",
        $"Invalid clause(s) in filter string: expected {expected} at character {(comparison.Field.Position + 1).Text()}.");

    /// <summary>Refuses operators other than these.</summary>
    public static void RequireOperator(FilterComparison comparison, params ReadOnlySpan<FilterOperator> allowed)
    {
        if (!allowed.Contains(comparison.Operator))
        {
            throw Refuse(comparison, $"one of the operators that '{comparison.Field.Key}' takes ({FilterText.Signs(allowed)})");
        }
    }

    /// <summary>Refuses numbers without quotes where text is compared.</summary>
    public static void RequireTexts(FilterComparison comparison)
    {
        if (comparison.Values.Any(value => value.Number is not null))
        {
            throw Refuse(comparison, $"a value in quotes for '{comparison.Field.Key}'");
        }
    }

    private static RegistryException Refuse(string text, int position, string expected) => RegistryException.Invalid("filter", "filter_invalid",
        $"Invalid clause(s) in filter string: expected {expected} at character {(position + 1).Text()} of {text.Length.Text()}.");
}

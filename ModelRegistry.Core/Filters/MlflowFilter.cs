using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// What a client of MLflow sends as <c>filter</c>: the registry's grammar without <c>or</c>, <c>not</c> and parentheses, and without plain words.
/// </summary>
internal static class MlflowFilter
{
    public const int MaxLength = 200_000;

    /// <summary>Each value of such a list is a part of the statement.</summary>
    private const int MostTexts = 100;

    /// <summary>The comparisons that all must hold; none for an empty filter.</summary>
    public static IReadOnlyList<FilterComparison> Read(string? filter, string fields)
    {
        var text = Text.Check("filter", filter, MaxLength);
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        var tokens = FilterScanner.Scan(text);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == FilterTokenKind.Open && (i == 0 || tokens[i - 1].Kind != FilterTokenKind.In))
            {
                throw Other();
            }
        }

        return FilterParser.Parse(text, tokens, fields, FilterLimits.OfPrograms) switch
        {
            FilterComparison one => [one],
            FilterAll all when all.Nodes.All(node => node is FilterComparison) => [.. all.Nodes.Cast<FilterComparison>()],
            _ => throw Other(),
        };
    }

    private static RegistryException Other() => RegistryException.Invalid("filter", "filter_invalid",
        "Invalid clause(s) in filter string: only comparisons joined by AND are understood here, without OR, NOT and parentheses.");

    /// <summary>Refuses a list that would make too long a statement.</summary>
    public static FilterComparison RequireShort(FilterComparison comparison, int most = MostTexts) => comparison.Values.Count <= most ? comparison
        : throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, $"at most {most.Text()} values in a list");
}

using System.Buffers;

namespace ModelRegistry.Core.Filters;

/// <summary>Writes the filter grammar as a person would type it.</summary>
internal static class FilterText
{
    // Keys with one of these stand in backticks.
    private static readonly SearchValues<char> ToQuote = SearchValues.Create(" [=,()'\"<>!");

    /// <summary>
    /// A value in quotes; null when it holds both kinds, which the grammar cannot say. A quote that is doubled may stand inside, and stays doubled.
    /// </summary>
    public static string? Quoted(string value) =>
        !value.Replace("''", "", StringComparison.Ordinal).Contains('\'', StringComparison.Ordinal) ? $"'{value}'"
        : !value.Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal) ? $"\"{value}\"" : null;

    /// <summary>A name, or a prefix and a key.</summary>
    public static string Field(string field)
    {
        var dot = field.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && field.AsSpan(dot).ContainsAny(ToQuote) ? $"{field[..dot]}.`{field[(dot + 1)..]}`" : field;
    }

    /// <summary>A whole filter, with the parentheses that it needs.</summary>
    public static string Of(FilterNode node) => node switch
    {
        FilterAll all => string.Join(" and ", all.Nodes.Select(inner => inner is FilterAny ? $"({Of(inner)})" : Of(inner))),
        FilterAny any => string.Join(" or ", any.Nodes.Select(Of)),
        FilterNot not => not.Node is FilterComparison ? $"not {Of(not.Node)}" : $"not ({Of(not.Node)})",
        _ => Of((FilterComparison)node),
    };

    private static string Of(FilterComparison comparison)
    {
        var name = comparison.Field.Prefix.Length == 0 ? comparison.Field.Key : Field($"{comparison.Field.Prefix}.{comparison.Field.Key}");
        var values = comparison.Values.Select(value => value.Number is null ? Quoted(value.Text) : value.Text);
        return comparison.Operator is FilterOperator.In or FilterOperator.NotIn
            ? $"{name} {Sign(comparison.Operator)} ({string.Join(", ", values)})"
            : $"{name} {Sign(comparison.Operator)} {values.First()}";
    }

    /// <summary>Some operators, as they are written.</summary>
    public static string Signs(ReadOnlySpan<FilterOperator> operators) =>
        string.Join(", ", operators.ToArray().Select(comparing => Sign(comparing).ToUpperInvariant()));

    private static string Sign(FilterOperator comparing) => comparing switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "!=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        FilterOperator.GreaterOrEqual => ">=",
        FilterOperator.Like => "like",
        FilterOperator.ILike => "ilike",
        FilterOperator.In => "in",
        _ => "not in",
    };
}

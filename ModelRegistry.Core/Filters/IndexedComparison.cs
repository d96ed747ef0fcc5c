using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ModelRegistry.Core.Filters;

/// <summary>Where in the index of a text column the rows of a comparison lie: all of them, and perhaps others beside.</summary>
internal static class IndexedComparison
{
    /// <param name="rows">The rows of the index.</param>
    /// <param name="comparison">What is compared.</param>
    /// <param name="column">What the index holds of the text.</param>
    /// <param name="stored">How a text becomes that.</param>
    /// <returns>Null where the comparison does not say where to look.</returns>
    public static IQueryable<T>? Within<T>(this IQueryable<T> rows, FilterComparison comparison, Expression<Func<T, string?>> column,
        Func<string, string>? stored = null)
    {
        stored ??= text => text;
        switch (comparison.Operator)
        {
            case FilterOperator.Equal:
                return rows.Equal(column, stored(comparison.Value.Text));
            case FilterOperator.In:
                var texts = comparison.Values.Select(value => stored(value.Text)).Distinct().ToArray();
                Expression<Func<string?, bool>> isOne = text => EF.Parameter(texts).Contains(text);
                return rows.Where(Expression.Lambda<Func<T, bool>>(isOne.BodyWith(column.Body), column.Parameters));
            case FilterOperator.Like:
                return TextRange.Of(stored(LikePattern.Parse(comparison.Value.Text).Start)) is { } range ? rows.Where(range.Holds(column)) : null;
            default:
                return null;
        }
    }

    /// <summary>The comparisons that every row must meet.</summary>
    public static IEnumerable<FilterComparison> Demands(this FilterNode? node) => node switch
    {
        FilterComparison comparison => [comparison],
        FilterAll all => all.Nodes.SelectMany(Demands),
        _ => [],
    };
}

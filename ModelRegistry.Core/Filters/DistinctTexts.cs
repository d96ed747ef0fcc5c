using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// The distinct texts of a column, each found by one seek of the index that begins with it: what a model has fifty of costs fifty seeks, however many
/// rows repeat them. DISTINCT would read every row.
/// </summary>
internal static class DistinctTexts
{
    /// <param name="rows">The rows, which an index must serve in the order of the column.</param>
    /// <param name="column">What is looked at; rows without it are passed over.</param>
    /// <param name="start">What the texts begin with.</param>
    /// <param name="most">How many are looked for.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<string>> SkimAsync<T>(this IQueryable<T> rows, Expression<Func<T, string?>> column, string start, int most,
        CancellationToken ct)
    {
        List<string> found = [];
        while (found.Count < most)
        {
            var next = await Beyond(rows, column, found.Count == 0 ? start : found[^1], orEqual: found.Count == 0).FirstOrDefaultAsync(ct);
            if (next is null || !next.StartsWith(start, StringComparison.Ordinal))
            {
                break;
            }

            found.Add(next);
        }

        return found;
    }

    internal static IQueryable<string?> Beyond<T>(IQueryable<T> rows, Expression<Func<T, string?>> column, string text, bool orEqual)
    {
        var compared = Expression.Call(typeof(string), nameof(string.Compare), null, column.Body, Parameter.Of(text));
        var (zero, kind) = (Expression.Constant(0), orEqual ? ExpressionType.GreaterThanOrEqual : ExpressionType.GreaterThan);
        return rows.Where(Expression.Lambda<Func<T, bool>>(Expression.MakeBinary(kind, compared, zero), column.Parameters)).OrderBy(column).Select(column);
    }
}

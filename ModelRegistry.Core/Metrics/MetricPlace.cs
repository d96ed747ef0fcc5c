using System.Linq.Expressions;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// Where a metric stands in an order, before its size is looked at: infinities beyond every number, then what is no number, and last what was not measured,
/// whichever way the order goes. The row is the one that lists go by (<see cref="Metric.ListedIn"/>).
/// </summary>
internal static class MetricPlace
{
    public const int Missing = 4;

    /// <summary>The kinds in the order of their places.</summary>
    public static IReadOnlyList<NumberKind> Kinds(bool descending) => descending
        ? [NumberKind.PositiveInfinity, NumberKind.Finite, NumberKind.NegativeInfinity, NumberKind.NaN]
        : [NumberKind.NegativeInfinity, NumberKind.Finite, NumberKind.PositiveInfinity, NumberKind.NaN];

    /// <summary>Adds both columns of such an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="listed">The one row of a version, or none.</param>
    /// <param name="descending">The direction.</param>
    public static void By<T>(this KeysetOrder<T> order, Expression<Func<T, IQueryable<Metric>>> listed, bool descending)
    {
        var (below, beyond) = descending ? (2, 0) : (0, 2);
        Expression<Func<IQueryable<Metric>, int>> place = rows => rows.Select(row => (int?)(row.Kind == NumberKind.Finite ? 1
            : row.Kind == NumberKind.NegativeInfinity ? below : row.Kind == NumberKind.PositiveInfinity ? beyond : 3)).FirstOrDefault() ?? Missing;
        Expression<Func<IQueryable<Metric>, double>> size = rows => rows.Select(row => (double?)row.Stored).FirstOrDefault() ?? 0;
        order.By(Expression.Lambda<Func<T, int>>(place.BodyWith(listed.Body), listed.Parameters), descending: false);
        order.By(Expression.Lambda<Func<T, double>>(size.BodyWith(listed.Body), listed.Parameters), descending);
    }

    /// <summary>The same where the row was joined.</summary>
    public static void By<T>(this KeysetOrder<T> order, Expression<Func<T, Metric?>> row, bool descending)
    {
        var (below, beyond) = descending ? (2, 0) : (0, 2);
        Expression<Func<Metric?, int>> place = found => found == null ? Missing : found.Kind == NumberKind.Finite ? 1
            : found.Kind == NumberKind.NegativeInfinity ? below : found.Kind == NumberKind.PositiveInfinity ? beyond : 3;
        Expression<Func<Metric?, double>> size = found => found == null ? 0 : found.Stored;
        order.By(Expression.Lambda<Func<T, int>>(place.BodyWith(row.Body), row.Parameters), descending: false);
        order.By(Expression.Lambda<Func<T, double>>(size.BodyWith(row.Body), row.Parameters), descending);
    }

    /// <summary>
    /// What a comparison asks of a row. An infinite value is beyond every number; what is no number compares as false (rule 21).
    /// </summary>
    public static Expression<Func<Metric, bool>> Meets(FilterComparison comparison) =>
        Meets<Metric>(comparison, metric => metric.Kind, metric => metric.Stored);

    /// <summary>The same of any row that keeps a number in this way.</summary>
    public static Expression<Func<T, bool>> Meets<T>(FilterComparison comparison, Expression<Func<T, NumberKind>> kind, Expression<Func<T, double>> stored)
    {
        var finite = Is(kind, NumberKind.Finite).And(Comparing.Numbers(comparison, stored));
        return Beyond(comparison) is { } beyond ? finite.Or(Is(kind, beyond)) : finite;
    }

    private static Expression<Func<T, bool>> Is<T>(Expression<Func<T, NumberKind>> kind, NumberKind value) =>
        Expression.Lambda<Func<T, bool>>(Expression.Equal(kind.Body, Expression.Constant(value)), kind.Parameters);

    /// <summary>The rows of a metric that meet all these comparisons: one range of the index of finite values, and one of infinite ones.</summary>
    public static IEnumerable<IQueryable<Metric>> Within(IQueryable<Metric> rows, IReadOnlyList<FilterComparison> comparisons)
    {
        yield return comparisons.Aggregate(rows.Where(metric => metric.Kind == NumberKind.Finite), (found, comparison) =>
            found.Where(Comparing.Numbers<Metric>(comparison, metric => metric.Stored)));
        if (comparisons.Select(Beyond).Distinct().ToList() is [{ } kind])
        {
            yield return rows.Where(metric => metric.Kind == kind);
        }
    }

    private static NumberKind? Beyond(FilterComparison comparison) => comparison.Operator switch
    {
        FilterOperator.Greater or FilterOperator.GreaterOrEqual => NumberKind.PositiveInfinity,
        FilterOperator.Less or FilterOperator.LessOrEqual => NumberKind.NegativeInfinity,
        _ => null,
    };
}

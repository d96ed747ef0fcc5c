using System.Linq.Expressions;

namespace ModelRegistry.Core.Filters;

/// <summary>What comes after a value in an order, as a condition that an index is sought by.</summary>
internal static class KeysetBound
{
    /// <summary>Those of the rows that come after a value.</summary>
    public static IQueryable<T> Beyond<T, TValue>(this IQueryable<T> rows, Expression<Func<T, TValue>> column, TValue value, bool descending) =>
        rows.Where(Expression.Lambda<Func<T, bool>>(Compare(column.Body, Parameter.Of(value), descending, orEqual: false), column.Parameters));

    /// <summary>Those of the rows that have the value.</summary>
    public static IQueryable<T> Equal<T, TValue>(this IQueryable<T> rows, Expression<Func<T, TValue>> column, TValue value) =>
        rows.Where(Expression.Lambda<Func<T, bool>>(Expression.Equal(column.Body, Parameter.Of(value)), column.Parameters));

    public static IOrderedQueryable<T> By<T, TValue>(this IQueryable<T> rows, Expression<Func<T, TValue>> column, bool descending) =>
        descending ? rows.OrderByDescending(column) : rows.OrderBy(column);

    public static IOrderedQueryable<T> ThenBy<T, TValue>(this IOrderedQueryable<T> rows, Expression<Func<T, TValue>> column, bool descending) =>
        descending ? rows.ThenByDescending(column) : rows.ThenBy(column);

    public static BinaryExpression Compare(Expression left, Expression right, bool descending, bool orEqual)
    {
        if (left.Type == typeof(string))
        {
            (left, right) = (Expression.Call(typeof(string), nameof(string.Compare), null, left, right), Expression.Constant(0));
        }

        return (descending, orEqual) switch
        {
            (false, false) => Expression.GreaterThan(left, right),
            (false, true) => Expression.GreaterThanOrEqual(left, right),
            (true, false) => Expression.LessThan(left, right),
            (true, true) => Expression.LessThanOrEqual(left, right),
        };
    }
}

using System.Linq.Expressions;

namespace ModelRegistry.Core.Filters;

/// <summary>Conditions put together, so that a whole filter becomes one condition of one query.</summary>
internal static class Predicates
{
    public static Expression<Func<T, bool>> And<T>(this Expression<Func<T, bool>> one, Expression<Func<T, bool>> other) => Join(one, other, Expression.AndAlso);

    public static Expression<Func<T, bool>> Or<T>(this Expression<Func<T, bool>> one, Expression<Func<T, bool>> other) => Join(one, other, Expression.OrElse);

    public static Expression<Func<T, bool>> Not<T>(this Expression<Func<T, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);

    /// <summary>A filter as one condition; <paramref name="compare"/> says what each comparison means.</summary>
    public static Expression<Func<T, bool>> Of<T>(FilterNode node, Func<FilterComparison, Expression<Func<T, bool>>> compare) => node switch
    {
        FilterAll all => all.Nodes.Select(inner => Of(inner, compare)).Aggregate(And),
        FilterAny any => any.Nodes.Select(inner => Of(inner, compare)).Aggregate(Or),
        FilterNot not => Not(Of(not.Node, compare)),
        _ => compare((FilterComparison)node),
    };

    /// <summary>The body of a lambda with another expression in the place of its parameter.</summary>
    public static Expression BodyWith(this LambdaExpression lambda, Expression argument) =>
        new Replacement(lambda.Parameters[0], argument).Visit(lambda.Body);

    /// <summary>The same of a lambda of two.</summary>
    public static Expression BodyWith(this LambdaExpression lambda, Expression first, Expression second) =>
        new Replacement(lambda.Parameters[1], second).Visit(lambda.BodyWith(first));

    private static Expression<Func<T, bool>> Join<T>(Expression<Func<T, bool>> one, Expression<Func<T, bool>> other,
        Func<Expression, Expression, BinaryExpression> how) =>
        Expression.Lambda<Func<T, bool>>(how(one.Body, other.BodyWith(one.Parameters[0])), one.Parameters);

    private sealed class Replacement(ParameterExpression parameter, Expression argument) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? argument : base.VisitParameter(node);
    }
}

using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>
/// SQL Server takes <c>'a'</c> and <c>'a '</c> for equal under every collation, SQLite does not. So wherever a query compares text with what somebody sent,
/// the lengths are compared too. An index serves the first comparison; the second only looks at what it found.
/// </summary>
internal sealed class ExactText : IQueryExpressionInterceptor
{
    /// <summary>EF builds its services anew for each other instance.</summary>
    public static ExactText Instance { get; } = new();

    private ExactText()
    {
    }

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => new Lengths().Visit(queryExpression);

    private sealed class Lengths : ExpressionVisitor
    {
        private static readonly MethodInfo DataLength = typeof(SqlServerDbFunctionsExtensions)
            .GetMethod(nameof(SqlServerDbFunctionsExtensions.DataLength), [typeof(DbFunctions), typeof(string)])!;

        private static readonly ConstantExpression Functions = Expression.Constant(EF.Functions);

        protected override Expression VisitBinary(BinaryExpression node) => base.VisitBinary(node) switch
        {
            BinaryExpression { NodeType: ExpressionType.Equal } equal when IsWithSentText(equal) => Expression.AndAlso(equal, SameLength(equal)),
            BinaryExpression { NodeType: ExpressionType.NotEqual } other when IsWithSentText(other) =>
                Expression.OrElse(other, Expression.Not(SameLength(other))),
            var visited => visited,
        };

        private static bool IsWithSentText(BinaryExpression comparison) => comparison.Left.Type == typeof(string)
            && comparison.Left is QueryParameterExpression != comparison.Right is QueryParameterExpression;

        private static BinaryExpression SameLength(BinaryExpression comparison) =>
            Expression.Equal(Expression.Call(DataLength, Functions, comparison.Left), Expression.Call(DataLength, Functions, comparison.Right));
    }
}

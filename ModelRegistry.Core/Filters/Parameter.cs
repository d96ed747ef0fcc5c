using System.Linq.Expressions;

namespace ModelRegistry.Core.Filters;

/// <summary>A value in an expression that a query takes as a parameter, so that one statement serves all values.</summary>
internal static class Parameter
{
    public static Expression Of<T>(T value) => Expression.Property(Expression.Constant(new Box<T>(value)), nameof(Box<T>.Value));

    private sealed class Box<T>(T value)
    {
        public T Value { get; } = value;
    }
}

using System.Linq.Expressions;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Versions;

/// <summary>What is read of a row along an index.</summary>
internal sealed class Step
{
    public required object Value { get; init; }

    public required int Number { get; init; }
}

/// <summary>
/// A part of an order of a model's versions that is read along one index, from wherever a page begins: the version numbers with the values by which the order
/// goes on. Its first value is the same for all of it.
/// </summary>
internal abstract class Stretch(object[] head)
{
    /// <summary>What all of its keys begin with.</summary>
    protected object[] Head => head;

    /// <summary>Whether its rows are the versions that the list may show, so that they need no further look where nothing is filtered.</summary>
    public abstract bool IsOfVersions { get; }

    /// <summary>Whether a page that ended with these keys goes on in this stretch.</summary>
    public bool Holds(object[] keys) => head.Length == 0 || head[0].Equals(keys[0]);

    /// <summary>The rows after those keys, one query after the other.</summary>
    /// <param name="keys">Of the last row of the page before; null: from its beginning.</param>
    /// <param name="isAsked">Which versions are asked for, by number; null: all that the stretch holds.</param>
    public abstract IEnumerable<IQueryable<Step>> After(object[]? keys, Expression<Func<int, bool>>? isAsked);

    public abstract object[] Keys(Step step);

    protected static IQueryable<T> Asked<T>(IQueryable<T> rows, Expression<Func<T, int>> number, Expression<Func<int, bool>>? isAsked) =>
        isAsked is null ? rows : rows.Where(Expression.Lambda<Func<T, bool>>(isAsked.BodyWith(number.Body), number.Parameters));

    protected static Expression<Func<T, Step>> Read<T>(Expression value, Expression<Func<T, int>> number) =>
        Expression.Lambda<Func<T, Step>>(Expression.MemberInit(Expression.New(typeof(Step)),
            Expression.Bind(typeof(Step).GetProperty(nameof(Step.Value))!, Expression.Convert(value, typeof(object))),
            Expression.Bind(typeof(Step).GetProperty(nameof(Step.Number))!, number.Body)), number.Parameters);
}

/// <summary>Rows by their value and then by the number of the version, both in the same direction: as the index has them.</summary>
internal sealed class ValueStretch<T, TValue>(object[] head, IQueryable<T> rows, Expression<Func<T, TValue>> value, Expression<Func<T, int>> number,
    bool descending) : Stretch(head)
    where TValue : notnull
{
    private readonly Expression<Func<T, TValue>> _value =
        Expression.Lambda<Func<T, TValue>>(value.BodyWith(number.Parameters[0]), number.Parameters);

    public override bool IsOfVersions => typeof(T) == typeof(ModelVersion);

    public override IEnumerable<IQueryable<Step>> After(object[]? keys, Expression<Func<int, bool>>? isAsked)
    {
        var asked = Asked(rows, number, isAsked);
        if (keys is null)
        {
            yield return Steps(asked);
            yield break;
        }

        // First the rest of those with the same value: one condition for both would be sought by neither.
        var (last, lastNumber) = ((TValue)keys[^2], (int)keys[^1]);
        yield return asked.Equal(_value, last).Beyond(number, lastNumber, descending).By(number, descending).Select(Read(_value.Body, number));
        yield return Steps(asked.Beyond(_value, last, descending));
    }

    public override object[] Keys(Step step) => [.. Head, step.Value, step.Number];

    private IQueryable<Step> Steps(IQueryable<T> from) => from.By(_value, descending).ThenBy(number, descending).Select(Read(_value.Body, number));
}

/// <summary>Rows that differ by the number of the version only.</summary>
internal sealed class NumberStretch<T>(object[] head, IQueryable<T> rows, Expression<Func<T, int>> number, bool descending) : Stretch(head)
{
    public override bool IsOfVersions => typeof(T) == typeof(ModelVersion);

    public override IEnumerable<IQueryable<Step>> After(object[]? keys, Expression<Func<int, bool>>? isAsked)
    {
        var asked = Asked(rows, number, isAsked);
        yield return (keys is null ? asked : asked.Beyond(number, (int)keys[^1], descending)).By(number, descending).Select(Read(number.Body, number));
    }

    public override object[] Keys(Step step) => [.. Head, step.Number];
}

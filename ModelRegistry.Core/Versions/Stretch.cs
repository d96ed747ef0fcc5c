using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
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
internal abstract class Stretch(object[] head, bool descending)
{
    /// <summary>What all of its keys begin with.</summary>
    public object[] Head => head;

    protected bool Descending => descending;

    /// <summary>Whether its rows differ by the number of the version only.</summary>
    public abstract bool IsByNumber { get; }

    /// <summary>Whether its rows are the versions that the list may show, so that they need no further look where nothing is filtered.</summary>
    public abstract bool IsOfVersions { get; }

    /// <summary>Whether a page that ended with these keys goes on in this stretch.</summary>
    public bool Holds(object[] keys) => head.Length == 0 || head[0].Equals(keys[0]);

    /// <summary>The rows after those keys, one query after the other.</summary>
    /// <param name="keys">Of the last row of the page before; null: from its beginning.</param>
    /// <param name="isAsked">Which versions are asked for, by number; null: all that the stretch holds.</param>
    public abstract IEnumerable<IQueryable<Step>> After(object[]? keys, Expression<Func<int, bool>>? isAsked);

    /// <summary>The same of these versions only; null where the stretch is not that of all versions by their number.</summary>
    public virtual Stretch? Among(IQueryable<ModelVersion> versions) => null;

    public abstract object[] Keys(Step step);

    /// <summary>Those of its rows that have one of these numbers.</summary>
    public abstract IQueryable<Step> Of(int[] numbers);

    /// <summary>The numbers of the rows whose keys begin like this: all but the last of them, which is the number.</summary>
    public abstract IQueryable<int> Tied(object[] tie);

    /// <summary>What its rows with the same value as a row have in common.</summary>
    public object[] Tie(Step step) => Keys(step)[..^1];

    /// <summary>The same of the keys of a row, of which those of further fields may follow.</summary>
    public object[] Tie(object[] keys) => keys[..(head.Length + (IsByNumber ? 0 : 1))];

    /// <summary>Keys after which the rows beyond all of a tie come.</summary>
    public object[] EndOf(object[] tie) => [.. tie, descending ? int.MinValue : int.MaxValue];

    /// <summary>Numbers in its order, from where a page begins.</summary>
    public IEnumerable<int> Order(IEnumerable<int> numbers, object[]? keys) => descending
        ? numbers.Where(number => keys is null || number < (int)keys[^1]).OrderDescending()
        : numbers.Where(number => keys is null || number > (int)keys[^1]).Order();

    protected static IQueryable<T> Asked<T>(IQueryable<T> rows, Expression<Func<T, int>> number, Expression<Func<int, bool>>? isAsked) =>
        isAsked is null ? rows : rows.Where(Expression.Lambda<Func<T, bool>>(isAsked.BodyWith(number.Body), number.Parameters));

    protected static Expression<Func<T, Step>> Read<T>(Expression value, Expression<Func<T, int>> number) =>
        Expression.Lambda<Func<T, Step>>(Expression.MemberInit(Expression.New(typeof(Step)),
            Expression.Bind(typeof(Step).GetProperty(nameof(Step.Value))!, Expression.Convert(value, typeof(object))),
            Expression.Bind(typeof(Step).GetProperty(nameof(Step.Number))!, number.Body)), number.Parameters);
}

/// <summary>Rows by their value and then by the number of the version, both in the same direction: as the index has them.</summary>
internal sealed class ValueStretch<T, TValue>(object[] head, IQueryable<T> rows, Expression<Func<T, TValue>> value, Expression<Func<T, int>> number,
    bool descending) : Stretch(head, descending)
    where TValue : notnull
{
    private readonly Expression<Func<T, TValue>> _value =
        Expression.Lambda<Func<T, TValue>>(value.BodyWith(number.Parameters[0]), number.Parameters);

    public override bool IsByNumber => false;

    public override bool IsOfVersions => typeof(T) == typeof(ModelVersion);

    public override IQueryable<Step> Of(int[] numbers) => Steps(Asked(rows, number, found => EF.Parameter(numbers).Contains(found)));

    public override IQueryable<int> Tied(object[] tie) => rows.Equal(_value, (TValue)tie[^1]).By(number, Descending).Select(number);

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
        yield return asked.Equal(_value, last).Beyond(number, lastNumber, Descending).By(number, Descending).Select(Read(_value.Body, number));
        yield return Steps(asked.Beyond(_value, last, Descending));
    }

    public override object[] Keys(Step step) => [.. Head, step.Value, step.Number];

    private IQueryable<Step> Steps(IQueryable<T> from) => from.By(_value, Descending).ThenBy(number, Descending).Select(Read(_value.Body, number));
}

/// <summary>Rows that differ by the number of the version only.</summary>
internal sealed class NumberStretch<T>(object[] head, IQueryable<T> rows, Expression<Func<T, int>> number, bool descending) : Stretch(head, descending)
{
    public override bool IsByNumber => true;

    public override bool IsOfVersions => typeof(T) == typeof(ModelVersion);

    public override IQueryable<Step> Of(int[] numbers) => Steps(Asked(rows, number, found => EF.Parameter(numbers).Contains(found)));

    public override IQueryable<int> Tied(object[] tie) => rows.By(number, Descending).Select(number);

    public override Stretch? Among(IQueryable<ModelVersion> versions) =>
        Head.Length == 0 && versions is IQueryable<T> these ? new NumberStretch<T>(Head, these, number, Descending) : null;

    public override IEnumerable<IQueryable<Step>> After(object[]? keys, Expression<Func<int, bool>>? isAsked)
    {
        var asked = Asked(rows, number, isAsked);
        yield return Steps(keys is null ? asked : asked.Beyond(number, (int)keys[^1], Descending));
    }

    public override object[] Keys(Step step) => [.. Head, step.Number];

    private IQueryable<Step> Steps(IQueryable<T> from) => from.By(number, Descending).Select(Read(number.Body, number));
}

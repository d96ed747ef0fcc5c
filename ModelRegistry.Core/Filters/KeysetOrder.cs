using System.Globalization;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// An order of rows by several columns, of which the last is unique, so that each page goes on where the last one ended (a keyset): page 1,000 costs what
/// page 1 costs. What a row does not have comes last, ascending and descending. A page token holds the values of the last row, and for which question.
/// </summary>
internal sealed class KeysetOrder<T>(string question)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly List<Column> _columns = [];
    private readonly string _question = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..16];

    public void By(Expression<Func<T, string>> column, bool descending) => Add(column, descending, text => text, text => text);

    public void By(Expression<Func<T, int>> column, bool descending) =>
        Add(column, descending, number => number.ToString(Culture), text => (int)Math.Clamp(PageToken.Long(text), int.MinValue, int.MaxValue));

    public void By(Expression<Func<T, double>> column, bool descending) =>
        Add(column, descending, number => BitConverter.DoubleToInt64Bits(number).ToString(Culture),
            text => BitConverter.Int64BitsToDouble(PageToken.Long(text)));

    public void By(Expression<Func<T, long>> column, bool descending) => Add(column, descending, number => number.ToString(Culture), PageToken.Long);

    public void By(Expression<Func<T, DateTimeOffset>> column, bool descending) =>
        Add(column, descending, at => at.UtcTicks.ToString(Culture), PageToken.Instant);

    /// <summary>The values that a token holds; null without one.</summary>
    public object[]? Read(string? pageToken)
    {
        if (PageToken.Decode(pageToken, _columns.Count + 1) is not { } values)
        {
            return null;
        }

        return values[0] == _question
            ? [.. _columns.Zip(values[1..], (column, text) => column.Read(text))]
            : throw RegistryException.Malformed("page_token_invalid", "pageToken belongs to another filter, order or person. Start again without it.",
                "pageToken");
    }

    /// <summary>The rows after those of the token, in this order.</summary>
    public IQueryable<T> Page(IQueryable<T> rows, string? pageToken) => Page(rows, Read(pageToken));

    /// <summary>The rows after that of these values, in this order; all without.</summary>
    public IQueryable<T> Page(IQueryable<T> rows, object[]? keys)
    {
        if (keys is not null)
        {
            rows = rows.Where(After(keys));
        }

        var sorted = false;
        foreach (var column in _columns)
        {
            var method = (sorted ? "ThenBy" : "OrderBy") + (column.Descending ? "Descending" : "");
            rows = rows.Provider.CreateQuery<T>(Expression.Call(typeof(Queryable), method, [typeof(T), column.Selector.ReturnType], rows.Expression,
                Expression.Quote(column.Selector)));
            sorted = true;
        }

        return rows;
    }

    /// <summary>Whether a row has these values in the columns from one on.</summary>
    public Expression<Func<T, bool>> Equal(int from, IReadOnlyList<object> values)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(_columns.Skip(from).Zip(values, (column, value) =>
            (Expression)Expression.Equal(column.Selector.BodyWith(row), column.Parameter(value))).Aggregate(Expression.AndAlso), row);
    }

    /// <summary>What a token of a row holds.</summary>
    public Expression<Func<T, object[]>> Values
    {
        get
        {
            var row = Expression.Parameter(typeof(T), "row");
            return Expression.Lambda<Func<T, object[]>>(Expression.NewArrayInit(typeof(object),
                _columns.Select(column => Expression.Convert(column.Selector.BodyWith(row), typeof(object)))), row);
        }
    }

    /// <summary>Each row with what a token of it holds.</summary>
    public IQueryable<Keyed<T>> Keyed(IQueryable<T> rows)
    {
        var values = Values;
        var row = values.Parameters[0];
        return rows.Select(Expression.Lambda<Func<T, Keyed<T>>>(Expression.MemberInit(Expression.New(typeof(Keyed<T>)),
            Expression.Bind(typeof(Keyed<T>).GetProperty(nameof(Filters.Keyed<T>.Row))!, row),
            Expression.Bind(typeof(Keyed<T>).GetProperty(nameof(Filters.Keyed<T>.Keys))!, values.Body)), row));
    }

    public string Token(object[] keysOfLast) => PageToken.Encode([_question, .. keysOfLast.Zip(_columns, (key, column) => column.Write(key))]);

    // a >= A and (a > A or (a = A and what follows)): the bound on the first stands alone, because an index is sought by that and not by an OR.
    private Expression<Func<T, bool>> After(object[] values)
    {
        var row = Expression.Parameter(typeof(T), "row");
        Expression? rest = null;
        for (var i = _columns.Count - 1; i >= 0; i--)
        {
            var (column, value) = (_columns[i], values[i]);
            var beyond = Compare(column, row, value, orEqual: false);
            rest = rest is null ? beyond : Expression.AndAlso(Compare(column, row, value, orEqual: true), Expression.OrElse(beyond, rest));
        }

        return Expression.Lambda<Func<T, bool>>(rest!, row);
    }

    private static BinaryExpression Compare(Column column, ParameterExpression row, object value, bool orEqual) =>
        KeysetBound.Compare(column.Selector.BodyWith(row), column.Parameter(value), column.Descending, orEqual);

    private void Add<TKey>(Expression<Func<T, TKey>> column, bool descending, Func<TKey, string> write, Func<string, TKey> read)
        where TKey : notnull => _columns.Add(new Column(column, descending, key => write((TKey)key), text => read(text), value => Parameter.Of((TKey)value)));

    private sealed record Column(LambdaExpression Selector, bool Descending, Func<object, string> Write, Func<string, object> Read,
        Func<object, Expression> Parameter);
}

/// <summary>A row, and the values by which its list goes on after it.</summary>
internal sealed class Keyed<T>
{
    public required T Row { get; init; }

    public required object[] Keys { get; init; }
}

using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// What a comparison means for a column, in the words of one database. A column without a value compares as false, whatever is asked, so that
/// <c>not (…)</c> is the opposite of what stands inside.
/// </summary>
internal sealed class Comparing(DbContext db)
{
    private const int MostPlaceholders = 10;

    private readonly bool _sqlite = db.Database.ProviderName?.Contains("Sqlite", StringComparison.Ordinal) == true;

    /// <summary>Text that is equal by the character; <c>ilike</c> looks at the folded column where there is one, else in capital letters.</summary>
    public Expression<Func<T, bool>> Texts<T>(FilterComparison comparison, string column, string? folded = null)
        where T : class => Each(comparison, (value, like) => Match<T>(comparison, value, like, column, folded));

    /// <summary>Names of models, people and slots: equal without regard to case and width wherever they are compared.</summary>
    /// <param name="comparison">What is compared.</param>
    /// <param name="column">The name as it is written.</param>
    /// <param name="normalized">The name by which it is unique.</param>
    /// <param name="normalize">How a name becomes that.</param>
    public Expression<Func<T, bool>> Names<T>(FilterComparison comparison, string column, string normalized, Func<string, string> normalize)
        where T : class => Each(comparison, (value, like) => like is null
            ? Matching<T>(normalized, LikePattern.Exactly(normalize(value.Text)))
            : Match<T>(comparison, value, like, column, normalized));

    /// <summary>Text with this in it as it stands, in whatever case.</summary>
    public static Expression<Func<T, bool>> Holds<T>(string part, Expression<Func<T, string>> text)
    {
        var like = $"%{LikePattern.Exactly(part).ForLike.ToUpperInvariant()}%";
#pragma warning disable CA1304, CA1311 // the database's own upper case
        Expression<Func<string, bool>> holds = value => EF.Functions.Like(value.ToUpper(), like, LikePattern.Escape);
#pragma warning restore CA1304, CA1311
        return Expression.Lambda<Func<T, bool>>(holds.BodyWith(text.Body), text.Parameters);
    }

    /// <summary>Numbers by <c>= != &lt; &lt;= &gt; &gt;= in</c>.</summary>
    public static Expression<Func<T, bool>> Numbers<T>(FilterComparison comparison, Expression<Func<T, double>> number) =>
        Ordered(comparison, number, value => value.Number ?? throw FilterParser.Refuse(value.Position, value.Length, "a number without quotes"));

    /// <summary>Whole numbers by the same; what they are compared with may have a fraction.</summary>
    public static Expression<Func<T, bool>> Integers<T>(FilterComparison comparison, Expression<Func<T, int>> number) =>
        Ordered(comparison, number, value => Whole(comparison.Operator,
            value.Number ?? throw FilterParser.Refuse(value.Position, value.Length, "a number without quotes")));

    /// <summary>Milliseconds since 1970, as MLflow writes instants.</summary>
    public static Expression<Func<T, bool>> Milliseconds<T>(FilterComparison comparison, Expression<Func<T, long>> milliseconds) =>
        Ordered(comparison, milliseconds, value => MillisecondsOf(comparison.Operator, value));

    /// <summary>The same for what is kept as an instant.</summary>
    public static Expression<Func<T, bool>> MillisecondInstants<T>(FilterComparison comparison, Expression<Func<T, DateTimeOffset>> instant) =>
        Ordered(comparison, instant, value => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(MillisecondsOf(comparison.Operator, value),
            DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));

    /// <summary>Days or instants as ISO 8601 in quotes, in UTC where no offset is said.</summary>
    public static Expression<Func<T, bool>> Instants<T>(FilterComparison comparison, Expression<Func<T, DateTimeOffset>> instant) =>
        Ordered(comparison, instant, value => DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && value.Number is null
            ? at : throw FilterParser.Refuse(value.Position, value.Length, "a day or an instant in quotes, such as '2026-03-14' or '2026-03-14T09:00:00Z'"));

    /// <summary>One of a few words, without regard to case.</summary>
    public static Expression<Func<T, bool>> Words<T>(FilterComparison comparison, IReadOnlyDictionary<string, Expression<Func<T, bool>>> words)
    {
        if (comparison.Operator is not (FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.In or FilterOperator.NotIn))
        {
            throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "=, != or in");
        }

        var known = words.ToDictionary(StringComparer.OrdinalIgnoreCase);
        return Signed(comparison, comparison.Values.Select(value => known.TryGetValue(value.Text, out var condition) ? condition
            : throw FilterParser.Refuse(value.Position, value.Length, string.Join(" or ", words.Keys.Select(word => $"'{word}'")))).Aggregate(Predicates.Or));
    }

    private static Expression<Func<T, bool>> Ordered<T, TValue>(FilterComparison comparison, Expression<Func<T, TValue>> column, Func<FilterValue, TValue> read)
    {
        Func<Expression, Expression, BinaryExpression> how = comparison.Operator switch
        {
            FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.In or FilterOperator.NotIn => Expression.Equal,
            FilterOperator.Less => Expression.LessThan,
            FilterOperator.LessOrEqual => Expression.LessThanOrEqual,
            FilterOperator.Greater => Expression.GreaterThan,
            FilterOperator.GreaterOrEqual => Expression.GreaterThanOrEqual,
            _ => throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "=, !=, <, <=, >, >= or in"),
        };
        return Signed(comparison, comparison.Values.Select(value => Expression.Lambda<Func<T, bool>>(
            how(column.Body, Parameter.Of(read(value))), column.Parameters)).Aggregate(Predicates.Or));
    }

    private static long MillisecondsOf(FilterOperator how, FilterValue value)
    {
        if (long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exact))
        {
            return exact;
        }

        var number = value.Number ?? throw FilterParser.Refuse(value.Position, value.Length, "milliseconds since 1970 as a number without quotes");
        var whole = how is FilterOperator.Less or FilterOperator.GreaterOrEqual ? Math.Ceiling(number) : Math.Floor(number);
        return whole is >= long.MinValue and < long.MaxValue ? (long)whole : number < 0 ? long.MinValue : long.MaxValue;
    }

    // The same question of whole numbers, so that the column is compared as it is and an index of it is sought.
    private static int Whole(FilterOperator how, double number) => how switch
    {
        FilterOperator.Less or FilterOperator.GreaterOrEqual => (int)Math.Clamp(Math.Ceiling(number), int.MinValue, int.MaxValue),
        FilterOperator.Greater or FilterOperator.LessOrEqual => (int)Math.Clamp(Math.Floor(number), int.MinValue, int.MaxValue),
        _ => double.IsInteger(number) && Math.Abs(number) < int.MaxValue ? (int)number : int.MinValue, // which none has
    };

    private static Expression<Func<T, bool>> Each<T>(FilterComparison comparison, Func<FilterValue, LikePattern?, Expression<Func<T, bool>>> match)
    {
        if (comparison.Operator is FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual)
        {
            throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "=, !=, like, ilike or in");
        }

        var isPattern = comparison.Operator is FilterOperator.Like or FilterOperator.ILike;
        return Signed(comparison, comparison.Values.Select(value => match(value, isPattern ? Pattern(value) : null)).Aggregate(Predicates.Or));
    }

    private static Expression<Func<T, bool>> Signed<T>(FilterComparison comparison, Expression<Func<T, bool>> condition) =>
        comparison.Operator is FilterOperator.NotEqual or FilterOperator.NotIn ? condition.Not() : condition;

    private static LikePattern Pattern(FilterValue value)
    {
        var pattern = LikePattern.Parse(value.Text);
        return pattern.Placeholders <= MostPlaceholders ? pattern : throw FilterParser.Refuse(value.Position, value.Length,
            string.Create(CultureInfo.InvariantCulture, $"a pattern with at most {MostPlaceholders} places for % or _"));
    }

    private Expression<Func<T, bool>> Match<T>(FilterComparison comparison, FilterValue value, LikePattern? like, string column, string? folded)
        where T : class => (like, comparison.Operator, folded) switch
        {
            (null, _, _) => Matching<T>(column, LikePattern.Exactly(value.Text)),
            (_, FilterOperator.Like, _) => Matching<T>(column, like),
            (_, _, { }) => Matching<T>(folded, like.Folded()),
            _ => Matching<T>(column, like, capitals: true),
        };

    // LIKE minds the case on SQL Server, where every column has a binary collation, but not on SQLite; GLOB does there.
    private Expression<Func<T, bool>> Matching<T>(string column, LikePattern pattern, bool capitals = false)
        where T : class
    {
        var (like, glob) = (pattern.ForLike, pattern.ForGlob);
        if (capitals)
        {
            var upper = like.ToUpperInvariant();
#pragma warning disable CA1304, CA1311 // the database's own upper case
            return row => EF.Functions.Like(EF.Property<string>(row, column).ToUpper(), upper, LikePattern.Escape);
#pragma warning restore CA1304, CA1311
        }

        return _sqlite
            ? row => EF.Functions.Glob(EF.Property<string>(row, column), glob)
            : row => EF.Functions.Like(EF.Property<string>(row, column), like, LikePattern.Escape);
    }
}

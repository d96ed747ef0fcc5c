using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// Reads the registry's one filter grammar by recursive descent: comparisons (<c>= != &lt; &lt;= &gt; &gt;= like ilike in</c>) joined by
/// <c>and</c>, <c>or</c>, <c>not</c> and parentheses, spelled as MLflow spells them. An error names the character. Depth and size are
/// limited, because each level is a frame of the stack and each comparison a part of the statement.
/// </summary>
internal sealed class FilterParser
{
    public const int MostDepth = 20;

    private readonly string _text;
    private readonly List<FilterToken> _tokens;
    private readonly string _fields;
    private readonly FilterLimits _limits;
    private readonly bool _nulls;
    private int _at;
    private int _comparisons;

    private FilterParser(string text, List<FilterToken> tokens, string fields, FilterLimits limits, bool nulls) =>
        (_text, _tokens, _fields, _limits, _nulls) = (text, tokens, fields, limits, nulls);

    /// <param name="text">The filter.</param>
    /// <param name="tokens">Its pieces.</param>
    /// <param name="fields">What an error says where a field is missing: "name, owner or tags.&lt;key&gt;".</param>
    /// <param name="limits">How much it may ask; null: what is usual.</param>
    /// <param name="nulls">Whether <c>is null</c> and <c>is not null</c> are read, as programs of MLflow ask and nobody types here.</param>
    public static FilterNode Parse(string text, List<FilterToken> tokens, string fields, FilterLimits? limits = null, bool nulls = false)
    {
        var parser = new FilterParser(text, tokens, fields, limits ?? FilterLimits.Usual, nulls);
        var node = parser.Any(0);
        return parser._at == tokens.Count ? node : throw parser.Unexpected("and, or, or the end");
    }

    public static RegistryException Refuse(int position, int length, string expected) =>
        new(RefusalKind.Invalid, "filter_invalid", string.Create(CultureInfo.InvariantCulture,
            $"The filter is not understood at character {position + 1}: expected {expected}. Write for example tags.team = 'risk' and name like 'fraud%', "
                + $"or plain words."), "filter")
        {
            Details = new Dictionary<string, object?> { ["position"] = position, ["length"] = length, ["expected"] = expected },
        };

    /// <summary>The key behind the dot of a field; refuses what can be the name of nothing.</summary>
    public static string Key(FilterField field, string what) =>
        Text.IsKey(field.Key) ? field.Key : throw Refuse(field.Position, field.Length, $"the key of {what} after the dot");

    private FilterNode Any(int depth)
    {
        List<FilterNode> nodes = [All(depth)];
        while (Take(FilterTokenKind.Or) is not null)
        {
            nodes.Add(All(depth));
        }

        return nodes.Count == 1 ? nodes[0] : new FilterAny(nodes);
    }

    private FilterNode All(int depth)
    {
        List<FilterNode> nodes = [One(depth)];
        while (Take(FilterTokenKind.And) is not null)
        {
            nodes.Add(One(depth));
        }

        return nodes.Count == 1 ? nodes[0] : new FilterAll(nodes);
    }

    private FilterNode One(int depth)
    {
        if ((Take(FilterTokenKind.Not) ?? Take(FilterTokenKind.Open)) is not { } opens)
        {
            return Comparison();
        }

        if (depth == MostDepth)
        {
            throw Refuse(opens.Position, opens.Length, string.Create(CultureInfo.InvariantCulture, $"at most {MostDepth} levels of ( and not"));
        }

        if (opens.Kind == FilterTokenKind.Not)
        {
            return new FilterNot(One(depth + 1));
        }

        var inside = Any(depth + 1);
        return Take(FilterTokenKind.Close) is not null ? inside : throw Unexpected("and, or, or a closing )");
    }

    private FilterComparison Comparison()
    {
        var field = Take(FilterTokenKind.Field) ?? throw Unexpected(_fields);
        if (++_comparisons > _limits.Comparisons)
        {
            throw Refuse(field.Position, field.Length, string.Create(CultureInfo.InvariantCulture, $"at most {_limits.Comparisons} comparisons"));
        }

        var named = FilterField.Of(field);
        var opens = _at;
        var comparing = Operator();
        var (first, last) = (_tokens[opens], _tokens[_at - 1]);
        IReadOnlyList<FilterValue> values = comparing switch
        {
            FilterOperator.In or FilterOperator.NotIn => Values(),
            FilterOperator.IsNull or FilterOperator.IsNotNull => [],
            _ => [Value()],
        };
        return new FilterComparison(named, comparing, values)
        {
            At = (first.Position, last.End - first.Position),
        };
    }

    private FilterOperator Operator()
    {
        const string expected = "=, !=, <, <=, >, >=, like, ilike or in";
        if (Take(FilterTokenKind.Not) is not null)
        {
            return Take(FilterTokenKind.In) is not null ? FilterOperator.NotIn : throw Unexpected("in");
        }

        if (_nulls && TakeWord("is"))
        {
            var isNot = Take(FilterTokenKind.Not) is not null;
            return !TakeWord("null") ? throw Unexpected("null or not null") : isNot ? FilterOperator.IsNotNull : FilterOperator.IsNull;
        }

        var token = _at < _tokens.Count ? _tokens[_at] : throw Unexpected(expected);
        FilterOperator? comparing = token.Kind switch
        {
            FilterTokenKind.Like => FilterOperator.Like,
            FilterTokenKind.ILike => FilterOperator.ILike,
            FilterTokenKind.In => FilterOperator.In,
            FilterTokenKind.Comparer => token.Value switch
            {
                "=" => FilterOperator.Equal,
                "!=" => FilterOperator.NotEqual,
                "<" => FilterOperator.Less,
                "<=" => FilterOperator.LessOrEqual,
                ">" => FilterOperator.Greater,
                _ => FilterOperator.GreaterOrEqual,
            },
            _ => null,
        };
        _at++;
        return comparing ?? throw Unexpected(expected, back: 1);
    }

    private List<FilterValue> Values()
    {
        var opens = Take(FilterTokenKind.Open) ?? throw Unexpected("a list in parentheses: ('a', 'b')");
        List<FilterValue> values = [Value()];
        while (Take(FilterTokenKind.Comma) is not null)
        {
            values.Add(Value());
        }

        if (values.Count > _limits.Values)
        {
            throw Refuse(opens.Position, opens.Length, string.Create(CultureInfo.InvariantCulture, $"at most {_limits.Values} values in a list"));
        }

        return Take(FilterTokenKind.Close) is not null ? values : throw Unexpected(", or a closing )");
    }

    private FilterValue Value()
    {
        var token = Take(FilterTokenKind.Text) ?? Take(FilterTokenKind.Number) ?? throw Unexpected("a value in single or double quotes, or a number");
        double? number = token.Kind == FilterTokenKind.Number ? double.Parse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
        return new FilterValue(token.Value, number, token.Position, token.Length);
    }

    private FilterToken? Take(FilterTokenKind kind) => _at < _tokens.Count && _tokens[_at].Kind == kind ? _tokens[_at++] : null;

    internal static bool IsWord(FilterToken token, string word) =>
        token.Kind == FilterTokenKind.Field && token.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool TakeWord(string word)
    {
        var isThere = _at < _tokens.Count && IsWord(_tokens[_at], word);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private RegistryException Unexpected(string expected, int back = 0)
    {
        var at = _at - back;
        if (at >= _tokens.Count)
        {
            return Refuse(_text.Length, 0, expected);
        }

        var token = _tokens[at];
        return Refuse(token.Position, token.Length, token.Kind == FilterTokenKind.Unclosed ? "a closing quote for the one that opens here" : expected);
    }
}

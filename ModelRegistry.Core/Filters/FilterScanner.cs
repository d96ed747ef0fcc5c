using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Filters;

/// <summary>Cuts a filter into its pieces, in one pass. The search boxes complete by the same pieces that the filter is read with.</summary>
internal ref struct FilterScanner(string text)
{
    private int _at;

    public static List<FilterToken> Scan(string text)
    {
        List<FilterToken> tokens = [];
        var scanner = new FilterScanner(text);
        while (scanner.Next() is { } token)
        {
            tokens.Add(token);
        }

        return tokens;
    }

    private FilterToken? Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        if (_at == text.Length)
        {
            return null;
        }

        var start = _at;
        return text[_at] switch
        {
            '\'' or '"' => Quoted(FilterTokenKind.Text, start),
            '`' => Quoted(FilterTokenKind.Field, start),
            '(' => Symbol(FilterTokenKind.Open, 1),
            ')' => Symbol(FilterTokenKind.Close, 1),
            ',' => Symbol(FilterTokenKind.Comma, 1),
            '=' => Symbol(FilterTokenKind.Comparer, 1),
            '!' or '<' or '>' when start + 1 < text.Length && text[start + 1] == '=' => Symbol(FilterTokenKind.Comparer, 2),
            '<' or '>' => Symbol(FilterTokenKind.Comparer, 1),
            _ when IsNumber(start, out var length) => Symbol(FilterTokenKind.Number, length),
            _ when IsWord(start) => Word(start),
            _ => Symbol(FilterTokenKind.Other, char.IsHighSurrogate(text[start]) && start + 1 < text.Length ? 2 : 1),
        };
    }

    private FilterToken Symbol(FilterTokenKind kind, int length)
    {
        var token = new FilterToken(kind, _at, length, text.Substring(_at, length));
        _at += length;
        return token;
    }

    // A doubled quote inside stays doubled, as MLflow has it.
    private FilterToken Quoted(FilterTokenKind kind, int start)
    {
        if (EndOfQuote(start) is not { } end)
        {
            _at = text.Length;
            return new FilterToken(FilterTokenKind.Unclosed, start, text.Length - start, text[start..]);
        }

        _at = end;
        return new FilterToken(kind, start, end - start, text[(start + 1)..(end - 1)]);
    }

    private readonly int? EndOfQuote(int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                continue;
            }

            if (quote == '`' || i + 1 == text.Length || text[i + 1] != quote)
            {
                return i + 1;
            }

            i++;
        }

        return null;
    }

    private FilterToken Word(int start)
    {
        while (IsWord(_at))
        {
            _at++;
        }

        // tags."cost centre": the quotes belong to the key.
        if (text[_at - 1] == '.' && _at < text.Length && text[_at] is '`' or '"')
        {
            if (EndOfQuote(_at) is not { } end)
            {
                var opens = _at;
                _at = text.Length;
                return new FilterToken(FilterTokenKind.Unclosed, opens, text.Length - opens, text[opens..]);
            }

            var key = new StringBuilder(text, start, _at - start, end - start).Append(text, _at + 1, end - _at - 2).ToString();
            _at = end;
            return new FilterToken(FilterTokenKind.Field, start, end - start, key);
        }

        var word = text[start.._at];
        return new FilterToken(KindOf(word), start, word.Length, word);
    }

    private readonly bool IsWord(int at) => at < text.Length && (char.IsLetterOrDigit(text[at]) || char.GetUnicodeCategory(text[at])
        is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber || (text[at] is '_' || (at > 0 && text[at] is '.' or '/' or ':' or '-')));

    // -5, 0.97, 1e-3: what MLflow leaves unquoted. "5fold" is a word, and so is "2026-03".
    private readonly bool IsNumber(int start, out int length)
    {
        var at = start;
        if (text[at] is '-' or '+')
        {
            at++;
        }

        var digits = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        if (at > digits && at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + (at + 1 < text.Length && text[at + 1] is '-' or '+' ? 2 : 1);
            var from = exponent;
            while (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                exponent++;
            }

            at = exponent > from ? exponent : at;
        }

        length = at - start;
        return at > digits && !IsWord(at)
            && double.TryParse(text.AsSpan(start, length), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
    }

    private static FilterTokenKind KindOf(string word) => word.ToUpperInvariant() switch
    {
        "AND" => FilterTokenKind.And,
        "OR" => FilterTokenKind.Or,
        "NOT" => FilterTokenKind.Not,
        "IN" => FilterTokenKind.In,
        "LIKE" => FilterTokenKind.Like,
        "ILIKE" => FilterTokenKind.ILike,
        _ => FilterTokenKind.Field,
    };
}

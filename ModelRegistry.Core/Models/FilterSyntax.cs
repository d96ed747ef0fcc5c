using System.Globalization;
using ModelRegistry.Core.Common;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace ModelRegistry.Core.Models;

internal enum FilterToken
{
    Field,
    Text,
    Equal,
    NotEqual,
    Like,
    ILike,
    And,

    /// <summary>A quote that is not closed, with all that follows it.</summary>
    Unclosed,
    Other,
}

/// <summary>
/// The filter grammar: comparisons joined by <c>and</c>, spelled as MLflow spells them. A field is bare or in back-ticks,
/// a tag's key also in double quotes; a value is in single or double quotes, and a doubled quote inside stays doubled.
/// </summary>
internal static class FilterSyntax
{
    public const int MostComparisons = 20;

    private const int MostPlaceholders = 10;
    private const string Fields = "name, owner, description or tags.<key>";
    private const string KeyCharacter = @"[\w./:\-]";

    private static readonly Tokenizer<FilterToken> Tokenizer = new TokenizerBuilder<FilterToken>()
        .Ignore(Span.WhiteSpace)
        .Match(Span.Regex("(?:'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"), FilterToken.Text)
        .Match(Span.Regex(@"(?:[A-Za-z]+\.(?:`[^`]*`|""[^""]*"")|`[^`]*`)"), FilterToken.Field)
        .Match(Keyword("and"), FilterToken.And)
        .Match(Keyword("like"), FilterToken.Like)
        .Match(Keyword("ilike"), FilterToken.ILike)
        .Match(Span.Regex($@"\w{KeyCharacter}*"), FilterToken.Field)
        .Match(Span.EqualTo("!="), FilterToken.NotEqual)
        .Match(Character.EqualTo('='), FilterToken.Equal)
        .Match(Span.Regex("['\"`].*"), FilterToken.Unclosed)
        .Match(Character.AnyChar, FilterToken.Other)
        .Build();

    private static readonly TokenListParser<FilterToken, FilterOperator> Operator =
        Token.EqualTo(FilterToken.Equal).Value(FilterOperator.Equal)
            .Or(Token.EqualTo(FilterToken.NotEqual).Value(FilterOperator.NotEqual))
            .Or(Token.EqualTo(FilterToken.Like).Value(FilterOperator.Like))
            .Or(Token.EqualTo(FilterToken.ILike).Value(FilterOperator.ILike));

    private static readonly TokenListParser<FilterToken, FilterComparison> Comparison =
        from field in Token.EqualTo(FilterToken.Field)
        from comparing in Operator
        from value in Token.EqualTo(FilterToken.Text)
        select Compared(field, comparing, value);

    private static readonly TokenListParser<FilterToken, FilterComparison[]> Filter =
        Comparison.AtLeastOnceDelimitedBy(Token.EqualTo(FilterToken.And)).AtEnd();

    public static IReadOnlyList<Token<FilterToken>> Tokenize(string text) => [.. Tokenizer.Tokenize(text)];

    /// <summary>Whether the text is meant as a filter and not as words: a known field, or anything at the start, is followed by an operator.</summary>
    public static bool IsMeant(IReadOnlyList<Token<FilterToken>> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var (kind, next) = (tokens[i].Kind, tokens[i + 1].Kind);
            var symbol = next is FilterToken.Equal or FilterToken.NotEqual || tokens[i + 1].ToStringValue() is "<" or ">" or "!";
            if (kind == FilterToken.Field && ((symbol && i == 0)
                || ((symbol || next is FilterToken.Like or FilterToken.ILike) && Known(tokens[i]) is not null)))
            {
                return true;
            }
        }

        return false;
    }

    public static IReadOnlyList<FilterComparison> Parse(string text, IReadOnlyList<Token<FilterToken>> tokens)
    {
        if (tokens.Where(token => token.Kind == FilterToken.And).Skip(MostComparisons - 1).FirstOrDefault() is { Kind: FilterToken.And } one)
        {
            throw Refuse(one.Position.Absolute, one.Span.Length, string.Create(CultureInfo.InvariantCulture, $"at most {MostComparisons} comparisons"));
        }

        var result = Filter.TryParse(new TokenList<FilterToken>([.. tokens]));
        return result.HasValue ? result.Value : throw Unexpected(text, tokens, result.ErrorPosition);
    }

    public static RegistryException Refuse(int position, int length, string expected) =>
        new(RefusalKind.Invalid, "filter_invalid", string.Create(CultureInfo.InvariantCulture,
            $"The filter is not understood at character {position + 1}: expected {expected}. Write for example tags.team = 'risk' and name like 'fraud%', "
                + $"or plain words."), "filter")
        {
            Details = new Dictionary<string, object?> { ["position"] = position, ["length"] = length, ["expected"] = expected },
        };

    /// <summary>The field that a token names, with the key of a tag, or null.</summary>
    public static (FilterField Field, string Key)? Known(Token<FilterToken> token)
    {
        var text = token.ToStringValue();
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var (prefix, rest) = dot < 0 ? ("", text) : (text[..dot].ToLowerInvariant(), text[(dot + 1)..]);
        return (prefix, rest.Trim('`')) switch
        {
            ("tag" or "tags", var key) => (FilterField.Tag, key.Trim('"')),
            ("" or "attribute", var name) when Enum.TryParse<FilterField>(name, ignoreCase: true, out var field)
                && field != FilterField.Tag && name.All(char.IsAsciiLetter) => (field, ""),
            _ => null,
        };
    }

    private static FilterComparison Compared(Token<FilterToken> field, FilterOperator comparing, Token<FilterToken> value)
    {
        var (named, key) = Known(field) ?? throw Refuse(field.Position.Absolute, field.Span.Length, Fields);
        if (named == FilterField.Tag && !Text.IsKey(key))
        {
            throw Refuse(field.Position.Absolute, field.Span.Length, "the key of a tag after the dot");
        }

        var text = value.ToStringValue()[1..^1];
        if (comparing is FilterOperator.Like or FilterOperator.ILike && LikePattern.Parse(text).Placeholders > MostPlaceholders)
        {
            throw Refuse(value.Position.Absolute, value.Span.Length,
                string.Create(CultureInfo.InvariantCulture, $"a pattern with at most {MostPlaceholders} places for % or _"));
        }

        return new FilterComparison(named, key, comparing, text);
    }

    private static RegistryException Unexpected(string text, IReadOnlyList<Token<FilterToken>> tokens, Position error)
    {
        var at = tokens.TakeWhile(token => !error.HasValue || token.Position.Absolute < error.Absolute).Count();
        var expected = (at == 0 ? FilterToken.And : tokens[at - 1].Kind) switch
        {
            _ when at < tokens.Count && tokens[at].Kind == FilterToken.Unclosed => "a closing quote for the one that opens here",
            FilterToken.And => Fields,
            FilterToken.Field => "=, !=, like or ilike",
            FilterToken.Text => "and, or the end",
            _ => "a value in single or double quotes",
        };
        return at < tokens.Count
            ? Refuse(tokens[at].Position.Absolute, tokens[at].Span.Length, expected)
            : Refuse(text.Length, 0, expected);
    }

    private static TextParser<TextSpan> Keyword(string word) => Span.Regex($"(?i:{word})(?!{KeyCharacter})");
}

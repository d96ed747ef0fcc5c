using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Filters;

/// <summary>
/// What somebody typed into a search box or sent as <c>filter</c>: comparisons by the registry's one grammar (<see cref="Node"/>), or plain words that
/// must all occur (<see cref="Words"/>), folded as names are; quotes group words. Neither where nothing was typed.
/// </summary>
internal sealed partial record Filter(FilterNode? Node, IReadOnlyList<string> Words)
{
    public const int MaxLength = 2_000;
    public const int MostWords = 10;

    /// <summary>Whether it asks for anything.</summary>
    public bool Asks => Node is not null || Words.Count > 0;

    /// <param name="filter">The text.</param>
    /// <param name="isField">Whether the list has a field of this name.</param>
    /// <param name="fields">Its fields, as an error names them.</param>
    public static Filter Read(string? filter, Func<FilterField, bool> isField, string fields)
    {
        var text = Text.Check("filter", filter, MaxLength);
        var tokens = FilterScanner.Scan(text);
        return IsMeant(tokens, isField) ? new Filter(FilterParser.Parse(text, tokens, fields), []) : new Filter(null, Split(text));
    }

    /// <summary>Whether the text is meant as comparisons and not as words: a known field, or anything at the start, is followed by an operator.</summary>
    internal static bool IsMeant(IReadOnlyList<FilterToken> tokens, Func<FilterField, bool> isField)
    {
        var start = 0;
        while (start < tokens.Count && tokens[start].Kind is FilterTokenKind.Open or FilterTokenKind.Not)
        {
            start++;
        }

        for (var i = start; i + 1 < tokens.Count; i++)
        {
            var next = tokens[i + 1];
            var symbol = next.Kind == FilterTokenKind.Comparer || next.Value == "!";
            var word = next.Kind is FilterTokenKind.Like or FilterTokenKind.ILike or FilterTokenKind.In
                || (next.Kind == FilterTokenKind.Not && i + 2 < tokens.Count
                    && tokens[i + 2].Kind is FilterTokenKind.In or FilterTokenKind.Like or FilterTokenKind.ILike);
            if (tokens[i].Kind == FilterTokenKind.Field && ((symbol && i == start) || ((symbol || word) && isField(FilterField.Of(tokens[i])))))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<string> Split(string text)
    {
        var words = WordOrGroup().Matches(text);
        foreach (Match word in words)
        {
            if (word.Value[0] is '"' or '\'' && !word.Groups["group"].Success)
            {
                throw FilterParser.Refuse(word.Index, word.Length, "a closing quote for the one that opens here");
            }
        }

        return words.Count <= MostWords
            ? [.. words.Select(word => Text.Fold(word.Groups["group"] is { Success: true } group ? group.Value : word.Value)).Where(word => word.Length > 0)]
            : throw FilterParser.Refuse(words[MostWords].Index, words[MostWords].Length, $"at most {MostWords} words");
    }

    [GeneratedRegex("""(?<quote>["'])(?<group>.*?)\k<quote>(?!\S)|\S+""")]
    private static partial Regex WordOrGroup();
}

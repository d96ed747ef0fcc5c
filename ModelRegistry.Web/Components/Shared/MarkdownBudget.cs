using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// What laying out a text may cost. A parser that knows no limits makes 30 MB of a table of 10 KB, and minutes of brackets that never close: so the
/// text is looked at first, in one pass, and what came of it is counted before it is drawn. People who write for people stay far below.
/// </summary>
internal static class MarkdownBudget
{
    public const int MostCharacters = 200_000;
    public const int MostElements = 5_000;
    public const int MostOutput = 1_000_000;
    public const int DeepestNesting = 32;

    // What a line may begin with: every line asks every block that it may be in.
    private const int LongestLead = 100;
    private const int MostLeading = 32;

    // Headings, rules and items of lists: each line of those makes blocks of its own, which cost more to parse than to reject.
    private const int MostStarts = 1_600;

    // Of one table: the parser fills every row up to the widest.
    private const int MostCells = 4_000;

    // Between two empty lines, since brackets, stars and backticks look for their other half no further.
    private const int MostOpenings = 300;
    private const int MostMarks = 1_000;

    /// <summary>Whether parsing it takes about as long as reading it.</summary>
    public static bool Covers(string text) => text.Length <= MostCharacters && Starts(text) <= MostStarts && Blocks(text).All(block => block.IsCheap);

    /// <summary>Whether drawing it does, and the page stays usable.</summary>
    public static bool Covers(MarkdownDocument document)
    {
        var left = MostElements;
        return Covers(document, DeepestNesting, ref left);
    }

    private static bool Covers(MarkdownObject node, int depth, ref int left)
    {
        if (depth == 0 || --left < 0)
        {
            return false;
        }

        var inside = node switch
        {
            ContainerBlock block => block.Cast<MarkdownObject>(),
            LeafBlock { Inline: { } inline } => inline,
            ContainerInline inline => inline,
            _ => [],
        };
        foreach (var child in inside)
        {
            if (!Covers(child, depth - 1, ref left))
            {
                return false;
            }
        }

        return true;
    }

    private static int Starts(ReadOnlySpan<char> text)
    {
        var starts = 0;
        foreach (var line in text.Split('\n'))
        {
            starts += text[line].TrimStart() is ['#' or '=' or '-', ..] ? 1 : 0;
        }

        return starts;
    }

    private static IEnumerable<Costs> Blocks(string text)
    {
        var block = new Costs();
        foreach (var line in text.Split('\n'))
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                yield return block;
                block = new Costs();
            }

            block.Add(line);
        }

        yield return block;
    }

    private sealed class Costs
    {
        private int _openings;
        private int _marks;
        private int _widest;
        private int _rows;
        private bool _deep;

        public bool IsCheap => !_deep && _openings <= MostOpenings && _marks <= MostMarks && (long)(_widest + 1) * _rows <= MostCells;

        public void Add(string line)
        {
            _deep |= IsDeep(line);
            var bars = 0;
            foreach (var c in line)
            {
                bars += c == '|' ? 1 : 0;
                _openings += c is '[' or '<' ? 1 : 0;
                _marks += c is '*' or '_' or '~' or '`' or '>' or '&' ? 1 : 0;
            }

            (_widest, _rows) = (Math.Max(_widest, bars), _rows + (bars > 0 ? 1 : 0));
        }

        private static bool IsDeep(string line)
        {
            var (lead, marks) = (0, 0);
            while (lead < line.Length && (line[lead] is ' ' or '\t' or '>' or '-' or '*' or '+' or '.' or ')' || char.IsAsciiDigit(line[lead])))
            {
                // A row of dashes or stars is a rule, not a list in a list in a list.
                marks += line[lead] == '>' || (line[lead] is '-' or '*' or '+' or '.' or ')' && lead + 1 < line.Length && line[lead + 1] == ' ') ? 1 : 0;
                lead++;
            }

            return marks > MostLeading || (lead > LongestLead && line.AsSpan(0, lead).IndexOfAny(' ', '\t') >= 0);
        }
    }
}

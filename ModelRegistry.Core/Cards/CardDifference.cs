namespace ModelRegistry.Core.Cards;

public enum LineChange
{
    Same,
    Removed,
    Added,
}

/// <summary>One line of two texts beside each other.</summary>
public sealed record ChangedLine(LineChange Change, string Text);

/// <summary>What became of a text, line by line: the longest common subsequence, as <c>diff</c> has it.</summary>
public static class CardDifference
{
    /// <summary>Beyond so many pairs of lines, what is between the common beginning and end is all removed and all added.</summary>
    private const long MostPairs = 4_000_000;

    public static IReadOnlyList<ChangedLine> Of(string before, string after)
    {
        var (was, now) = (Lines(before), Lines(after));
        var head = was.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var most = Math.Min(was.Length, now.Length) - head;
        var tail = 0;
        while (tail < most && was[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. was[..head].Select(line => new ChangedLine(LineChange.Same, line)),
            .. Between(was[head..(was.Length - tail)], now[head..(now.Length - tail)]),
            .. was[(was.Length - tail)..].Select(line => new ChangedLine(LineChange.Same, line)),
        ];
    }

    private static List<ChangedLine> Between(string[] was, string[] now)
    {
        if ((long)was.Length * now.Length > MostPairs)
        {
            return [.. was.Select(line => new ChangedLine(LineChange.Removed, line)), .. now.Select(line => new ChangedLine(LineChange.Added, line))];
        }

        var common = Common(was, now);
        var lines = new List<ChangedLine>();
        var (i, j) = (0, 0);
        while (i < was.Length || j < now.Length)
        {
            if (i < was.Length && j < now.Length && was[i] == now[j])
            {
                lines.Add(new ChangedLine(LineChange.Same, was[i++]));
                j++;
            }
            else if (j == now.Length || (i < was.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new ChangedLine(LineChange.Removed, was[i++]));
            }
            else
            {
                lines.Add(new ChangedLine(LineChange.Added, now[j++]));
            }
        }

        return lines;
    }

    /// <summary>How many lines what is left of both has in common.</summary>
    private static int[,] Common(string[] was, string[] now)
    {
        var common = new int[was.Length + 1, now.Length + 1];
        for (var i = was.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = was[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}

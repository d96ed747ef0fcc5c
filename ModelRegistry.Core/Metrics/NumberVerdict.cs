using System.Globalization;

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// Whether a version is better than another one, in words and numbers: the metrics that tell most, by how much, and on how many it is worse.
/// </summary>
public sealed record NumberVerdict(int Version, int Base, IReadOnlyList<ComparedNumber> Named, ComparisonVerdict Counted)
{
    private const int MostNamed = 3;

    /// <summary>Names the most telling metric that differs, then what became worse and better most.</summary>
    public static NumberVerdict Of(int version, int baseVersion, IReadOnlyList<ComparedNumber> mostTellingFirst)
    {
        var moved = mostTellingFirst.Where(number => number.Outcome is MetricOutcome.Better or MetricOutcome.Worse).ToList();
        var named = moved.Take(1).Concat(Most(moved, MetricOutcome.Worse)).Concat(Most(moved, MetricOutcome.Better)).Distinct().Take(MostNamed).ToList();
        return new NumberVerdict(version, baseVersion, named,
            ComparisonVerdict.Of(version, mostTellingFirst.Select(number => (number.Name, number.Outcome))));
    }

    /// <summary>What both are called where their numbers do not tell them apart; null where they do.</summary>
    public (string Mine, string Theirs)? Names { get; init; }

    private string Mine => Names?.Mine ?? Text($"v{Version}");

    private string Theirs => Names?.Theirs ?? Text($"v{Base}");

    /// <summary>Whether anything is said in numbers.</summary>
    public bool HasNumbers => Named.Count > 0;

    /// <summary>"worse on 4 of 7, better on 2, equal on 1; 2 not comparable"; null where nothing could be compared.</summary>
    public string? Counts
    {
        get
        {
            var all = Counted.Better + Counted.Worse + Counted.Equal;
            if (all == 0)
            {
                return null;
            }

            List<(string Word, int Count)> parts = [("worse", Counted.Worse), ("better", Counted.Better), ("equal", Counted.Equal)];
            parts.RemoveAll(part => part.Count == 0);
            var said = parts.Count == 1
                ? all == 1 ? $"{parts[0].Word} on the only one that can be compared" : Text($"{parts[0].Word} on all {all}")
                : string.Join(", ", parts.Select((part, i) => i == 0 ? Text($"{part.Word} on {part.Count} of {all}") : Text($"{part.Word} on {part.Count}")));
            return Counted.NotComparable == 0 ? said : Text($"{said}; {Counted.NotComparable} not comparable");
        }
    }

    /// <summary>The whole sentence: "v10 against v9: accuracy +0.76 % (better), latency_ms +41 % (worse); worse on 4 of 7, better on 3."</summary>
    public string Sentence => Counts is null
        ? CompareSentences.Of(Counted, Mine, Theirs)
        : Text($"{Mine} against {Theirs}: {string.Join(", ", Named.Select(Said))}{(HasNumbers ? "; " : "")}{Counts}.");

    private static string Said(ComparedNumber number)
    {
        var word = number.Outcome == MetricOutcome.Better ? "better" : "worse";
        return number.Change is { } change ? $"{number.Name} {change} ({word})" : $"{number.Name} {word}";
    }

    private static IEnumerable<ComparedNumber> Most(List<ComparedNumber> moved, MetricOutcome outcome) =>
        moved.Where(number => number.Outcome == outcome).OrderByDescending(number => number.Size).Take(1);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

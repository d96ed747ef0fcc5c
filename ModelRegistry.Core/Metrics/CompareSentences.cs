using System.Globalization;

namespace ModelRegistry.Core.Metrics;

/// <summary>The answer of a comparison in a sentence per candidate.</summary>
public static class CompareSentences
{
    private const int MostNamed = 3;

    public static string Of(ComparisonVerdict verdict, int baseVersion) => Of(verdict, Name(verdict.Version), Name(baseVersion));

    public static string Of(ComparisonVerdict verdict, string mine, string theirs)
    {
        var compared = verdict.Better + verdict.Worse + verdict.Equal;
        if (compared == 0)
        {
            return verdict.NotComparable == 0
                ? $"{mine} and {theirs} have no metric in common that says which is better."
                : $"{mine} cannot be compared with {theirs}: no metric of both is a number that was measured on the same data set.";
        }

        var loses = verdict.LosesOn.Count switch
        {
            0 => "",
            <= MostNamed => $", loses on {Join(verdict.LosesOn)}",
            var many => string.Create(CultureInfo.InvariantCulture, $", loses on {many}"),
        };
        var equal = verdict.Equal == 0 || verdict.Equal == compared ? "" : string.Create(CultureInfo.InvariantCulture, $"; {verdict.Equal} equal");
        var rest = equal + (verdict.NotComparable == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {verdict.NotComparable} not comparable"));
        return (verdict.Better, verdict.Worse) switch
        {
            (0, 0) => string.Create(CultureInfo.InvariantCulture, $"{mine} equals {theirs} on all {compared} metrics{rest}."),
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{mine} beats {theirs} on none of {compared} metrics{loses}{rest}."),
            _ => string.Create(CultureInfo.InvariantCulture, $"{mine} beats {theirs} on {verdict.Better} of {compared} metrics{loses}{rest}."),
        };
    }

    private static string Name(int version) => string.Create(CultureInfo.InvariantCulture, $"v{version}");

    private static string Join(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}

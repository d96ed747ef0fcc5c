using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// The rules of a comparison, as a pure function of the versions. Numbers are compared only on equal data set digests:
/// a better number on an easier data set is no better number.
/// </summary>
internal static class Comparing
{
    public static Comparison Compare(
        IReadOnlyList<VersionView> versions, IReadOnlyList<IReadOnlyDictionary<string, string>> files, int baseIndex, MetricDefinitions definitions,
        IReadOnlyList<IReadOnlyList<MetricResults>>? results = null)
    {
        var rows = versions.Select(version => version.Metrics.ToLookup(metric => metric.Name)).ToList();
        var metrics = rows.SelectMany(row => row.Select(metric => metric.Key)).Distinct().Order(StringComparer.Ordinal)
            .Select(name => Metric(definitions.For(name), versions, [.. rows.Select(row => row[name].ToList())], baseIndex, results)).ToList();
        var several = versions.DistinctBy(version => version.Model).Skip(1).Any();
        return new Comparison(
            versions[baseIndex].Model,
            versions[baseIndex].Number,
            versions,
            [.. versions.Select((version, index) => Verdict(version, index, metrics) with { Model = several ? version.Model : null })
                .Where((_, index) => index != baseIndex)],
            metrics,
            Texts(versions.Select(version => version.Parameters)),
            Origin(versions),
            Texts(versions.Select(version => version.Tags)),
            Texts(files))
        { BaseIndex = baseIndex, HasSeveralModels = several };
    }

    private static MetricComparison Metric(MetricDefinition definition, IReadOnlyList<VersionView> versions, List<List<MetricView>> rows, int baseIndex,
        IReadOnlyList<IReadOnlyList<MetricResults>>? results)
    {
        var shown = Preferred(versions[baseIndex], rows[baseIndex]);
        var cells = versions.Select((version, index) =>
        {
            var (mine, theirs) = index == baseIndex ? (shown, shown) : Pair(version, rows[index], shown, rows[baseIndex]);
            var cell = Cell(mine, theirs, definition, index == baseIndex);
            return cell.Delta is null || results is null ? cell : cell with
            {
                Certainty = MetricCertainty.Of(definition, (mine!.Value, Behind(mine, version, results[index])),
                    (theirs!.Value, Behind(theirs, versions[baseIndex], results[baseIndex]))),
            };
        }).ToList();
        return new MetricComparison(definition, MarkBest(cells, definition, Digest(shown)));
    }

    /// <summary>The pair of rows measured on one data set, first of all the one that the base shows; else what each version shows.</summary>
    private static (MetricView? Mine, MetricView? Theirs) Pair(VersionView version, List<MetricView> mine, MetricView? shown, List<MetricView> theirs)
    {
        var same = mine.Select(row => (Mine: row, Theirs: theirs.Find(their => MetricOutcomes.OnSameData(row, their))))
            .Where(pair => pair.Theirs is not null).OrderByDescending(pair => pair.Theirs == shown).FirstOrDefault();
        return same.Theirs is not null ? (same.Mine, same.Theirs) : (Preferred(version, mine), shown);
    }

    private static MetricResults? Behind(MetricView row, VersionView version, IReadOnlyList<MetricResults> results) =>
        results.FirstOrDefault(result => result.Metric == row.Name
            && (string.IsNullOrEmpty(result.Dataset) ? version.Dataset?.Digest : result.Dataset) == Digest(row));

    private static ComparedMetric Cell(MetricView? mine, MetricView? theirs, MetricDefinition definition, bool isBase)
    {
        if (isBase)
        {
            return new ComparedMetric(mine?.Value, Digest(mine), mine is null ? MetricOutcome.Missing : MetricOutcome.Base, null, Best: false);
        }

        var outcome = MetricOutcomes.Of(definition, mine, theirs);
        double? delta = outcome is MetricOutcome.NotComparable or MetricOutcome.Missing ? null : mine!.Value - theirs!.Value;
        return new ComparedMetric(mine?.Value, Digest(mine), outcome, delta, Best: false);
    }

    /// <summary>Marks the best of the numbers on the data set that the base shows; those on another one compete with nobody.</summary>
    private static List<ComparedMetric> MarkBest(List<ComparedMetric> cells, MetricDefinition definition, string? digest)
    {
        var comparable = cells.Where(cell => cell.DatasetDigest == digest && cell.Outcome is not (MetricOutcome.NotComparable or MetricOutcome.Missing)
            && cell.Value is { } value && double.IsFinite(value)).ToList();
        if (definition.HigherIsBetter is not { } higher || comparable.Count < 2)
        {
            return cells;
        }

        var best = higher ? comparable.Max(cell => cell.Value) : comparable.Min(cell => cell.Value);
        return comparable.TrueForAll(cell => cell.Value == best)
            ? cells
            : [.. cells.Select(cell => comparable.Contains(cell) && cell.Value == best ? cell with { Best = true } : cell)];
    }

    private static ComparisonVerdict Verdict(VersionView version, int index, List<MetricComparison> metrics) =>
        ComparisonVerdict.Of(version.Number, metrics.Select(metric => (metric.Definition.Name, metric.Cells[index].Outcome)));

    private static List<TextComparison> Texts(IEnumerable<IReadOnlyDictionary<string, string>> versions)
    {
        var all = versions.ToList();
        return [.. all.SelectMany(pairs => pairs.Keys).Distinct().Order(StringComparer.Ordinal)
            .Select(key => new TextComparison(key, [.. all.Select(pairs => pairs.GetValueOrDefault(key))]))];
    }

    private static List<TextComparison> Origin(IReadOnlyList<VersionView> versions) =>
    [
        new("Data set", [.. versions.Select(version => version.Dataset?.Name)]),
        new("Data set digest", [.. versions.Select(version => version.Dataset?.Digest)]),
        new("Framework", [.. versions.Select(version => version.Framework)]),
        new("Code revision", [.. versions.Select(version => version.Source?.GitCommit)]),
        new("Run", [.. versions.Select(version => version.Source?.RunId)]),
    ];

    private static MetricView? Preferred(VersionView version, List<MetricView> rows) =>
        rows.Find(row => (Digest(row) ?? "") == (version.Dataset?.Digest ?? "")) ?? rows.MaxBy(row => row.At);

    private static string? Digest(MetricView? metric) => metric?.Dataset?.Digest;
}

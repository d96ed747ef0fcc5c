using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>One line of a comparison of runs: what each of them has, and which are the best where that can be said.</summary>
internal sealed record ComparedRunRow(string Key, string Title, IReadOnlyList<string> Cells, IReadOnlySet<int> Best)
{
    private const string Absent = "–";

    public bool Differs => Cells.Distinct(StringComparer.Ordinal).Count() > 1;

    /// <summary>Metrics first, then parameters, each by name.</summary>
    public static IEnumerable<ComparedRunRow> Of(IReadOnlyList<RunView> runs, MetricDefinitions definitions)
    {
        foreach (var name in runs.SelectMany(run => run.Metrics.Select(metric => metric.Name)).Distinct().Order(StringComparer.Ordinal))
        {
            var definition = definitions.For(name);
            var values = runs.Select(run => run.Metrics.FirstOrDefault(metric => metric.Name == name)?.Value).ToList();
            yield return new ComparedRunRow($"metrics.{name}", name,
                [.. values.Select(value => value is { } number ? MetricText.Of(number, definition.Format, definition.Unit) : Absent)],
                    BestOf(values, definition));
        }

        foreach (var name in runs.SelectMany(run => run.Params.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            yield return new ComparedRunRow($"params.{name}", name, [.. runs.Select(run => run.Params.GetValueOrDefault(name) ?? Absent)], new HashSet<int>());
        }
    }

    /// <summary>Those that none is better than as it is shown; nobody where all are equal, one is measured alone, or nothing is better or worse.</summary>
    private static HashSet<int> BestOf(List<double?> values, MetricDefinition definition)
    {
        var finite = values.Index().Where(value => value.Item is { } number && double.IsFinite(number)).ToList();
        if (definition.HigherIsBetter is not { } higher || finite.Count < 2)
        {
            return [];
        }

        var best = higher ? finite.Max(value => value.Item!.Value) : finite.Min(value => value.Item!.Value);
        var shown = MetricText.Of(best, definition.Format, definition.Unit);
        HashSet<int> places = [.. finite.Where(value => MetricText.Of(value.Item!.Value, definition.Format, definition.Unit) == shown)
            .Select(value => value.Index)];
        return places.Count == finite.Count ? [] : places;
    }
}

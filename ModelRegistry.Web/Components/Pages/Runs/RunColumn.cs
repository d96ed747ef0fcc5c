using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>A column of a table of runs: a metric, a parameter or a tag, by its field in the grammar.</summary>
public sealed record RunColumn(string Field, string Title, MetricDefinition? Metric = null)
{
    public const string Params = "params.";
    private const string Metrics = "metrics.";
    private const string Tags = "tags.";
    private const int UsualOfAKind = 4;

    public bool IsNumber => Metric is not null;

    /// <summary>Metrics begin with their best.</summary>
    public bool LargestFirst => Metric is not null && Metric.HigherIsBetter != false;

    /// <summary>As an order is written.</summary>
    public string SortField => $"{Field[..(Field.IndexOf('.', StringComparison.Ordinal) + 1)]}`{Title}`";

    public static RunColumn OfMetric(string name, MetricDefinitions definitions) => new($"{Metrics}{name}", name, definitions.For(name));

    /// <summary>Null for what is none.</summary>
    public static RunColumn? Of(string field, MetricDefinitions definitions) =>
        field.StartsWith(Metrics, StringComparison.Ordinal) ? OfMetric(field[Metrics.Length..], definitions)
        : field.StartsWith(Params, StringComparison.Ordinal) ? new RunColumn(field, field[Params.Length..])
        : field.StartsWith(Tags, StringComparison.Ordinal) ? new RunColumn(field, field[Tags.Length..])
        : null;

    /// <summary>What the address asks for; without it what most of the first runs have, a few metrics and the parameters that differ.</summary>
    public static IReadOnlyList<RunColumn> Choose(string? chosen, IReadOnlyCollection<RunView> first, MetricDefinitions definitions) => chosen is not null
        ? [.. ColumnList.Read(chosen).Select(field => Of(field, definitions)).OfType<RunColumn>()]
        :
        [
            .. first.SelectMany(run => run.Metrics.Select(metric => metric.Name)).CountBy(name => name).OrderByDescending(name => name.Value)
                .ThenBy(name => name.Key, StringComparer.Ordinal).Take(UsualOfAKind).Select(name => OfMetric(name.Key, definitions)),
            .. first.SelectMany(run => run.Params).GroupBy(param => param.Key)
                .OrderByDescending(named => named.Select(param => param.Value).Distinct().Count() > 1).ThenByDescending(named => named.Count())
                .ThenBy(named => named.Key, StringComparer.Ordinal).Take(UsualOfAKind).Select(named => new RunColumn($"{Params}{named.Key}", named.Key)),
        ];

    /// <summary>Every column that these runs could have.</summary>
    public static IReadOnlyList<(string Field, string Title)> Possible(IReadOnlyCollection<RunView> runs) =>
    [
        .. runs.SelectMany(run => run.Metrics.Select(metric => metric.Name)).Distinct().Order(StringComparer.Ordinal)
            .Select(name => ($"{Metrics}{name}", name)),
        .. runs.SelectMany(run => run.Params.Keys).Distinct().Order(StringComparer.Ordinal).Select(name => ($"{Params}{name}", name)),
        .. runs.SelectMany(run => run.Tags.Keys).Where(key => !key.StartsWith("mlflow.", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)
            .Select(name => ($"{Tags}{name}", name)),
    ];

    public double? Number(RunView run) => Metric is null ? null : run.Metrics.FirstOrDefault(metric => metric.Name == Title)?.Value;

    public string? Text(RunView run) => Field.StartsWith(Params, StringComparison.Ordinal) ? run.Params.GetValueOrDefault(Title)
        : Field.StartsWith(Tags, StringComparison.Ordinal) ? run.Tags.GetValueOrDefault(Title) : null;
}

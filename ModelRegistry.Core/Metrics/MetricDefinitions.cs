namespace ModelRegistry.Core.Metrics;

/// <summary>Gives a metric its direction, unit and .NET number format. <see cref="HigherIsBetter"/> is null when the registry does not know the metric.</summary>
public sealed record MetricDefinition(string Name, bool? HigherIsBetter, string Unit, string Format);

/// <summary>
/// The built-in definitions of well-known metrics. A name is looked up without its split prefix (<c>val_accuracy</c>,
/// <c>test/rmse</c>), since trainers add those.
/// </summary>
public static class MetricDefinitions
{
    // In order of how much they tell about a model: the first one that a model reports becomes its primary metric.
    private static readonly MetricDefinition[] BuiltIn =
    [
        new("accuracy", true, "", "0.0000"),
        new("roc_auc", true, "", "0.0000"),
        new("auc", true, "", "0.0000"),
        new("f1", true, "", "0.0000"),
        new("f1_macro", true, "", "0.0000"),
        new("f1_score", true, "", "0.0000"),
        new("rmse", false, "", "0.000"),
        new("r2", true, "", "0.0000"),
        new("mae", false, "", "0.000"),
        new("mse", false, "", "0.000"),
        new("mape", false, "", "0.0000"),
        new("log_loss", false, "", "0.0000"),
        new("loss", false, "", "0.0000"),
        new("balanced_accuracy", true, "", "0.0000"),
        new("precision", true, "", "0.0000"),
        new("recall", true, "", "0.0000"),
        new("precision_macro", true, "", "0.0000"),
        new("recall_macro", true, "", "0.0000"),
        new("average_precision", true, "", "0.0000"),
        new("ndcg", true, "", "0.0000"),
        new("bleu", true, "", "0.00"),
        new("perplexity", false, "", "0.00"),
        new("brier_score", false, "", "0.0000"),
        new("inference_us_per_row", false, "µs", "0.0"),
        new("latency_ms", false, "ms", "0.0"),
        new("train_seconds", false, "s", "0.00"),
        new("model_size_kb", false, "KB", "0"),
    ];

    private static readonly Dictionary<string, (MetricDefinition Definition, int Rank)> ByName =
        BuiltIn.Select((definition, rank) => (definition, rank)).ToDictionary(pair => pair.definition.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] SplitPrefixes = ["val", "valid", "validation", "test", "eval", "holdout"];

    public static MetricDefinition For(string name) =>
        ByName.TryGetValue(WithoutSplit(name), out var known)
            ? known.Definition with { Name = name }
            : new MetricDefinition(name, HigherIsBetter: null, "", "0.####");

    /// <summary>The names with the most telling first; those that are not well known follow by name.</summary>
    public static IEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.OrderBy(name => ByName.TryGetValue(WithoutSplit(name), out var known) ? known.Rank : int.MaxValue).ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>The well-known name among <paramref name="names"/> that tells most about a model; null when none is well known.</summary>
    public static string? MostTelling(IEnumerable<string> names) =>
        names.Where(name => ByName.ContainsKey(WithoutSplit(name)))
            .OrderBy(name => ByName[WithoutSplit(name)].Rank)
            .ThenBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault();

    private static string WithoutSplit(string name)
    {
        var cut = name.AsSpan().IndexOfAny('_', '/', '-');
        return cut > 0 && SplitPrefixes.Contains(name[..cut], StringComparer.OrdinalIgnoreCase) ? name[(cut + 1)..] : name;
    }
}

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// Gives a metric its direction, unit and .NET number format. <see cref="HigherIsBetter"/> is null when the registry does not know the metric.
/// </summary>
public sealed record MetricDefinition(string Name, bool? HigherIsBetter, string Unit, string Format);

/// <summary>
/// The definitions in force: those that an admin made, then the built-in ones of well-known metrics. A name without one of its
/// own is looked up by what else it is called (<c>brier</c>), and without its split prefix (<c>val_accuracy</c>, <c>test/rmse</c>), since trainers add those.
/// A metric on a slice (<c>accuracy[country=DE]</c>) is defined by the metric, and comes after all metrics of the whole.
/// </summary>
public sealed class MetricDefinitions
{
    /// <summary>What is known of a metric that nobody defined.</summary>
    public const string PlainFormat = "0.####";

    // In order of how much they tell about a model: the first one that a model reports becomes its primary metric.
    private static readonly MetricDefinition[] WellKnown =
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

    // What trainers and libraries also call them.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["acc"] = "accuracy",
        ["accuracy_score"] = "accuracy",
        ["auroc"] = "roc_auc",
        ["roc_auc_score"] = "roc_auc",
        ["f1-score"] = "f1_score",
        ["macro_f1"] = "f1_macro",
        ["root_mean_squared_error"] = "rmse",
        ["mean_absolute_error"] = "mae",
        ["mean_squared_error"] = "mse",
        ["mean_absolute_percentage_error"] = "mape",
        ["r2_score"] = "r2",
        ["logloss"] = "log_loss",
        ["cross_entropy"] = "log_loss",
        ["precision_score"] = "precision",
        ["recall_score"] = "recall",
        ["average_precision_score"] = "average_precision",
        ["pr_auc"] = "average_precision",
        ["brier"] = "brier_score",
        ["brier_score_loss"] = "brier_score",
    };

    private const int SlicesFrom = 1_000_000; // behind every metric that is defined

    private static readonly string[] SplitPrefixes = ["val", "valid", "validation", "test", "eval", "holdout"];

    private readonly Dictionary<string, (MetricDefinition Definition, int Rank)> _byName;

    private MetricDefinitions(IEnumerable<MetricDefinition> custom)
    {
        _byName = Ranked(WellKnown, 0);
        foreach (var (name, changed) in Ranked(custom.OrderBy(definition => definition.Name, StringComparer.Ordinal), WellKnown.Length))
        {
            // A well-known metric stays as telling as it is, whatever its unit or format.
            _byName[name] = (changed.Definition, _byName.TryGetValue(name, out var known) ? known.Rank : changed.Rank);
        }
    }

    /// <summary>Those of a registry in which no admin changed anything.</summary>
    public static MetricDefinitions BuiltIn { get; } = new([]);

    internal static IReadOnlyList<MetricDefinition> AllBuiltIn => WellKnown;

    internal static MetricDefinitions With(IEnumerable<MetricDefinition> custom) => new(custom);

    public MetricDefinition For(string name) =>
        Find(name) is { } known ? known.Definition with { Name = name } : new MetricDefinition(name, HigherIsBetter: null, "", PlainFormat);

    /// <summary>Whether somebody said what this metric is, for its own name or the name without the split.</summary>
    public bool Knows(string name) => Find(name) is not null;

    /// <summary>The names with the most telling first; those that are not well known follow by name.</summary>
    public IEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.OrderBy(name => Find(name)?.Rank ?? int.MaxValue).ThenBy(name => name, StringComparer.Ordinal);

    /// <summary>The well-known name among <paramref name="names"/> that tells most about a model; null when none is well known.</summary>
    public string? MostTelling(IEnumerable<string> names) => InOrder(names.Where(Knows)).FirstOrDefault();

    private static Dictionary<string, (MetricDefinition Definition, int Rank)> Ranked(IEnumerable<MetricDefinition> definitions, int first) =>
        definitions.Select((definition, index) => (definition, rank: first + index))
            .ToDictionary(pair => pair.definition.Name, pair => (pair.definition, pair.rank), StringComparer.OrdinalIgnoreCase);

    private (MetricDefinition Definition, int Rank)? Find(string name) =>
        Named(name) ?? Named(WithoutSplit(name)) ?? OfSlice(name);

    private (MetricDefinition Definition, int Rank)? OfSlice(string name) =>
        SlicedMetric.Read(name) is { } slice && Find(slice.Metric) is var (definition, rank) ? (definition, SlicesFrom + rank) : null;

    private (MetricDefinition Definition, int Rank)? Named(string name) =>
        _byName.TryGetValue(name, out var own) ? own
        : OtherNames.TryGetValue(name, out var known) && _byName.TryGetValue(known, out var alias) ? alias
        : null;

    private static string WithoutSplit(string name)
    {
        var cut = name.AsSpan().IndexOfAny('_', '/', '-');
        return cut > 0 && SplitPrefixes.Contains(name[..cut], StringComparer.OrdinalIgnoreCase) ? name[(cut + 1)..] : name;
    }
}

using ModelRegistry.Core.Compare;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>The views of a comparison, each with an address; only those are offered that have something to show.</summary>
internal static class CompareViews
{
    public const string Table = "table";
    public const string TradeOff = "trade-off";
    public const string Parameters = "parameters";
    public const string Curves = "curves";
    public const string Slices = "slices";
    public const string Pictures = "pictures";
    public const string Environment = "environment";

    public static IReadOnlyList<(string Key, string Label)> Of(Comparison comparison, ComparedEvidence evidence) =>
    [
        .. new[]
        {
            (Table, "Table", true),
            (TradeOff, "Trade-off", comparison.Metrics.Count > 1),
            (Parameters, "Parameters", comparison.Metrics.Count > 0 && comparison.Parameters.Count > 0),
            (Curves, "Curves", evidence.CurveMetrics.Count > 0),
            (Slices, "Slices", SlicesOf(comparison)),
            (Pictures, "Pictures", evidence.Pictures.Count > 0),
            (Environment, "Environment and signature", evidence.Environment is not null || evidence.Signatures.Count > 0),
        }.Where(view => view.Item3).Select(view => (view.Item1, view.Item2)),
    ];

    private static bool SlicesOf(Comparison comparison) =>
        comparison.Metrics.Any(metric => Core.Metrics.SlicedMetric.Read(metric.Definition.Name) is not null);
}

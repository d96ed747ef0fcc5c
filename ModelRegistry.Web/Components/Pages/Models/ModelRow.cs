using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>A row of the models list: the model and its primary metric over the latest versions.</summary>
public sealed record ModelRow(ModelView Model, IReadOnlyList<SparkPoint> Spark, MetricDefinition? Metric)
{
    public static ModelRow Of(ModelView model, IReadOnlyList<SparkPoint> spark, MetricDefinitions definitions) =>
        new(model, spark, model.PrimaryMetric is { } name ? definitions.For(name) : null);

    /// <summary>The description's first line, for one line of a list.</summary>
    public string Summary => Model.Description.Split('\n', 2)[0].Trim();
}

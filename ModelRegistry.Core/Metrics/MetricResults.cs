namespace ModelRegistry.Core.Metrics;

/// <summary>
/// What a number of a version was made of: how many rows it was measured on and how many of them were right, or the result of each row, or of each fold.
/// Given by the version's file <c>evaluation-results.json</c> (docs/evaluation-results.md).
/// </summary>
/// <param name="Metric">The metric.</param>
/// <param name="Dataset">The digest of the data set, empty when the file names none: then it is about the version's own.</param>
/// <param name="Count">The number of rows.</param>
/// <param name="Successes">How many rows were right, where the metric is their share.</param>
/// <param name="Examples">The result of each row, in the order of the data set; the metric is their mean.</param>
/// <param name="Folds">The result of each fold or split, in one order for all versions; the metric is their mean.</param>
/// <param name="TestOverTrain">Rows tested over rows trained on, of a split; 1/(k-1) of k folds where it is not said.</param>
public sealed record MetricResults(
    string Metric, string? Dataset, long? Count, long? Successes, IReadOnlyList<double>? Examples, IReadOnlyList<double>? Folds, double? TestOverTrain)
{
    /// <summary>How far the mean may lie from the number that was logged: what rounding leaves.</summary>
    private const double Rounding = 5e-4;

    public double? Mean => Examples is { Count: > 0 } ? Examples.Average() : Folds is { Count: > 0 } ? Folds.Average()
        : Count is { } count && Successes is { } right ? (double)right / count : null;

    /// <summary>Results that do not add up to the number they stand behind say nothing about it.</summary>
    public bool AreOf(double value) => Mean is { } mean && Math.Abs(mean - value) <= Rounding * Math.Max(1, Math.Abs(value));
}

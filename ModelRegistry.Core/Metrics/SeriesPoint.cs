namespace ModelRegistry.Core.Metrics;

/// <summary>A point of a line: the step, second or version it was measured at, and the number, which may be NaN or infinite.</summary>
public readonly record struct SeriesPoint(double X, double Y);

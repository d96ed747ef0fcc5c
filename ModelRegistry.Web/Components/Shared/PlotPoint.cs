namespace ModelRegistry.Web.Components.Shared;

/// <summary>The point of a chart that was clicked: which series, which place in it, and what the axes say there.</summary>
public sealed record PlotPoint(int Series, int Index, string? X, string? Y);

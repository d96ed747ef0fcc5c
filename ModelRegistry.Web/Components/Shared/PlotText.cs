namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// Text of others on a chart. Plotly reads names, ticks and hover texts as a small HTML (<c>b</c>, <c>a href</c>), so what
/// could begin a tag or an entity is written as an entity; those are the three that it turns back.
/// </summary>
public static class PlotText
{
    public static string Of(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}

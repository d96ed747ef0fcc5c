namespace ModelRegistry.Web.Components.Shared;

/// <summary>
/// How a version looks in every chart and table, whatever stands beside it: a colour by its number, and a line and a filling that tell apart
/// those few whose colour comes round again.
/// </summary>
public sealed record VersionStyle(string Colour, string Dash, string Pattern)
{
    // As Plotly names them: lines, and what fills a bar.
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot"];
    private static readonly string[] Patterns = ["", "/", "x", "."];

    public static VersionStyle Of(int number)
    {
        var round = Math.Max(0, number - 1) / SeriesColors.Count % Dashes.Length;
        return new VersionStyle(SeriesColors.OfVersion(number), Dashes[round], Patterns[round]);
    }
}

using System.Globalization;
using ModelRegistry.Core.Compare;
using ModelRegistry.Web.Components.Shared;
using Plotly.Blazor.Traces.ScatterLib.MarkerLib;

namespace ModelRegistry.Web.Components.Pages.Compare;

/// <summary>
/// How a version is drawn on every chart of a comparison: its colour, and a shape and a line of its own where more versions than colours are compared.
/// </summary>
public sealed record VersionMark(string Name, string Colour, SymbolEnum Symbol, string Dash)
{
    private static readonly SymbolEnum[] Symbols = [SymbolEnum.Circle, SymbolEnum.Square, SymbolEnum.Diamond, SymbolEnum.TriangleUp, SymbolEnum.Cross];
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    /// <summary>One for each version. Of one model a version looks as on every page; of several by its place, because their numbers meet.</summary>
    public static IReadOnlyList<VersionMark> Of(Comparison comparison) =>
        [.. comparison.Versions.Select((version, index) => At(comparison.NameOf(index), comparison.HasSeveralModels ? index : version.Number - 1))];

    /// <summary>A version of one model, as it looks on every page.</summary>
    public static VersionMark OfVersion(int number) => At(string.Create(CultureInfo.InvariantCulture, $"v{number}"), number - 1);

    /// <summary>Something else that is compared, by its place.</summary>
    public static VersionMark At(string name, int place) =>
        new(name, SeriesColors.At(place), Symbols[place / SeriesColors.Count % Symbols.Length], Dashes[place / SeriesColors.Count % Dashes.Length]);
}

using System.Globalization;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Web.Components.Pages.Versions.Previews;

internal static class NotebookWords
{
    /// <summary>What stands above a cell: which run of the notebook wrote it, or what it is.</summary>
    public static string Label(NotebookCell cell) => cell.Kind switch
    {
        NotebookCellKind.Code => $"In [{cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? " "}]",
        NotebookCellKind.Markdown => "Markdown",
        NotebookCellKind.Raw => "Raw",
    };
}

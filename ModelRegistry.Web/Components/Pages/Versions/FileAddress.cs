using Microsoft.AspNetCore.Components;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>The address of a page with files, with another preview open.</summary>
internal static class FileAddress
{
    /// <param name="navigation">Where the page is now.</param>
    /// <param name="file">The path whose preview is open; null: none.</param>
    /// <param name="row">The row that the preview of a table begins with.</param>
    /// <param name="asText">As it is written, where it could be laid out.</param>
    public static string With(NavigationManager navigation, string? file, long row, bool asText) =>
        navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["file"] = file,
            ["row"] = row > 0 ? row : null,
            ["as"] = asText ? "text" : null,
        });
}

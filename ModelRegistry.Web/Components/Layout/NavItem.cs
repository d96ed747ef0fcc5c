using MudBlazor;

namespace ModelRegistry.Web.Components.Layout;

/// <summary>One entry of the left rail; with a role it shows only to people who have it.</summary>
public sealed record NavItem(string Text, string Href, string Icon, string? Role = null)
{
    /// <summary>In the order of the rail. A new area of the product is one line here.</summary>
    public static IReadOnlyList<NavItem> All { get; } =
    [
        new("Home", Urls.Home, Icons.Material.Outlined.Home),
        new("Models", Urls.Models, Icons.Material.Outlined.ViewInAr),
        new("Reviews", Urls.Reviews, Icons.Material.Outlined.RateReview),
        new("Runs", Urls.Runs, Icons.Material.Outlined.Timeline),
        new("Activity", Urls.Activity, Icons.Material.Outlined.History),
        new("Admin", Urls.Admin, Icons.Material.Outlined.AdminPanelSettings, Role: "Admin"),
    ];

    /// <summary>True on the item's own page and on every page below it; Home is only itself.</summary>
    public bool Covers(string relativePath)
    {
        var path = relativePath.Split('?', '#')[0].TrimEnd('/');
        return path.Equals(Href, StringComparison.OrdinalIgnoreCase)
            || (Href.Length > 0 && path.StartsWith(Href + "/", StringComparison.OrdinalIgnoreCase));
    }
}

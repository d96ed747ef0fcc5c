namespace ModelRegistry.Web.Components.Layout;

/// <summary>The pages that Ctrl+K leads to whatever was registered.</summary>
internal static class PalettePages
{
    private static readonly PaletteEntry[] _all =
    [
        new("Register a model", Urls.RegisterModel, "Command"),
        new("Go to Home", Urls.Home, "Page"),
        new("Go to Models", Urls.Models, "Page"),
        new("Go to Reviews", Urls.Reviews, "Page"),
        new("Go to Quarantines", Urls.Quarantines, "Page"),
        new("Go to Activity", Urls.Activity, "Page"),
        new("My access tokens", Urls.Tokens, "Page"),
        new("API reference", Urls.Reference, "Page"),
        new("Change my password", Urls.Password, "Page"),
    ];

    private static readonly PaletteEntry[] _withAdmin =
    [
        .. _all,
        new("Go to Users", Urls.AdminUsers, "Page"),
        new("Go to Teams", Urls.AdminTeams, "Page"),
        new("Go to Collections", Urls.AdminCollections, "Page"),
        new("Go to Grants", Urls.AdminGrants, "Page"),
        new("Go to Policies", Urls.AdminPolicies, "Page"),
        new("Go to Stages", Urls.AdminStages, "Page"),
        new("Go to Metrics", Urls.AdminMetrics, "Page"),
        new("Go to Deleted", Urls.AdminBin, "Page"),
    ];

    public static IReadOnlyList<PaletteEntry> For(bool admin) => admin ? _withAdmin : _all;

    /// <summary>Those with this text in their title.</summary>
    public static IEnumerable<PaletteEntry> With(string text, bool admin) => For(admin).Where(page => page.Has(text));
}

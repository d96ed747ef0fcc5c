namespace ModelRegistry.Web.Components.Pages.Admin;

/// <summary>The pages of the admin area, in the order of their tabs. A new one is one line here.</summary>
public static class AdminTabs
{
    public static IReadOnlyList<(string Key, string Label)> All { get; } =
        [(Urls.AdminUsers, "Users"), (Urls.AdminTeams, "Teams"), (Urls.AdminCollections, "Collections"), (Urls.AdminGrants, "Grants"),
            (Urls.AdminTokens, "Tokens"), (Urls.AdminPolicies, "Policies"), (Urls.AdminStages, "Stages"), (Urls.AdminMetrics, "Metrics"),
            (Urls.AdminBin, "Bin")];
}

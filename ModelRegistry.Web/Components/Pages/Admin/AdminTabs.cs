namespace ModelRegistry.Web.Components.Pages.Admin;

/// <summary>The pages of Admin, by their addresses.</summary>
public static class AdminTabs
{
    public static IReadOnlyList<(string Key, string Label)> All { get; } = [(Urls.AdminUsers, "Users"), (Urls.AdminPolicies, "Policies")];
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>Makes a team, collection or grant anew for each call of their routes, since some use it up.</summary>
internal sealed class PermissionGrants(RegistryApp app, string model)
{
    private static readonly string[] Roots = ["/api/v1/teams", "/api/v1/grants", "/api/v1/collections", "/api/v1/explain"];

    public static bool Concerns(PermissionRow row) =>
        Roots.Any(root => row.Pattern.StartsWith(root, StringComparison.Ordinal)) || row.Pattern.Contains("/collections/{**path}", StringComparison.Ordinal);

    public async Task<(string Address, string? Body)> CallAsync(PermissionRow row)
    {
        var team = (await app.Get<TeamWorkflow>().CreateAsync(new NewTeam(RegistryApp.NewName("team")), Actor.System, default)).Name;
        var address = row.Pattern.Replace("{team}", team, StringComparison.Ordinal).Replace("{stage}", Stage.Production, StringComparison.Ordinal);
        if (address.Contains("{**path}", StringComparison.Ordinal))
        {
            var made = await app.Get<CollectionWorkflow>().CreateAsync(new NewCollection(RegistryApp.NewName("risk")), Actor.System, default);
            address = address.Replace("{**path}", made.Path, StringComparison.Ordinal);
        }

        if (address.Contains("{id:guid}", StringComparison.Ordinal))
        {
            var grant = await app.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(Team: team), new(Model: model), GrantRight.Read), Actor.System, default);
            address = address.Replace("{id:guid}", $"{grant.Id}", StringComparison.Ordinal);
        }

        var somebody = row.Query?.Contains("{somebody}", StringComparison.Ordinal) == true ? (await app.PersonAsync("asked-about", Roles.Viewer)).Name : "";
        var query = row.Query?.Replace("{model}", model, StringComparison.Ordinal).Replace("{somebody}", somebody, StringComparison.Ordinal);
        return (query is null ? address : $"{address}?{query}", row.Body?.Replace("{team}", team, StringComparison.Ordinal)
            .Replace("{model}", model, StringComparison.Ordinal).Replace("{new}", RegistryApp.NewName("new"), StringComparison.Ordinal));
    }
}

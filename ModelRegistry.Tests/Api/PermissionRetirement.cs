using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>Makes a version or model in the state that a route of retirement needs, anew for each call, since the call uses it up.</summary>
internal sealed class PermissionRetirement(RegistryApp app, string model, Actor scientist, Actor owner)
{
    private static readonly string[] Acts = ["archive", "unarchive", "restore", "purge", "hold", "unhold"];

    public static bool Concerns(PermissionRow row) =>
        row is { Method: "DELETE", Pattern: "/api/v1/models/{name}" or "/api/v1/models/{name}/versions/{version}" } || Acts.Contains(Act(row));

    public async Task<string> AddressAsync(PermissionRow row) => row.Pattern.Contains("{version}", StringComparison.Ordinal)
        ? row.Pattern.Replace("{name}", model, StringComparison.Ordinal).Replace("{version}", await VersionAsync(Act(row)), StringComparison.Ordinal)
        : row.Pattern.Replace("{name}", await ModelAsync(Act(row)), StringComparison.Ordinal);

    private static string Act(PermissionRow row) => row.Method == "POST" ? row.Pattern.Split('/')[^1] : "";

    private async Task<string> VersionAsync(string act)
    {
        var version = $"{(await app.APendingVersionAsync(scientist, model)).Number}";
        switch (act)
        {
            case "unarchive":
                await app.Get<VersionRetirement>().ArchiveAsync(model, version, null, scientist, default);
                break;
            case "restore":
                await app.Get<VersionRetirement>().DeleteAsync(model, version, null, scientist, default);
                break;
            case "unhold":
                await app.Get<VersionPurge>().HoldAsync(model, version, "A claim.", Actor.System, default);
                break;
        }

        return version;
    }

    public async Task<string> ModelAsync(string act)
    {
        var name = RegistryApp.NewName("retired");
        await app.Get<ModelWorkflow>().CreateAsync(new NewModel(name, Owner: owner.Name), scientist, default);
        if (act == "restore")
        {
            await app.Get<ModelRetirement>().DeleteAsync(name, null, owner, default);
        }

        return name;
    }
}

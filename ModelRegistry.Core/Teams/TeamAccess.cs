using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Teams;

internal static class TeamAccess
{
    public static async Task<Team> FindTeamAsync(this RegistryDbContext db, string name, CancellationToken ct)
    {
        var normalized = Normalize(name);
        return await db.Teams.SingleOrDefaultAsync(team => team.NormalizedName == normalized, ct)
            ?? throw RegistryException.NotFound("team_not_found", $"There is no team '{name}'.");
    }

    public static string Normalize(string name) => Text.IsStorable(name) ? Text.FoldName(name.Trim()) : "";
}

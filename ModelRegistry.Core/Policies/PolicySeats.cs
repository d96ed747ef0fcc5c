using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Teams;

namespace ModelRegistry.Core.Policies;

/// <summary>Reads, checks and joins the seats of policies: approvals that they ask of teams.</summary>
public static class PolicySeats
{
    /// <summary>What is enough for people to understand, and few enough to look at every set of them (<c>RequestSeat</c>).</summary>
    public const int Max = 4;

    /// <summary>"1 from Risk and 2 from Ops".</summary>
    public static string Words(IEnumerable<PolicySeat> seats)
    {
        List<string> parts = [.. seats.Select(seat => string.Create(CultureInfo.InvariantCulture, $"{seat.Approvals} from {seat.Team}"))];
        return parts.Count <= 1 ? string.Join("", parts) : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
    }

    /// <summary>The field of a seat as it is spelt in the API.</summary>
    public static string Field(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"seats[{index}].{member}");

    /// <summary>The seats of both, of each team the larger number; a team is called as the first calls it.</summary>
    internal static IReadOnlyList<PolicySeat>? Union(IReadOnlyList<PolicySeat>? one, IReadOnlyList<PolicySeat>? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return [.. one.Concat(other).GroupBy(seat => seat.TeamId)
            .Select(team => team.First() with { Approvals = team.Max(seat => seat.Approvals) })];
    }

    internal static int Sum(IReadOnlyList<PolicySeat>? seats) => seats?.Sum(seat => seat.Approvals) ?? 0;

    /// <summary>
    /// As they are kept: each with the team that has this name now, and as many approvals in all as the seats ask for. Refuses with the field that is wrong.
    /// </summary>
    internal static async Task<PolicyContent> CheckAsync(RegistryDbContext db, PolicyContent content, CancellationToken ct)
    {
        if (content.Seats is not { Count: > 0 } seats)
        {
            return content with { Seats = null };
        }

        if (seats.Count > Max)
        {
            throw RegistryException.Invalid("seats", "too_many", $"A policy asks for the approvals of at most {Max.Text()} teams.");
        }

        string[] names = [.. seats.Select(seat => TeamAccess.Normalize(seat?.Team ?? ""))];
        var teams = await db.Teams.Where(team => names.Contains(team.NormalizedName)).ToDictionaryAsync(team => team.NormalizedName, ct);
        List<PolicySeat> found = [];
        foreach (var (seat, index) in seats.Select((seat, index) => (seat, index)))
        {
            found.Add(Check(seat, index, teams.GetValueOrDefault(names[index]), found));
        }

        return Sum(found) > PolicyContent.MaxApprovals
            ? throw RegistryException.Invalid("seats", "too_many",
                $"The seats ask for more than the {PolicyContent.MaxApprovals.Text()} approvals that are allowed.")
            : content with { Seats = found, RequiredApprovals = Math.Max(content.RequiredApprovals, Sum(found)) };
    }

    /// <summary>What the teams of these policies are called now, by their ids; a team that was deleted is not among them.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(RegistryDbContext db, IEnumerable<PolicyContent> policies, CancellationToken ct)
    {
        Guid[] ids = [.. policies.SelectMany(policy => policy.Seats ?? []).Select(seat => seat.TeamId).OfType<Guid>().Distinct()];
        return ids.Length == 0 ? new Dictionary<Guid, string>()
            : await db.Teams.Where(team => ids.Contains(team.Id)).ToDictionaryAsync(team => team.Id, team => team.Name, ct);
    }

    private static PolicySeat Check(PolicySeat? seat, int index, Team? team, List<PolicySeat> before)
    {
        var name = Text.Check(Field(index, "team"), seat?.Team, Team.NameMaxLength, required: true);
        if (team is null)
        {
            throw RegistryException.Invalid(Field(index, "team"), "team_not_found", $"There is no team '{name}'. An admin can make it.");
        }

        if (before.Exists(other => other.TeamId == team.Id))
        {
            throw RegistryException.Invalid(Field(index, "team"), "seat_repeated",
                $"The team '{team.Name}' is named twice. Say once how many approvals it gives.");
        }

        return seat!.Approvals is >= 1 and <= PolicyContent.MaxApprovals
            ? new PolicySeat(team.Name, seat.Approvals, team.Id)
            : throw RegistryException.Invalid(Field(index, "approvals"), "field_invalid",
                $"{Field(index, "approvals")} must be 1 to {PolicyContent.MaxApprovals.Text()}. Leave out a team that need not approve.");
    }
}

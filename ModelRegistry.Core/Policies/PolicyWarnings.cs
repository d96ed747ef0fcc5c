using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>Finds what is allowed in a policy and yet likely a mistake: a metric that nobody logs, more approvals than reviewers.</summary>
internal static class PolicyWarnings
{
    public static async Task<IReadOnlyList<PolicyWarning>> ReadAsync(RegistryDbContext db, PolicyTarget target, PolicyContent content, CancellationToken ct)
    {
        List<PolicyWarning> warnings = [];
        var reviewers = await ReviewersAsync(db, ct);
        if (content.RequiredApprovals > reviewers)
        {
            warnings.Add(new("requiredApprovals", string.Create(CultureInfo.InvariantCulture,
                $"{content.RequiredApprovals} approvals are needed, and the active reviewers are only {reviewers}: nothing can be approved until "
                    + $"there are more.")));
        }

        warnings.AddRange(await SeatsAsync(db, target, content, ct));
        if (target.NormalizedSlot == SlotName.Normalize(Stage.Production) && !content.Gates.OfType<IntegrityGate>().Any())
        {
            warnings.Add(new("gates", "Production asks for no integrity: damaged files would not be noticed before they serve."));
        }

        warnings.AddRange(await UnknownMetricsAsync(db, target, content, ct));
        warnings.AddRange(await UnknownChecksAsync(db, target, content, ct));
        return warnings;
    }

    /// <summary>Active people with the Reviewer role who can sign in.</summary>
    public static Task<int> ReviewersAsync(RegistryDbContext db, CancellationToken ct) =>
        db.WhoSignIn().CountAsync(user =>
            db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer)), ct);

    /// <summary>Teams that could not give what is asked of them, whatever is promoted.</summary>
    private static async Task<IEnumerable<PolicyWarning>> SeatsAsync(RegistryDbContext db, PolicyTarget target, PolicyContent content,
        CancellationToken ct)
    {
        var seeing = target.Place is { Closed: true } closed ? ModelViewers.Of(db, closed) : db.Users.Where(user => user.DisabledAt == null);
        var where = target.Place is { Closed: true } ? $" who see {target.Model?.Name ?? target.Collection!.Path}" : "";
        Guid[] ids = [.. (content.Seats ?? []).Select(seat => seat.TeamId).OfType<Guid>()];
        var able = ids.Length == 0 ? [] : await db.Teams.Where(team => ids.Contains(team.Id)).Select(team => new
        {
            team.Id,
            team.Name,
            Count = db.TeamMembers.Count(member => member.TeamId == team.Id
                && seeing.Any(user => user.Id == member.PersonId)
                && db.UserRoles.Any(row => row.UserId == member.PersonId && db.Roles.Any(role => role.Id == row.RoleId && role.Name == Roles.Reviewer))),
        }).ToDictionaryAsync(team => team.Id, ct);
        return (content.Seats ?? []).Select((seat, index) => able.GetValueOrDefault(seat.TeamId ?? Guid.Empty) switch
        {
            null => new PolicyWarning(PolicySeats.Field(index, "team"),
                $"The team '{seat.Team}' was deleted: its seat cannot be filled, and nothing can be approved. Publish the policy without it."),
            { Count: var count, Name: var name } when count < seat.Approvals => new PolicyWarning(PolicySeats.Field(index, "team"), string.Create(
                CultureInfo.InvariantCulture,
                $"{seat.Approvals} from {name} must approve, and the active reviewers in it{where} are {count}: nothing can be approved until "
                    + $"there are more.")),
            _ => null,
        }).OfType<PolicyWarning>();
    }

    private static async Task<IEnumerable<PolicyWarning>> UnknownMetricsAsync(RegistryDbContext db, PolicyTarget target, PolicyContent content,
        CancellationToken ct)
    {
        var asked = content.Gates.Select((gate, index) =>
            (Name: (gate as MetricGate)?.Metric ?? (gate as BaselineGate)?.Metric, Field: PolicyCheck.Field(index, ".metric")))
            .Where(pair => pair.Name is not null).ToList();
        var names = asked.Select(pair => pair.Name!).Distinct().ToArray();
        var logged = names.Length == 0 ? [] : await RecentMetrics(db, target).Where(row => names.Contains(row.Name)).GroupBy(row => row.Name)
            .Select(named => named.Key).ToListAsync(ct);
        return asked.Where(pair => !logged.Contains(pair.Name!))
            .Select(pair => new PolicyWarning(pair.Field, $"No recent version{Of(target)} logged {pair.Name}: the gate would be Missing."));
    }

    private static async Task<IEnumerable<PolicyWarning>> UnknownChecksAsync(RegistryDbContext db, PolicyTarget target, PolicyContent content,
        CancellationToken ct)
    {
        var asked = content.Gates.Select((gate, index) => ((gate as CheckGate)?.Name, Field: PolicyCheck.Field(index, ".name")))
            .Where(pair => pair.Name is not null).ToList();
        var names = asked.Select(pair => pair.Name!).Distinct().ToArray();
        var posted = names.Length == 0 ? [] : await RecentChecks(db, target).Where(row => names.Contains(row.Name)).GroupBy(row => row.Name)
            .Select(named => named.Key).ToListAsync(ct);
        return asked.Where(pair => !posted.Contains(pair.Name!))
            .Select(pair => new PolicyWarning(pair.Field, $"Nobody posted the check {pair.Name} for a recent version{Of(target)}."));
    }

    /// <summary>What was logged lately: for the latest versions of the model, else the latest rows of the server. Bounded, whatever was logged.</summary>
    public static IQueryable<Metric> RecentMetrics(RegistryDbContext db, PolicyTarget target) => target.Model is null
        ? db.Metrics.OrderByDescending(row => row.Id).Take(PolicyQueries.MostRecentRows)
        : db.Metrics.Where(row => row.IsCurrent && Recent(db, target).Any(version => version.Id == row.VersionId));

    /// <inheritdoc cref="RecentMetrics"/>
    public static IQueryable<VersionCheck> RecentChecks(RegistryDbContext db, PolicyTarget target) => target.Model is null
        ? db.VersionChecks.OrderByDescending(row => row.Id).Take(PolicyQueries.MostRecentRows)
        : db.VersionChecks.Where(row => row.IsCurrent && Recent(db, target).Any(version => version.Id == row.VersionId));

    private static IQueryable<ModelVersion> Recent(RegistryDbContext db, PolicyTarget target)
    {
        var from = target.Model!.LastVersionNumber - MetricQueries.MostVersions;
        return db.Versions.Where(version => version.ModelId == target.ModelId && version.Number > from);
    }

    private static string Of(PolicyTarget target) => target.Model is null ? "" : $" of {target.Model.Name}";
}

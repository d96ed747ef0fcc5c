using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What decides who may do what: every published policy, and every account's roles, against the events that made them.</summary>
internal static class RuleCheck
{
    private const int Batch = 200;
    private const string Published = "policy.published";

    private static readonly string[] Accounts = ["user.created", "user.edited", "user.roles_changed"];

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking policies and roles against their events.");
        for (var after = Guid.Empty; ;)
        {
            var policies = await scope.Db.PolicyVersions.Where(policy => policy.Id.CompareTo(after) > 0).OrderBy(policy => policy.Id).Take(Batch).ToListAsync(ct);
            var events = await scope.Db.AtAsync([Published], policies.Select(policy => policy.PublishedAt), ct);
            var modelIds = policies.Select(policy => policy.ModelId).OfType<Guid>().Distinct().ToArray();
            var models = await scope.Db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => modelIds.Contains(model.Id)).ToDictionaryAsync(model => model.Id, model => model.NormalizedName, ct);
            policies.ForEach(policy => Check(scope.Log, policy, policy.ModelId is { } id ? models.GetValueOrDefault(id) : null, events));
            scope.Log.Count("policies", policies.Count);
            if (policies.Count < Batch)
            {
                break;
            }

            after = policies[^1].Id;
        }

        await CheckAccountsAsync(scope, ct);
    }

    private static void Check(FindingLog log, PolicyVersion policy, string? normalizedModel, ILookup<DateTimeOffset, TrailEvent> events)
    {
        var place = new Place(Slot: policy.Slot);
        if (PolicyMapping.Defaults.FirstOrDefault(found => found.Id == policy.Id) is { } shipped)
        {
            if (shipped.ContentText != policy.ContentText)
            {
                log.Error("policy_differs", $"Version {policy.Number} of the policy of {policy.Slot} is not the one that a new server has.", place);
            }

            return;
        }

        var told = events[policy.PublishedAt].FirstOrDefault(told => told.Number == policy.Number && told.After.Word("slot") == policy.Slot && told.NormalizedModel == normalizedModel);
        if (told is null)
        {
            log.Error("policy_unrecorded", $"Version {policy.Number} of the policy of {policy.Slot} was published, but the audit trail does not say so.", place);
        }
        else if (Content(told) != policy.ContentText)
        {
            log.Error("policy_differs", $"Version {policy.Number} of the policy of {policy.Slot} is not the one that was published.", place with { Model = told.Body.Model, Seq = told.Seq });
        }
    }

    private static string? Content(TrailEvent told)
    {
        try
        {
            return (told.After.Member("content") ?? told.After.Member("policy")) is { } content ? PolicyContent.FromText(content.GetRawText()).ToText() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Few rows even in a large company: the last state of each account fits into memory.</summary>
    private static async Task<Dictionary<Guid, Account>> ReadAccountsAsync(RegistryDbContext db, CancellationToken ct)
    {
        var told = new Dictionary<Guid, Account>();
        await foreach (var batch in db.WalkAsync(Accounts, null, ct))
        {
            foreach (var happened in batch.Where(happened => Guid.TryParse(happened.After.Word("id"), out _)))
            {
                told[Guid.Parse(happened.After.Word("id")!)] = new Account(string.Join(", ", happened.After.Words("roles")), happened.After.Flag("active") ?? true, happened.Seq);
            }
        }

        return told;
    }

    private static async Task CheckAccountsAsync(CheckScope scope, CancellationToken ct)
    {
        var told = await ReadAccountsAsync(scope.Db, ct);
        for (var after = ""; ;)
        {
            var users = await scope.Db.Users.Where(user => string.Compare(user.NormalizedEmail, after) > 0).OrderBy(user => user.NormalizedEmail).Take(Batch)
                .Select(user => new { user.Id, user.Email, user.NormalizedEmail, user.DisabledAt }).ToListAsync(ct);
            var roles = await UserRoles.OfAsync(scope.Db, [.. users.Select(user => user.Id)], ct);
            foreach (var user in users)
            {
                Check(scope.Log, user.Email ?? "", string.Join(", ", roles[user.Id]), user.DisabledAt is null, told.GetValueOrDefault(user.Id));
                told.Remove(user.Id);
            }

            scope.Log.Count("accounts", users.Count);
            if (users.Count < Batch)
            {
                break;
            }

            after = users[^1].NormalizedEmail!;
        }

        foreach (var (id, account) in told)
        {
            scope.Log.Error("account_missing", $"The account {id} was made, but is not there. Accounts are disabled, never deleted.", new Place(Seq: account.Seq));
        }
    }

    private static void Check(FindingLog log, string email, string roles, bool active, Account? told)
    {
        if (told is null)
        {
            log.Error("account_unrecorded", $"The account {email} is there, but the audit trail does not say who made it.");
        }
        else if (told.Roles != roles || told.Active != active)
        {
            log.Error("account_differs", $"The account {email} {(told.Active != active ? $"is {(active ? "active" : "disabled")}" : $"has the roles '{roles}'")}, but the audit trail last said {(told.Active != active ? $"it was {(told.Active ? "active" : "disabled")}" : $"'{told.Roles}'")}.", new Place(Seq: told.Seq));
        }
    }

    private sealed record Account(string Roles, bool Active, long Seq);
}

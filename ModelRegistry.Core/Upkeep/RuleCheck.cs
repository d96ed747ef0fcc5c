using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What decides who may do what: every published policy, and every account's roles, against the events that made them.</summary>
internal static class RuleCheck
{
    private const int Batch = 200;

    private static readonly EventSet Published = new(typeof(PolicyPublished));
    private static readonly EventSet Accounts = new(typeof(UserCreated), typeof(UserEdited), typeof(UserRolesChanged));

    public static async Task RunAsync(CheckScope scope, CancellationToken ct)
    {
        scope.Progress.Step("Checking policies and roles against their events.");
        for (var after = Guid.Empty; ;)
        {
            var policies = await scope.Db.PolicyVersions.Where(policy => policy.Id.CompareTo(after) > 0).OrderBy(policy => policy.Id).Take(Batch)
                .ToListAsync(ct);
            var events = await scope.Db.AtAsync(Published, policies.Select(policy => policy.PublishedAt), ct);
            var paths = await scope.Db.PathsAsync([.. policies.Select(policy => policy.CollectionId).OfType<Guid>().Distinct()], ct);
            policies.ForEach(policy => Check(scope.Log, policy, policy.CollectionId is { } id ? paths.GetValueOrDefault(id, "") : null, events));
            scope.Log.Count("policies", policies.Count);
            if (policies.Count < Batch)
            {
                break;
            }

            after = policies[^1].Id;
        }

        await CheckAccountsAsync(scope, ct);
    }

    private static void Check(FindingLog log, PolicyVersion policy, string? collection, ILookup<DateTimeOffset, TrailEvent> events)
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

        var told = events[policy.PublishedAt]
            .FirstOrDefault(told => told.Event is PolicyPublished { After: var after } && after.Number == policy.Number && after.Slot == policy.Slot
            && after.Collection == collection && told.ModelId == policy.ModelId);
        if (told is null)
        {
            log.Error("policy_unrecorded", $"Version {policy.Number} of the policy of {policy.Slot} was published, but the audit trail does not say so.",
                place);
        }
        else if (((PolicyPublished)told.Event).After.Content.ToText() != policy.ContentText)
        {
            log.Error("policy_differs", $"Version {policy.Number} of the policy of {policy.Slot} is not the one that was published.",
                place with { Model = told.Body.Model, Seq = told.Seq });
        }
    }

    /// <summary>Few rows even in a large company: the last state of each account fits into memory.</summary>
    private static async Task<Dictionary<Guid, Account>> ReadAccountsAsync(RegistryDbContext db, CancellationToken ct)
    {
        var told = new Dictionary<Guid, Account>();
        await foreach (var batch in db.WalkAsync(Accounts, null, ct))
        {
            foreach (var happened in batch)
            {
                if (After(happened.Event) is { } account)
                {
                    told[account.Id] = new Account(string.Join(", ", account.Roles), account.Active, happened.Seq);
                }
            }
        }

        return told;
    }

    private static UserView? After(RegistryEvent happened) => happened switch
    {
        UserCreated made => made.After,
        UserEdited edited => edited.After,
        UserRolesChanged changed => changed.After,
        _ => null,
    };

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
            scope.Log.Error("account_missing", $"The account {id} was made, but is not there. Accounts are disabled, never deleted.",
                new Place(Seq: account.Seq));
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
            log.Error("account_differs", $"The account {email} "
                + $"{(told.Active != active ? $"is {(active ? "active" : "disabled")}" : $"has the roles '{roles}'")}, but the audit trail last said "
                + $"{(told.Active != active ? $"it was {(told.Active ? "active" : "disabled")}" : $"'{told.Roles}'")}.", new Place(Seq: told.Seq));
        }
    }

    private sealed record Account(string Roles, bool Active, long Seq);
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Policies;

/// <summary>The only writer of policies: the next version of a target's policy, its audit event, and the notice when it asks for less.</summary>
internal static class PolicyPublishing
{
    /// <summary>The same content again changes nothing and returns what is there. The caller holds the lock that orders publishers.</summary>
    public static async Task<PolicyVersion> PublishAsync(RegistryTransaction transaction, PolicyTarget target, NewPolicy policy, CancellationToken ct)
    {
        var own = await target.OwnAsync(transaction.Db, ct);
        if (policy.ExpectedVersion is { } expected && expected != (own?.Number ?? 0))
        {
            throw Changed(target, own);
        }

        var content = await new PolicyCheck(target).CheckAsync(transaction.Db, policy.Content, ct);
        var alone = policy.Alone ?? (own is { Alone: true } && content.RequiredApprovals == 0);
        if (own is not null && own.ContentText == content.ToText() && own.Alone == alone)
        {
            return own;
        }

        var former = own ?? await target.InForceAsync(transaction.Db, ct);
        var row = Row(transaction, target, (own?.Number ?? 0) + 1, content, policy.Reason, alone);
        transaction.Db.PolicyVersions.Add(row);
        transaction.Record(new PolicyPublished(target.Model?.Ref, own is null ? null : PolicyPublished.Policy.Of(own, target.Collection),
            PolicyPublished.Policy.Of(row, target.Collection), row.Reason));
        if (former is not null)
        {
            await TellOfLoweringAsync(transaction, target, former.Content, content, ct);
        }

        await transaction.Db.SaveChangesAsync(ct);
        await transaction.FollowAsync(new PolicyTurn(target.ModelId, target.CollectionId, target.NormalizedSlot), ct);
        return row;
    }

    private static PolicyVersion Row(RegistryTransaction transaction, PolicyTarget target, int number, PolicyContent content, string? reason, bool alone) =>
        new()
        {
            Id = Guid.CreateVersion7(transaction.Now),
            ModelId = target.ModelId,
            Collection = target.Collection,
            Slot = target.Slot,
            NormalizedSlot = target.NormalizedSlot,
            Number = number,
            ContentText = content.ToText(),
            PublishedAt = transaction.Now,
            PublishedById = transaction.Actor.UserId,
            PublishedByName = transaction.Actor.Name,
            Reason = Text.CheckOptional("reason", reason, PolicyMapping.ReasonMaxLength),
            Alone = alone,
        };

    private static async Task TellOfLoweringAsync(RegistryTransaction transaction, PolicyTarget target, PolicyContent before, PolicyContent after,
        CancellationToken ct)
    {
        var ways = PolicyLowering.Of(before, after);
        if (ways.Count == 0)
        {
            return;
        }

        var of = target switch
        {
            { Model: { } model } => $"of {target.Slot} of {model.Name}",
            { Collection: { } collection } => $"of {target.Slot} for all models in {collection.Path}",
            _ => $"of {target.Slot} for all models",
        };
        await Notices.AddAsync(transaction, await WatchersAsync(transaction.Db, target.Place, ct), NoticeKind.PolicyLowered,
            $"{transaction.Actor.Name} lowered the policy {of}: {string.Join("; ", ways)}.", target.ModelId, ct: ct);
    }

    /// <summary>Who watches over the rules and sees where they are for.</summary>
    internal static async Task<IReadOnlyList<Guid>> WatchersAsync(RegistryDbContext db, Place? place, CancellationToken ct)
    {
        var watchers = await Notices.WithRolesAsync(db, [Roles.Reviewer, Roles.Auditor], ct);
        return place is { Closed: true } closed
            ? await ModelViewers.Of(db, closed).Where(user => watchers.Contains(user.Id)).Select(user => user.Id).ToListAsync(ct) : watchers;
    }

    private static RegistryException Changed(PolicyTarget target, PolicyVersion? present) => new(RefusalKind.Conflict, "policy_changed",
        present is null
            ? $"{target.Slot} has no policy of its own here. Read it again, and publish on what is there."
            : string.Create(CultureInfo.InvariantCulture,
                $"{present.PublishedByName} published version {present.Number} of this policy meanwhile. Read it again, and publish on what is there."),
        "expectedVersion")
    {
        Details = new Dictionary<string, object?> { ["version"] = present?.Number ?? 0 },
    };
}

/// <summary>A policy to publish. <see cref="ExpectedVersion"/> is the version it was written on: 0 for a model or collection without one of its own.</summary>
internal sealed record NewPolicy(PolicyContent Content, string? Reason = null, int? ExpectedVersion = null, bool? Alone = null);

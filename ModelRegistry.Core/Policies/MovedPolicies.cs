using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

/// <summary>A stage of a model that has another policy in another collection; <see cref="Lowers"/>: in which ways that asks for less.</summary>
public sealed record MovedPolicy(string Stage, PolicyView Before, PolicyView After, IReadOnlyList<string> Lowers);

/// <summary>What policies of a model a move to another collection changes: an admin may lower them so, as by publishing, and nobody else.</summary>
internal static class MovedPolicies
{
    /// <summary>Of a model that lives, or lived, in the one collection and moves to the other (null: the root).</summary>
    public static async Task<IReadOnlyList<MovedPolicy>> ReadAsync(RegistryDbContext db, Model model, Guid? from, Guid? to, CancellationToken ct)
    {
        var stages = await db.StagesAsync(model.Id, ct);
        string[] names = [.. stages.Select(stage => stage.NormalizedName)];
        var before = await db.PoliciesAtAsync(model.Id, from, names, int.MaxValue, ct);
        var after = await db.PoliciesAtAsync(model.Id, to, names, int.MaxValue, ct);
        List<(PolicyVersion Before, PolicyVersion After)> changed = [.. names
            .Where(name => before.ContainsKey(name) && after.ContainsKey(name) && before[name].Id != after[name].Id)
            .Select(name => (before[name], after[name]))];
        var views = await PolicyViews.ReadAsync(db, [.. changed.SelectMany(pair => new[] { pair.Before, pair.After })], model.Name, ct);
        return [.. changed.Select((pair, index) => new MovedPolicy(pair.After.Slot, views[2 * index], views[(2 * index) + 1],
            PolicyLowering.Of(pair.Before.Content, pair.After.Content)))];
    }

    /// <summary>Why this person may not move it so; null when they may.</summary>
    public static string? WhyNot(Actor actor, IReadOnlyList<MovedPolicy> moved) =>
        moved.Any(policy => policy.Lowers.Count > 0) && !Rights.Allows(actor, Right.ManagePolicies)
            ? $"There less is asked of it: {Ways(moved)}. Only an admin may lower policies; ask one to move it." : null;

    /// <summary>Refused where whoever moves it may not lower policies; else those who watch over the rules hear of it.</summary>
    public static async Task FollowAsync(RegistryTransaction transaction, MovedModel move, CancellationToken ct)
    {
        await transaction.TakeTurnAsync(ct);
        var moved = await ReadAsync(transaction.Db, move.Model, move.From, move.Model.CollectionId, ct);
        if (WhyNot(transaction.Actor, moved) is { } why)
        {
            throw RegistryException.Forbidden("move_lowers_policy", why);
        }

        if (moved.Any(policy => policy.Lowers.Count > 0))
        {
            await Notices.AddAsync(transaction, await PolicyPublishing.WatchersAsync(transaction.Db, move.Model.Place, ct), NoticeKind.PolicyLowered,
                $"{transaction.Actor.Name} moved {move.Model.Name} to where less is asked of it: {Ways(moved)}.", move.Model.Id, ct: ct);
        }
    }

    /// <summary>Of a collection that is about to be deleted: requests name the policies they were decided under.</summary>
    public static async Task FollowDeletionAsync(RegistryTransaction transaction, EndingCollection ending, CancellationToken ct)
    {
        if (await transaction.Db.PolicyVersions.AnyAsync(policy => policy.CollectionId == ending.Collection.Id, ct))
        {
            throw RegistryException.Conflict("collection_has_policies",
                $"Policies were published for '{ending.Collection.Path}', and the history keeps them: the collection stays. Give it another description "
                    + "if nothing should be put there any more.");
        }
    }

    private static string Ways(IReadOnlyList<MovedPolicy> moved) =>
        string.Join("; ", moved.Where(policy => policy.Lowers.Count > 0).Select(policy => $"{policy.Stage}: {string.Join(", ", policy.Lowers)}"));
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// Where "I work alone" stands. <see cref="Offered"/>: this person may take it up. <see cref="Since"/> and <see cref="By"/> are
/// set while production needs no approvals because of it; <see cref="MayRestore"/>: there are reviewers enough to end it, and
/// this person may.
/// </summary>
public sealed record AloneState(bool Offered, DateTimeOffset? Since, string? By, bool MayRestore)
{
    public bool InForce => Since is not null;
}

/// <summary>
/// For a registry of one person: nobody else could approve, so production needs no approvals and keeps its gates. Said openly by
/// a banner until a second reviewer is there and the policy is restored.
/// </summary>
public sealed class WorkAlone(RegistryStore store)
{
    private const int EnoughReviewers = 2;

    public Task<AloneState> StateAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var policy = await InForceAsync(db, ct);
            return new AloneState(
                policy is { Alone: false, Content.RequiredApprovals: > 0 } && await WhyNotAsync(db, actor, ct) is null,
                policy is { Alone: true } ? policy.PublishedAt : null,
                policy is { Alone: true } ? policy.PublishedByName : null,
                policy is { Alone: true } && Rights.Allows(actor, Right.ManagePolicies) && await PolicyWarnings.ReviewersAsync(db, ct) >= EnoughReviewers);
        }, ct);

    /// <summary>Production needs no approvals from now on and keeps its gates, integrity among them.</summary>
    public Task AcceptAsync(Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePolicies);
            await transaction.TakeTurnAsync(ct);
            if (await WhyNotAsync(transaction.Db, actor, ct) is { } why)
            {
                throw RegistryException.Conflict("not_alone", why);
            }

            await ChangeAsync(transaction, content => content with
            {
                RequiredApprovals = 0,
                ByRisk = null,
                Seats = null,
                Gates = content.Gates.OfType<IntegrityGate>().Any() ? content.Gates : [.. content.Gates, new IntegrityGate()],
            }, alone: true, "I work alone: there is nobody else who could approve.", ct);
        }, ct);

    /// <summary>Production needs one approval again.</summary>
    public Task RestoreAsync(Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ManagePolicies);
            await transaction.TakeTurnAsync(ct);
            if (await InForceAsync(transaction.Db, ct) is { Alone: true })
            {
                await ChangeAsync(transaction, content => content with { RequiredApprovals = 1 }, alone: false, "No longer alone.", ct);
            }
        }, ct);

    private static async Task ChangeAsync(RegistryTransaction transaction, Func<PolicyContent, PolicyContent> change, bool alone, string reason,
        CancellationToken ct)
    {
        var target = await PolicyTarget.FindAsync(transaction.Db, null, Stage.Production, transaction.Actor, ct);
        var present = await target.OwnAsync(transaction.Db, ct);
        await PolicyPublishing.PublishAsync(transaction, target, new NewPolicy(change(present?.Content ?? new PolicyContent()), reason, Alone: alone), ct);
    }

    private static Task<PolicyVersion?> InForceAsync(RegistryDbContext db, CancellationToken ct)
    {
        var production = SlotName.Normalize(Stage.Production);
        return db.PolicyVersions.Where(policy => policy.ModelId == null && policy.CollectionId == null && policy.NormalizedSlot == production)
            .OrderByDescending(policy => policy.Number).FirstOrDefaultAsync(ct);
    }

    private static async Task<string?> WhyNotAsync(RegistryDbContext db, Actor actor, CancellationToken ct)
    {
        if (!Rights.Allows(actor, Right.ManagePolicies))
        {
            return "Only an admin can say that they work alone.";
        }

        var production = SlotName.Normalize(Stage.Production);
        if (!await db.Stages.AnyAsync(stage => stage.ModelId == null && stage.NormalizedName == production, ct))
        {
            return "This server has no stage 'production'.";
        }

        return await db.WhoSignIn().AnyAsync(user => user.Id != actor.UserId, ct)
            ? "There are other people who can sign in: give one of them the Reviewer role instead."
            : null;
    }
}

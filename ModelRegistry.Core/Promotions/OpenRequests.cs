using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>What happens to open requests when something else changes: a slot moves, or a version gets other evidence.</summary>
internal static class OpenRequests
{
    private const int Batch = 100;

    /// <summary>
    /// A slot moved: its open requests now replace the new occupant, which changes their subject; one for the new occupant
    /// itself has nothing left to do (rule 7). In the transaction of the move.
    /// </summary>
    public static async Task FollowMoveAsync(RegistryTransaction transaction, SlotTurn turn, CancellationToken ct)
    {
        if (!turn.IsAwaited)
        {
            return;
        }

        var (model, slot) = turn;
        await transaction.Db.SaveChangesAsync(ct); // a request that this move executes is found to have ended
        var open = await transaction.Db.PromotionRequests
            .Where(request => request.ModelId == model.Id && request.NormalizedSlot == slot.NormalizedName && !request.IsFinal)
            .OrderBy(request => request.Number).ToListAsync(ct);
        foreach (var file in await RequestFiles.ReadAsync(transaction.Db, open, ct))
        {
            var standing = RequestStanding.Of(file, transaction.Now);
            if (file.Request.VersionId == slot.VersionId)
            {
                await SupersedeAsync(transaction, standing,
                    slot.VersionNumber is { } number ? $"v{number.Text()} is in {slot.Name} already." : $"{slot.Name} is empty already.", ct);
                continue;
            }

            file.Request.Expect(slot.VersionId, slot.VersionNumber);
            file.Request.Become(RequestState.Open);
            await file.KeepAsync(transaction.Db, RequestStanding.Of(file, transaction.Now), ct);
            await RequestNotices.Changed(transaction, standing, $"{slot.Name} moved to {(slot.VersionNumber is { } now ? $"v{now.Text()}" : "nothing")}");
        }
    }

    /// <summary>Metrics, tags or description of a version changed: those who approved it are told. That approvals are stale is found at reading.</summary>
    public static async Task FollowEvidenceAsync(RegistryTransaction transaction, EvidenceChange change, CancellationToken ct)
    {
        var (version, what) = change;
        var open = await Open(transaction.Db).Where(request => request.VersionId == version.Id).ToListAsync(ct);
        foreach (var file in await RequestFiles.ReadAsync(transaction.Db, open, ct))
        {
            var standing = RequestStanding.Of(file, transaction.Now);
            await file.KeepAsync(transaction.Db, standing, ct);
            if (file.Reviews.Any(review => standing.IsStale(review.Review)))
            {
                await RequestNotices.Changed(transaction, standing, what);
            }
        }
    }

    /// <summary>What a model has said of it is part of every subject of it.</summary>
    public static Task FollowModelAsync(RegistryTransaction transaction, ModelEvidence change, CancellationToken ct) =>
        RestateAsync(transaction, Open(transaction.Db).Where(request => request.ModelId == change.ModelId), ct);

    /// <summary>So is its name. Whoever waits for them or is waited for hears of it, as the model's owner does.</summary>
    public static async Task FollowRenameAsync(RegistryTransaction transaction, RenamedModel renamed, CancellationToken ct)
    {
        var (db, model) = (transaction.Db, renamed.Model);
        var open = await Open(db).Where(request => request.ModelId == model.Id).OrderBy(request => request.Number).ToListAsync(ct);
        var files = await RequestFiles.ReadAsync(db, open, new Dictionary<Guid, Model> { [model.Id] = model }, ct);
        foreach (var file in files)
        {
            await file.KeepAsync(transaction.Db, RequestStanding.Of(file, transaction.Now), ct);
        }

        await RequestNotices.RenamedAsync(transaction, renamed, files, ct);
    }

    /// <summary>What a policy asks for is part of the subject of each request under it.</summary>
    public static Task FollowPolicyAsync(RegistryTransaction transaction, PolicyTurn change, CancellationToken ct)
    {
        var lying = PolicyAccess.Lying(transaction.Db);
        return RestateAsync(transaction, Open(transaction.Db).Where(request => request.NormalizedSlot == change.NormalizedSlot
            && (change.ModelId == null || request.ModelId == change.ModelId)
            && (change.CollectionId == null || lying.Any(lies => lies.ModelId == request.ModelId && lies.AncestorId == change.CollectionId))), ct);
    }

    /// <summary>Where their model lives decides which policies come down to them.</summary>
    public static Task FollowCollectionAsync(RegistryTransaction transaction, MovedModel moved, CancellationToken ct) =>
        RestateAsync(transaction, Open(transaction.Db).Where(request => request.ModelId == moved.Model.Id), ct);

    private static IQueryable<PromotionRequest> Open(RegistryDbContext db) => db.PromotionRequests.Where(request => !request.IsFinal);

    private static async Task RestateAsync(RegistryTransaction transaction, IQueryable<PromotionRequest> requests, CancellationToken ct)
    {
        long? after = 0;
        while (after is { } last)
        {
            var batch = await requests.Where(request => request.Number > last).OrderBy(request => request.Number).Take(Batch).ToListAsync(ct);
            foreach (var file in await RequestFiles.ReadAsync(transaction.Db, batch, ct))
            {
                await file.KeepAsync(transaction.Db, RequestStanding.Of(file, transaction.Now), ct);
            }

            after = batch.Count < Batch ? null : batch[^1].Number;
        }
    }

    public static async Task SupersedeAsync(RegistryTransaction transaction, RequestStanding standing, string outcome, CancellationToken ct)
    {
        await EndAsync(transaction, standing, RequestState.Superseded, outcome, ct);
        await RequestNotices.Decided(transaction, standing, $"{RequestNotices.Name(standing)} has nothing left to do: {outcome}");
        transaction.Record(new RequestSuperseded(standing.File.Model.Ref, standing.File.Request.VersionNumber, EndedRequest.Of(standing.File.Request),
            outcome));
    }

    /// <summary>A version is archived, deleted or purged: what was asked for it ends.</summary>
    public static Task FollowRetirementAsync(RegistryTransaction transaction, RetiringVersion retiring, CancellationToken ct) => WithdrawAsync(
        transaction, transaction.Db.PromotionRequests.Where(request => request.VersionId == retiring.Version.Id),
        $"v{retiring.Version.Number.Text()} was {retiring.How} by {transaction.Actor.Name}.",
        (standing, sentence) => RequestNotices.Decided(transaction, standing, sentence), ct);

    /// <summary>A model is deleted with all its requests.</summary>
    public static Task FollowDeletionAsync(RegistryTransaction transaction, RetiringModel retiring, CancellationToken ct) => WithdrawAsync(
        transaction, transaction.Db.PromotionRequests.Where(request => request.ModelId == retiring.Model.Id),
            $"The model was deleted by {transaction.Actor.Name}.",
        (standing, sentence) => RequestNotices.DecidedWithItsModelAsync(transaction, standing, sentence, ct), ct);

    /// <summary>
    /// What these requests are about is retired: they end as withdrawn, and <paramref name="tell"/> tells those who wait for them.
    /// Before the retirement itself, so that they end with the subject that people saw.
    /// </summary>
    private static async Task WithdrawAsync(RegistryTransaction transaction, IQueryable<PromotionRequest> requests, string outcome,
        Func<RequestStanding, string, Task> tell, CancellationToken ct)
    {
        var open = await requests.Where(request => !request.IsFinal).OrderBy(request => request.Number).ToListAsync(ct);
        foreach (var file in await RequestFiles.ReadAsync(transaction.Db, open, ct))
        {
            var (standing, request) = (RequestStanding.Of(file, transaction.Now), file.Request);
            await EndAsync(transaction, standing, RequestState.Withdrawn, outcome, ct);
            transaction.Record(new RequestWithdrawn(file.Model.Ref, request.VersionNumber, EndedRequest.Of(request), outcome));
            await tell(standing, $"{RequestNotices.Name(standing)} is withdrawn: {outcome}");
        }
    }

    /// <summary>Ends a request with all that holds at this moment, so that its page keeps showing what was decided upon, and by what rules.</summary>
    public static async Task EndAsync(RegistryTransaction transaction, RequestStanding standing, RequestState final, string? outcome, CancellationToken ct)
    {
        await transaction.Db.KeepAsync(standing.Subject, ct);
        var pool = await Reviewers.ReadAsync(transaction.Db, standing, ct);
        standing.File.Request.End(final,
            new RequestEnding(transaction.Now, transaction.Actor.Name, outcome, standing.Subject.Digest, RequestEnd.Text(standing, pool)));
    }
}

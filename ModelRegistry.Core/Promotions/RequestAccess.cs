using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>A request with the model that it is about.</summary>
internal sealed record FoundRequest(PromotionRequest Request, Model Model);

/// <summary>Finds requests of models that the actor sees, and takes one for a change.</summary>
internal static class RequestAccess
{
    public static IQueryable<PromotionRequest> RequestsVisibleTo(this RegistryDbContext db, Actor actor)
    {
        var models = db.Models.VisibleTo(actor);
        return db.PromotionRequests.Where(request => models.Any(model => model.Id == request.ModelId));
    }

    /// <summary>Those of restricted models only where the actor may review that stage: as the owner, by a grant, or as who sees everything.</summary>
    public static IQueryable<PromotionRequest> ReviewableBy(this IQueryable<PromotionRequest> requests, RegistryDbContext db, Actor actor)
    {
        if (Rights.SeesAll(actor))
        {
            return requests;
        }

        var (me, models) = (actor.UserId, db.Models);
        Expression<Func<PromotionRequest, bool>> may = request =>
            models.Any(model => model.Id == request.ModelId && (!model.Closed || model.OwnerId == me));
        foreach (var (stage, granted) in Granted(actor))
        {
            may = may.Or(request => (stage == null || request.NormalizedSlot == stage)
                && (granted.Everywhere || granted.Models.Contains(request.ModelId) || models.Any(model => model.Id == request.ModelId
                    && model.CollectionId != null && granted.Collections.Contains(model.CollectionId.Value))));
        }

        return requests.Where(may);
    }

    /// <summary>How far the actor's grants reach that let them review: at all stages (null), and at each that is named.</summary>
    private static IEnumerable<(string? Stage, Reach Reach)> Granted(Actor actor) => actor.Grants
        .Where(grant => grant.Right is GrantRight.Review or GrantRight.Own)
        .SelectMany(grant => grant.Right == GrantRight.Own || grant.Stages is null ? [(Stage: (string?)null, Grant: grant)]
            : grant.Stages.Select(stage => (Stage: (string?)stage, Grant: grant)))
        .GroupBy(held => held.Stage, held => held.Grant, (stage, grants) => (stage, Reach.Of(grants)));

    public static async Task<FoundRequest> FindRequestAsync(this RegistryDbContext db, Actor actor, long number, CancellationToken ct)
    {
        var found = await db.PromotionRequests.Where(request => request.Number == number)
            .Join(db.Models.VisibleTo(actor), request => request.ModelId, model => model.Id, (request, model) => new { Request = request, Model = model })
            .FirstOrDefaultAsync(ct) ?? throw NotFound(number);
        return new FoundRequest(found.Request, found.Model);
    }

    /// <summary>
    /// The request with the locks that every decision takes, in this order: its model, so that slots and evidence stand still,
    /// then the turn of decisions, so that roles and policies do. Refuses one that has ended.
    /// </summary>
    public static async Task<RequestStanding> TakeAsync(this RegistryTransaction transaction, long number, CancellationToken ct)
    {
        var db = transaction.Db;
        var (request, model) = await db.FindRequestAsync(transaction.Actor, number, ct);
        await db.LockAsync(model, ct);
        if (db.LocksRows)
        {
            await transaction.TakeTurnAsync(ct);
            await db.Entry(request).ReloadAsync(ct);
        }

        var standing = RequestStanding.Of(await RequestFiles.ReadAsync(db, request, model, ct), transaction.Now);
        return RequestStates.IsFinal(standing.State) ? throw RequestStates.AlreadyFinal(number, standing.State) : standing;
    }

    /// <summary>Takes the next number for a request or post-review; both are counted together, so that #214 is one thing.</summary>
    public static async Task<long> NextRequestNumberAsync(this RegistryDbContext db, CancellationToken ct) => (await db.NextRequestNumbersAsync(1, ct)).First();

    /// <summary>Several at once, for an act that leaves several things.</summary>
    public static async Task<Queue<long>> NextRequestNumbersAsync(this RegistryDbContext db, int count, CancellationToken ct)
    {
        await db.RequestCounters.Where(counter => counter.Id == RequestCounter.OnlyId)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + count), ct);
        var last = await db.RequestCounters.AsNoTracking().Select(counter => counter.Last).SingleAsync(ct);
        return new Queue<long>(Enumerable.Range(1, count).Select(index => last - count + index));
    }

    /// <summary>Keeps the text of a subject under its digest, once.</summary>
    public static async Task KeepAsync(this RegistryDbContext db, SubjectText subject, CancellationToken ct)
    {
        if (db.SubjectTexts.Local.Any(text => text.Digest == subject.Digest))
        {
            return;
        }

        // Known from here on, so that it is asked for once in a transaction.
        var isKept = await db.SubjectTexts.AnyAsync(text => text.Digest == subject.Digest, ct);
        _ = isKept ? db.SubjectTexts.Attach(subject) : db.SubjectTexts.Add(subject);
    }

    private static RegistryException NotFound(long number) =>
        RegistryException.NotFound("request_not_found",
            string.Create(CultureInfo.InvariantCulture, $"There is no request #{number} here, or you may not see it."));
}

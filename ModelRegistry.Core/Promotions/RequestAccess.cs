using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>Finds requests of models that the actor sees, and takes one for a change.</summary>
internal static class RequestAccess
{
    public static IQueryable<PromotionRequest> RequestsVisibleTo(this RegistryDbContext db, Actor actor)
    {
        var models = db.Models.VisibleTo(actor);
        return db.PromotionRequests.Where(request => models.Any(model => model.Id == request.ModelId));
    }

    public static async Task<PromotionRequest> FindRequestAsync(this RegistryDbContext db, Actor actor, long number, CancellationToken ct) =>
        await db.RequestsVisibleTo(actor).FirstOrDefaultAsync(request => request.Number == number, ct) ?? throw NotFound(number);

    /// <summary>
    /// The request with the locks that every decision takes, in this order: its model, so that slots and evidence stand still,
    /// then the head of the audit chain, so that roles and policies do. Refuses one that has ended.
    /// </summary>
    public static async Task<RequestStanding> TakeAsync(this RegistryTransaction transaction, long number, CancellationToken ct)
    {
        var db = transaction.Db;
        var request = await db.FindRequestAsync(transaction.Actor, number, ct);
        var model = await db.Models.FirstAsync(found => found.Id == request.ModelId, ct);
        await db.LockAsync(model, ct);
        await transaction.SerializeAsync(ct);
        await db.Entry(request).ReloadAsync(ct);
        var standing = RequestStanding.Of(await RequestFiles.ReadAsync(db, request, ct), transaction.Now);
        return RequestStates.IsFinal(standing.State) ? throw RequestStates.AlreadyFinal(number, standing.State) : standing;
    }

    /// <summary>Takes the next number for a request or post-review; both are counted together, so that #214 is one thing.</summary>
    public static async Task<long> NextRequestNumberAsync(this RegistryDbContext db, CancellationToken ct)
    {
        await db.RequestCounters.Where(counter => counter.Id == RequestCounter.OnlyId)
            .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + 1), ct);
        return await db.RequestCounters.AsNoTracking().Select(counter => counter.Last).SingleAsync(ct);
    }

    /// <summary>Keeps the text of a subject under its digest, once.</summary>
    public static async Task KeepAsync(this RegistryDbContext db, SubjectText subject, CancellationToken ct)
    {
        if (db.SubjectTexts.Local.All(text => text.Digest != subject.Digest) && !await db.SubjectTexts.AnyAsync(text => text.Digest == subject.Digest, ct))
        {
            db.SubjectTexts.Add(subject);
        }
    }

    private static RegistryException NotFound(long number) =>
        RegistryException.NotFound("request_not_found", string.Create(CultureInfo.InvariantCulture, $"There is no request #{number} here, or you may not see it."));
}

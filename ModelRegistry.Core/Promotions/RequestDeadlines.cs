using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>Ends requests whose time is over and reminds of those whose time runs out, at half and at four fifths of it.</summary>
public sealed class RequestDeadlines(RegistryStore store, TimeProvider time)
{
    private const int Batch = 100;

    /// <summary>Expires what is overdue; returns how many. That a request is overdue is also checked at each review and execution.</summary>
    public Task<int> ExpireAsync(CancellationToken ct)
    {
        var now = time.Now();
        return store.WriteAsync(Actor.System, async transaction =>
        {
            var db = transaction.Db;
            var late = db.PromotionRequests.Ended(false).Where(request => request.ExpiresAt <= now);
            await db.LockRowsAsync(db.Models.Where(model => late.Any(request => request.ModelId == model.Id)), ct);
            await transaction.TakeTurnAsync(ct);
            var overdue = await late
                .OrderBy(request => request.ExpiresAt).Take(Batch).ToListAsync(ct);
            foreach (var file in await RequestFiles.ReadAsync(db, overdue, ct))
            {
                var standing = RequestStanding.Of(file, transaction.Now);
                await OpenRequests.EndAsync(transaction, standing, RequestState.Expired, "Nobody decided in time.", ct);
                transaction.Record(new RequestExpired(file.Model.Ref, file.Request.VersionNumber, EndedRequest.Of(file.Request)));
                await RequestNotices.Decided(transaction, standing, $"{RequestNotices.Name(standing)} expired");
            }

            return overdue.Count;
        }, ct);
    }

    /// <summary>Reminds requester and eligible reviewers, in batches of a transaction each; returns of how many requests.</summary>
    public async Task<int> RemindAsync(CancellationToken ct)
    {
        var (reminded, batch) = (0, 0);
        do
        {
            batch = await RemindBatchAsync(ct);
            reminded += batch;
        }
        while (batch == Batch);

        return reminded;
    }

    private Task<int> RemindBatchAsync(CancellationToken ct)
    {
        var now = time.Now();
        return store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited(); // that somebody was reminded is no change of the request
            var due = await transaction.Db.PromotionRequests.Where(request => request.RemindAt <= now && request.ExpiresAt > now)
                .OrderBy(request => request.RemindAt).ThenBy(request => request.Number).Take(Batch).ToListAsync(ct);
            foreach (var file in await RequestFiles.ReadAsync(transaction.Db, due, ct))
            {
                file.Request.Reminded(now);
                var pool = await Reviewers.ReadAsync(transaction.Db, file.Model, file.Request.Slot, file.Involved, ct);
                await RequestNotices.Expiring(transaction, file, pool.Ids.Append(file.Request.RequestedById));
            }

            return due.Count;
        }, ct);
    }
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Rollbacks;

/// <summary>
/// What became of an executed request: since when its version was in the stage, until when, and what put which other version, or none, in its place.
/// A request that emptied its stage has no version: its stay is the time without one.
/// </summary>
public sealed record Aftermath(DateTimeOffset Since, DateTimeOffset? Until = null, string? UntilBy = null, MoveKind? Via = null, int? Next = null,
    long? RequestId = null, long? RollbackId = null)
{
    /// <summary>Null where the request moved nothing.</summary>
    internal static async Task<Aftermath?> ReadAsync(RegistryDbContext db, PromotionRequest request, CancellationToken ct)
    {
        if (request.State != RequestState.Executed || request.DecidedAt is not { } decided)
        {
            return null;
        }

        var later = from slot in db.Slots
                    join stay in db.SlotIntervals on slot.Id equals stay.SlotId
                    where slot.ModelId == request.ModelId && slot.NormalizedName == request.NormalizedSlot && stay.From >= decided
                    select stay;
        return request.VersionId is null ? await EmptyAsync(later, decided, ct) : await FilledAsync(db, later, request, ct);
    }

    private static async Task<Aftermath> EmptyAsync(IQueryable<SlotInterval> later, DateTimeOffset decided, CancellationToken ct)
    {
        var filled = await later.OrderBy(stay => stay.From).FirstOrDefaultAsync(ct);
        return new Aftermath(decided, filled?.From, filled?.ByName, filled?.Via, filled?.VersionNumber, filled?.RequestNumber, filled?.RollbackNumber);
    }

    // What came next begins at the instant at which the stay ended; where nothing came, a rollback or a request emptied the stage then.
    private static async Task<Aftermath?> FilledAsync(RegistryDbContext db, IQueryable<SlotInterval> later, PromotionRequest request, CancellationToken ct)
    {
        var (number, modelId, slot) = (request.Number, request.ModelId, request.NormalizedSlot);
        var found = await later.Where(stay => stay.RequestNumber == number).OrderBy(stay => stay.From).Select(stay => new
        {
            Own = stay,
            Next = later.FirstOrDefault(next => next.From == stay.Until),
            TakenOut = db.Rollbacks.Where(rollback => rollback.ModelId == modelId && rollback.NormalizedSlot == slot && rollback.At == stay.Until)
                .Select(rollback => (long?)rollback.Number).FirstOrDefault(),
            Emptied = db.PromotionRequests.Where(emptying => emptying.ModelId == modelId && emptying.NormalizedSlot == slot && emptying.VersionId == null
                    && emptying.State == RequestState.Executed && emptying.DecidedAt > stay.From && emptying.DecidedAt <= stay.Until)
                .OrderByDescending(emptying => emptying.DecidedAt).Select(emptying => (long?)emptying.Number).FirstOrDefault(),
        }).FirstOrDefaultAsync(ct);
        return found is null ? null : new Aftermath(found.Own.From, found.Own.Until, found.Own.LeftByName, found.Own.LeftVia, found.Next?.VersionNumber,
            found.Next is { } next ? next.RequestNumber : found.Emptied, found.Next is { } after ? after.RollbackNumber : found.TakenOut);
    }
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The only way to the database. A change and its audit events are one transaction: no event, no change. Refusals of
/// permission leave an event of their own after the change was rolled back.
/// </summary>
public sealed class RegistryStore(
    IDbContextFactory<RegistryDbContext> contexts, WriteGate gate, AuditCheckpoints checkpoints, ChangeFeed feed, Freshness freshness, Reactions reactions,
    TimeProvider time)
{
    private const int MostAttempts = 8;

    public async Task<T> ReadAsync<T>(Actor actor, Func<RegistryDbContext, Task<T>> read, CancellationToken ct)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            await db.Database.OpenConnectionAsync(ct); // once for all queries of the read, not once for each
            return await read(db);
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.Forbidden)
        {
            await RecordRefusalAsync(actor, refusal, ct);
            throw;
        }
        catch (Exception e) when (DatabaseErrors.Translate(e) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>
    /// Runs <paramref name="change"/> in one transaction. It may run again after a lost connection or deadlock, so it must
    /// load what it changes from the context it is given and keep nothing between runs. With an idempotency key it runs once
    /// for all calls of the key, whose answer is what it returned: that must come out of JSON as it went in.
    /// </summary>
    public async Task<T> WriteAsync<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        actor.Idempotency?.Take();
        try
        {
            return await CommitAsync(actor, change, ct);
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.Forbidden)
        {
            await RecordRefusalAsync(actor, refusal, ct);
            throw;
        }
        catch (Exception e) when (DatabaseErrors.Translate(e) is { } refusal)
        {
            throw refusal;
        }
    }

    public Task WriteAsync(Actor actor, Func<RegistryTransaction, Task> change, CancellationToken ct) =>
        WriteAsync(actor, async transaction =>
        {
            await change(transaction);
            return true;
        }, ct);

    /// <summary>A refusal of permission that was found outside a read or write of this store.</summary>
    public Task RecordRefusalAsync(Actor actor, RegistryException refusal, CancellationToken ct) =>
        WriteAsync(actor with { Idempotency = null }, transaction => // the call itself did not happen and may come again
        {
            transaction.Record(new PermissionRefused(new(refusal.Code, refusal.Message)));
            return Task.CompletedTask;
        }, ct);

    private async Task<T> CommitAsync<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        var committed = await RaceAsync(actor, change, ct);
        if (committed.Head is { } head)
        {
            freshness.Committed(committed.Events);
            await checkpoints.CommittedAsync(head, committed.Events, CancellationToken.None);
            feed.Publish(committed.Events);
        }

        return committed.Result;
    }

    /// <summary>
    /// Two changes of one row at the same time: the later one runs again on what the first one left, so that it is refused
    /// or done by the rules and not by accident. Happens on SQL Server only; on SQLite the gate lets one in at a time.
    /// </summary>
    private async Task<Committed<T>> RaceAsync<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(actor, change, ct);
            }
            catch (DbUpdateException e) when (attempt < MostAttempts && DatabaseErrors.IsRace(e))
            {
                // Lost the race; the next attempt reads what the winner wrote.
            }
            catch (Exception e) when (e is not RegistryException)
            {
                freshness.Everything();
                throw;
            }
        }
    }

    private async Task<Committed<T>> AttemptAsync<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        using var turn = await gate.EnterAsync(ct);
        await using var strategyContext = await contexts.CreateDbContextAsync(ct);
        Committed<T>? attempted = null;
        return await strategyContext.Database.CreateExecutionStrategy().ExecuteAsync(
            Once(actor, change, ct),
            async (_, body, token) =>
            {
                await using var db = await contexts.CreateDbContextAsync(token);
                var transaction = new RegistryTransaction(db, actor, time.Now(), reactions);
                await transaction.RunAsync(body, outcome => attempted = outcome, token);
                return attempted!;
            },
            // A lost answer to COMMIT is ambiguous: the change is in exactly when its last audit event is.
            verifySucceeded: async (_, _, token) => new(await IsInAsync(attempted?.Head, token), attempted!),
            ct);
    }

    private static Func<RegistryTransaction, Task<T>> Once<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct) =>
        actor.Idempotency is { } key ? transaction => IdempotentChange.RunAsync(transaction, key, change, ct) : change;

    private async Task<bool> IsInAsync(AuditPosition? position, CancellationToken ct)
    {
        if (position is null)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.AuditEvents.AnyAsync(audit => audit.Seq == position.Seq && audit.Hash == position.Hash, ct);
    }
}

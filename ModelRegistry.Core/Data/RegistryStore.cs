using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
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
    PersonRefusals refusals, TimeProvider time)
{
    private const int MostAttempts = 8;

    private static readonly AsyncLocal<SharedRead?> _together = new();

    public async Task<T> ReadAsync<T>(Actor actor, Func<RegistryDbContext, Task<T>> read, CancellationToken ct)
    {
        try
        {
            if (_together.Value is { } together && together.TryEnter())
            {
                try
                {
                    return await read(At(await together.OpenAsync(contexts, ct)));
                }
                finally
                {
                    together.Leave();
                }
            }

            await using var db = await SharedRead.OpenContextAsync(contexts, ct);
            return await read(At(db));
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

    private RegistryDbContext At(RegistryDbContext db)
    {
        db.Now = time.Now();
        return db;
    }

    /// <summary>
    /// The reads that <paramref name="reads"/> makes one after the other are of one page: they share a connection, and what all of them
    /// need (which model this is, which stages it has) is read once.
    /// </summary>
    public static async Task TogetherAsync(Func<Task> reads)
    {
        await using var together = new SharedRead();
        _together.Value = together; // for what is called from here; the caller's own value comes back with the return
        await reads();
    }

    /// <summary>
    /// Runs <paramref name="change"/> in one transaction. It may run again after a lost connection or deadlock, so it must
    /// load what it changes from the context it is given and keep nothing between runs. With an idempotency key it runs once
    /// for all calls of the key, whose answer is what it returned: that must come out of JSON as it went in. An actor who lost a role, the
    /// session or the token since the call came in is refused before it runs (rule 14).
    /// </summary>
    public async Task<T> WriteAsync<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        actor.Idempotency?.Take();
        try
        {
            return await CommitAsync(actor, Once(actor, change, ct), ct);
        }
        catch (RegistryException refusal)
        {
            actor.Idempotency?.GiveBack();
            if (refusal.Kind == RefusalKind.Forbidden)
            {
                await RecordRefusalAsync(actor, refusal, ct);
            }

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
    public Task RecordRefusalAsync(Actor actor, RegistryException refusal, CancellationToken ct) => refusals.IsFirst(actor, refusal)
        ? RecordAsync(actor, new PermissionRefused(new(refusal.Code, refusal.Message, actor.Address, actor.Route, Model: actor.NamedModel)), ct)
        : Task.CompletedTask;

    /// <summary>
    /// The same for who reads the trail itself: where it was tampered with in such a way that nothing can be added to it, it is read all the same.
    /// </summary>
    internal async Task TryRecordAsync(Actor actor, RegistryEvent happened, CancellationToken ct)
    {
        try
        {
            await RecordAsync(actor, happened, ct);
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.Conflict)
        {
            // The next number of the chain is there already: what is read says so.
        }
    }

    /// <summary>Puts something on record that changed nothing, whatever whoever did it may still do.</summary>
    internal async Task RecordAsync(Actor actor, RegistryEvent happened, CancellationToken ct)
    {
        try
        {
            await CommitAsync(actor, transaction =>
            {
                transaction.Record(happened);
                return Task.FromResult(true);
            }, ct);
        }
        catch (Exception e) when (DatabaseErrors.Translate(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Refuses who is no longer what they were when the call came in; for what goes on for long before it changes anything.</summary>
    internal Task RequirePresentAsync(RegistryDbContext db, Actor actor, CancellationToken ct) => PresentActor.RequireAsync(db, actor, time.Now(), ct);

    private async Task<T> CommitAsync<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        var committed = await RaceAsync(actor, change, ct);
        if (committed.Events.Count + committed.Announced.Count + committed.Notified.Count > 0)
        {
            RegistryEvent[] changes = [.. committed.Events, .. committed.Announced];
            freshness.Committed(changes);
            if (committed.Head is { } head)
            {
                await checkpoints.CommittedAsync(head, committed.Events, CancellationToken.None);
            }

            feed.Publish(changes, committed.Notified);
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
        await using var strategyContext = await contexts.CreateDbContextAsync(ct);
        var strategy = strategyContext.Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure)
        {
            return await OnceAsync(strategyContext, actor, change, ct);
        }

        using var turn = await gate.EnterAsync(ct);
        Committed<T>? attempted = null;
        try
        {
            return await strategy.ExecuteAsync(
                change,
                async (_, body, token) =>
                {
                    attempted = null;
                    await using var db = await contexts.CreateDbContextAsync(token);
                    var transaction = new RegistryTransaction(db, actor, time.Now(), reactions);
                    await transaction.RunAsync(body, outcome => attempted = outcome, token);
                    return attempted!;
                },
                // A lost answer to COMMIT is ambiguous: the change is in exactly when its last audit event is.
                verifySucceeded: async (_, _, token) =>
                {
                    attempted = await IsInAsync(attempted?.Head, token) ? attempted : null;
                    return new ExecutionResult<Committed<T>>(attempted is not null, attempted!);
                },
                ct);
        }
        catch (Exception e) when (attempted is not null && DatabaseErrors.IsUnavailable(e))
        {
            LostConnection.MarkCommit(e);
            throw;
        }
    }

    /// <summary>Where nothing is tried again, as on SQLite: what can be done before the turn comes is done before it.</summary>
    private async Task<Committed<T>> OnceAsync<T>(RegistryDbContext db, Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        Committed<T>? committed = null;
        using (await gate.EnterAsync(ct))
        {
            await new RegistryTransaction(db, actor, time.Now(), reactions).RunAsync(change, outcome => committed = outcome, ct);
        }

        return committed!;
    }

    /// <summary>Who acts, and what they may do, is read inside the transaction of every change, and before an answer is given a second time.</summary>
    private static Func<RegistryTransaction, Task<T>> Once<T>(Actor actor, Func<RegistryTransaction, Task<T>> change, CancellationToken ct) =>
        async transaction =>
        {
            transaction.Head = await PresentActor.RequireAsync(transaction.Db, actor, transaction.Now, ct);
            return await (actor.Idempotency is { } key ? IdempotentChange.RunAsync(transaction, key, change, ct) : change(transaction));
        };

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

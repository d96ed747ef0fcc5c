using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// One change under way: the context to change, who acts, and the events that become links of the chain.
/// <para>
/// Locks are taken in one order, so that two changes never wait for each other: the model (its slots, requests and evidence), its versions,
/// the turn of decisions (<see cref="TakeTurnAsync"/>), and last, by the recorder alone, the head of the audit chain, under which nothing
/// happens but the writing of the events and the commit. On SQLite the whole change is one lock and none of these costs a statement.
/// </para>
/// </summary>
public sealed class RegistryTransaction(RegistryDbContext db, Actor actor, DateTimeOffset now, Reactions reactions)
{
    private readonly List<RegistryEvent> _events = [];
    private readonly HashSet<Guid> _notified = [];

    private readonly List<RegistryEvent> _announced = [];

    private readonly RowLedger _ledger = new();

    private bool _unaudited;

    private Type[]? _unauditedRows;

    public RegistryDbContext Db => db;

    public Actor Actor => actor;

    /// <summary>The instant of the change, whole milliseconds UTC.</summary>
    public DateTimeOffset Now => now;

    internal IReadOnlyList<RegistryEvent> Events => _events;

    internal RowLedger Ledger => _ledger;

    /// <summary>Where the chain ends, if that is known and nobody else can extend it before this change ends.</summary>
    internal AuditPosition? Head { get; set; }

    public void Record(RegistryEvent happened) => _events.Add(happened);

    /// <summary>What is registered to follow this change happens now, in this transaction.</summary>
    internal Task FollowAsync<T>(T change, CancellationToken ct)
        where T : class => reactions.FollowAsync(this, change, ct);

    /// <summary>These people get a notification with this change.</summary>
    internal void Notify(IEnumerable<Guid> userIds) => _notified.UnionWith(userIds);

    /// <summary>For the counters and last-use stamps that the design names as not audited, and nothing else.</summary>
    internal void AllowUnaudited() => _unaudited = true;

    /// <summary>The same for rows of these types only; another row that changes without an event is refused as ever.</summary>
    internal void AllowUnaudited(params Type[] rows) => _unauditedRows = rows;

    /// <summary>Something that open pages show has changed, and no event says so.</summary>
    internal void Announce(RegistryEvent change) => _announced.Add(change);

    /// <summary>
    /// Decisions are made in turn: accounts, roles, policies and quarantines, by which every decision is judged, stand still until this
    /// change ends. Whoever changes one of those by a rule over several rows ("the last admin stays") takes the turn too. It is the row that
    /// decisions draw their numbers from.
    /// </summary>
    internal async Task TakeTurnAsync(CancellationToken ct)
    {
        if (db.LocksRows)
        {
            await db.RequestCounters.Where(counter => counter.Id == RequestCounter.OnlyId)
                .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last), ct);
        }
    }

    /// <summary>Removes rows by one statement. They are read before, since the chain holds a digest of each.</summary>
    internal async Task<int> RemoveAllAsync<T>(IQueryable<T> rows, CancellationToken ct)
        where T : class
    {
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            _ledger.Gone(ShapeOf<T>(), row);
        }

        return await rows.ExecuteDeleteAsync(ct);
    }

    /// <summary>The same for a statement that does to each row what <paramref name="change"/> does to one.</summary>
    internal async Task<int> ChangeAllAsync<T>(IQueryable<T> rows, Action<T> change, Action<UpdateSettersBuilder<T>> statement, CancellationToken ct)
        where T : class
    {
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            _ledger.Gone(ShapeOf<T>(), row);
            change(row);
            _ledger.Came(ShapeOf<T>(), row);
        }

        return await rows.ExecuteUpdateAsync(statement, ct);
    }

    internal async Task RunAsync<T>(Func<RegistryTransaction, Task<T>> body, Action<Committed<T>> beforeCommit, CancellationToken ct)
    {
        db.Now = now;
        db.Database.AutoSavepointsEnabled = false; // a change that fails is undone as a whole
        db.Ledger = _ledger;
        var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            var result = await body(this);
            RequireEvent();
            if (db.LocksRows || _events.Count == 0)
            {
                await db.SaveChangesAsync(ct); // before the head of the chain is locked; elsewhere everything is saved with the events
            }

            var head = _events.Count == 0 ? null : await AuditRecorder.AppendAsync(this, ct);
            beforeCommit(new Committed<T>(result, head, _events, _announced, _notified));
            await transaction.CommitAsync(CancellationToken.None); // a cancelled commit would be neither done nor not done
        }
        catch (Exception e) when (db.Database.GetDbConnection().State != ConnectionState.Open)
        {
            LostConnection.Mark(e); // what is said then depends on which call noticed it first
            throw;
        }
        finally
        {
            await EndAsync(transaction);
        }
    }

    /// <summary>Undoes what was not committed. Over a lost connection that fails in its turn, and must not hide what went wrong first.</summary>
    private static async Task EndAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.DisposeAsync();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The server undoes what it got no commit for.
        }
    }

    private void RequireEvent()
    {
        if (_events.Count == 0 && !_unaudited && db.ChangeTracker.Entries()
            .Any(entry => IsChange(entry.State) && _unauditedRows?.Contains(entry.Metadata.ClrType) != true))
        {
            throw new InvalidOperationException("A change without an audit event. Record what happened.");
        }

        if (_events.Count == 0)
        {
            _ledger.See(db.ChangeTracker.Entries());
            _ledger.Close();
            if (!_ledger.IsEmpty)
            {
                throw new InvalidOperationException(
                    $"A change without an audit event, in {string.Join(", ", _ledger.Lines()!.Keys)}: the chain holds these rows. Record what happened, or "
                    + $"mark the column as {nameof(NotInLedgerAttribute)} and say why.");
            }
        }
    }

    private RowShape ShapeOf<T>() => RowShape.Of(db.Model.FindEntityType(typeof(T))!)!;

    private static bool IsChange(EntityState state) => state is EntityState.Added or EntityState.Modified or EntityState.Deleted;
}

/// <summary>What a transaction came to: the answer for the caller, and where the audit chain ends with it (null: nothing was recorded).</summary>
internal sealed record Committed<T>(
    T Result, AuditPosition? Head, IReadOnlyList<RegistryEvent> Events, IReadOnlyList<RegistryEvent> Announced, IReadOnlySet<Guid> Notified);

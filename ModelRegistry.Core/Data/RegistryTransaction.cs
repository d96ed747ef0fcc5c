using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>One change under way: the context to change, who acts, and the events that become links of the chain.</summary>
public sealed class RegistryTransaction(RegistryDbContext db, Actor actor, DateTimeOffset now, Reactions reactions)
{
    private readonly List<RegistryEvent> _events = [];

    private bool _unaudited;

    public RegistryDbContext Db => db;

    public Actor Actor => actor;

    /// <summary>The instant of the change, whole milliseconds UTC.</summary>
    public DateTimeOffset Now => now;

    internal IReadOnlyList<RegistryEvent> Events => _events;

    public void Record(RegistryEvent happened) => _events.Add(happened);

    /// <summary>What is registered to follow this change happens now, in this transaction.</summary>
    internal Task FollowAsync<T>(T change, CancellationToken ct)
        where T : class => reactions.FollowAsync(this, change, ct);

    /// <summary>For the counters and last-use stamps that the design names as not audited, and nothing else.</summary>
    internal void AllowUnaudited() => _unaudited = true;

    /// <summary>Makes this change wait for every other recording one, by the lock of the chain's head: for rules over several rows ("the last admin stays").</summary>
    internal Task SerializeAsync(CancellationToken ct) =>
        db.AuditHeads.Where(head => head.Id == AuditHead.OnlyId).ExecuteUpdateAsync(set => set.SetProperty(head => head.Seq, head => head.Seq), ct);

    internal async Task RunAsync<T>(Func<RegistryTransaction, Task<T>> body, Action<Committed<T>> beforeCommit, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await body(this);
        var written = await db.SaveChangesAsync(ct);
        if (written > 0 && _events.Count == 0 && !_unaudited)
        {
            throw new InvalidOperationException("A change without an audit event. Record what happened.");
        }

        var head = _events.Count == 0 ? null : await AuditRecorder.AppendAsync(this, ct);
        beforeCommit(new Committed<T>(result, head, _events));
        await transaction.CommitAsync(CancellationToken.None); // a cancelled commit would be neither done nor not done
    }
}

/// <summary>What a transaction came to: the answer for the caller, and where the audit chain ends with it (null: nothing was recorded).</summary>
internal sealed record Committed<T>(T Result, AuditPosition? Head, IReadOnlyList<RegistryEvent> Events);

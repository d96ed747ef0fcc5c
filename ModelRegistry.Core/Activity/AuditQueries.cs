using System.Buffers;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Activity;

/// <summary>
/// Reads the audit trail. Events of a model are seen by whoever sees the model, all others by the person who caused them;
/// Admins and Auditors see everything, and only they export and verify.
/// </summary>
public sealed class AuditQueries(RegistryStore store, HeavyWork work)
{
    /// <summary>Nobody counts further what came since they looked.</summary>
    public const int MostNews = 100;

    private const int Batch = 2_000;

    /// <summary>What happens at the doors: many, and none of it changes anything.</summary>
    private static readonly string[] AtDoors =
    [
        EventKind.NameOf<SignedIn>(), EventKind.NameOf<SignedOut>(), EventKind.NameOf<SignInFailed>(), EventKind.NameOf<CallUnauthenticated>(),
        EventKind.NameOf<PermissionRefused>(),
    ];

    public Task<Page<AuditEntry>> ListAsync(AuditSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(search.PageSize);
            var order = new AuditOrder(search);
            var rows = await order.Page(Matching(Visible(db, actor), await OfModelAsync(db, search, ct), search with { To = order.End(search.To) }))
                .Take(size + 1).ToListAsync(ct);
            return new Page<AuditEntry>([.. rows.Take(size).Select(Entry)], rows.Count > size ? order.Token(rows[size - 1]) : null);
        }, ct);

    /// <summary>How many events that the search finds came after the event with this number; <see cref="MostNews"/> at most.</summary>
    public Task<int> CountNewsAsync(AuditSearch search, long after, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            return await Matching(Visible(db, actor), await OfModelAsync(db, search, ct), search).Where(audit => audit.Seq > after)
                .OrderBy(audit => audit.Seq).Take(MostNews).CountAsync(ct);
        }, ct);

    /// <summary>Writes the whole chain as JSON lines, in pieces, so that memory stays constant. That it was done is its last event.</summary>
    public async Task ExportAsync(Stream destination, Actor actor, CancellationToken ct)
    {
        using var underWay = work.Begin(actor);
        await store.ReadAsync(actor, _ => Task.FromResult(RequireWhole(actor)), ct);
        await store.TryRecordAsync(actor, new TrailExported(new(actor.Address, actor.Route)), ct);
        await CopyAsync(destination, actor, ct);
    }

    /// <summary>The same without a trace.</summary>
    internal Task CopyAsync(Stream destination, Actor actor, CancellationToken ct) =>
        WalkAsync(actor, async rows =>
        {
            var lines = new ArrayBufferWriter<byte>();
            foreach (var row in rows)
            {
                new AuditLine(row.Seq, row.Body, row.PreviousHash, row.Hash).WriteTo(lines);
            }

            await destination.WriteAsync(lines.WrittenMemory, ct);
        }, ct);

    /// <summary>
    /// Recomputes every hash, and compares the columns that events are filtered by with the bodies they derive from.
    /// <paramref name="progress"/> is told how many events were checked, of how many that there were at the start.
    /// </summary>
    public async Task<AuditVerification> VerifyAsync(CheckpointReading checkpoints, CheckpointKeys keys, IProgress<AuditProgress>? progress, Actor actor,
        CancellationToken ct)
    {
        var verifier = new AuditVerifier(checkpoints, keys);
        var (checkedSoFar, all) = (0L, progress is null ? 0 : await NewestSeqAsync(actor, ct));
        await WalkAsync(actor, rows =>
        {
            foreach (var row in rows)
            {
                verifier.Add(new AuditLine(row.Seq, row.Body, row.PreviousHash, row.Hash), ColumnsAgree(row));
            }

            progress?.Report(new AuditProgress(checkedSoFar += rows.Count, all));
            return Task.CompletedTask;
        }, ct);
        return verifier.Complete();
    }

    private Task<long> NewestSeqAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, db =>
        {
            RequireWhole(actor);
            return db.AuditHeads.Select(head => head.Seq).SingleAsync(ct);
        }, ct);

    /// <summary>The chain is whole or proves nothing: who may see a part of it reads the list.</summary>
    private static bool RequireWhole(Actor actor)
    {
        Rights.Require(actor, Right.ReadWholeAudit);
        return actor.Token is not { IsLimited: true } ? true : throw RegistryException.Forbidden("token_limited",
            "This access token is limited to named models or collections and cannot read the whole trail. List the events that it may see, or use "
                + "another token.");
    }

    private Task WalkAsync(Actor actor, Func<List<AuditEvent>, Task> onBatch, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            RequireWhole(actor);
            var after = long.MinValue;
            while (true)
            {
                var rows = await db.AuditEvents.Where(audit => audit.Seq > after).OrderBy(audit => audit.Seq).Take(Batch).ToListAsync(ct);
                if (rows.Count == 0)
                {
                    return true;
                }

                after = rows[^1].Seq;
                await onBatch(rows);
            }
        }, ct);

    private static IQueryable<AuditEvent> Visible(RegistryDbContext db, Actor actor)
    {
        if (Rights.Allows(actor, Right.ReadWholeAudit) && actor.Token is not { IsLimited: true })
        {
            return db.AuditEvents;
        }

        var models = db.Models.VisibleTo(actor);
        return db.AuditEvents.Where(audit => audit.ModelId == null
            ? audit.ActorId == actor.UserId && actor.UserId != null
            : models.Any(model => model.Id == audit.ModelId));
    }

    /// <summary>The model that has or had the name, also a deleted one; none has the empty id.</summary>
    private static async Task<Guid?> OfModelAsync(RegistryDbContext db, AuditSearch search, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(search.Model))
        {
            return null;
        }

        var name = ModelName.TryNormalize(search.Model) ?? "";
        return await db.ReservedNames.Where(reserved => reserved.NormalizedName == name).Select(reserved => reserved.ModelId).FirstOrDefaultAsync(ct);
    }

    private static IQueryable<AuditEvent> Matching(IQueryable<AuditEvent> events, Guid? modelId, AuditSearch search)
    {
        if (modelId is { } model)
        {
            events = events.Where(audit => audit.ModelId == model);
        }

        if (search.Version is { } version)
        {
            events = events.Where(audit => audit.Version == version);
        }

        if (!string.IsNullOrEmpty(search.Actor))
        {
            events = events.Where(audit => audit.ActorName == search.Actor);
        }

        if (!string.IsNullOrEmpty(search.Action))
        {
            events = events.Where(audit => audit.Action == search.Action);
        }

        if (search.WithoutDoors)
        {
            // One by one: a list of texts is not compared by the collation of the column.
            events = AtDoors.Aggregate(events, (left, action) => left.Where(audit => audit.Action != action));
        }

        if (search.From is { } from)
        {
            events = events.Where(audit => audit.At >= from.ToUniversalTime());
        }

        return search.To is { } to ? events.Where(audit => audit.At < to.ToUniversalTime()) : events;
    }

    /// <summary>Whether the columns that events are filtered by say what the body says.</summary>
    internal static bool ColumnsAgree(AuditEvent row) =>
        AuditBody.TryRead(row.Body, out var body)
        && body.At == row.At && body.Actor.Id == (row.ActorId?.ToString() ?? body.Actor.Name) && body.Actor.Name == row.ActorName
        && body.Actor.Token == row.TokenId?.ToString()
        && body.Door == row.Door && body.Action == row.Action && body.ModelId == row.ModelId && body.Model == row.Model && body.Version == row.Version;

    private static AuditEntry Entry(AuditEvent row) => AuditBody.TryRead(row.Body, out var body)
        ? new AuditEntry(row.Seq, row.At, row.ActorName, row.Door, row.Action, row.Model, row.Version, body.Before, body.After, body.Reason,
            row.Hash)
        { Event = body.ReadEvent(), Begins = body.Rows is not null }
        : new AuditEntry(row.Seq, row.At, row.ActorName, row.Door, row.Action, row.Model, row.Version, null, null,
            "The body of this event cannot be read. Verify the chain.", row.Hash);
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Removes stored files that nothing lists any more, in two phases: a file is marked when it is first seen so, and removed
/// by a sweep that finds it marked for longer than the grace time and still unlisted. So a backup that is being taken, or bytes
/// on their way to another version, lose nothing; the marks survive a restart.
/// </summary>
public sealed class SweepWorkflow(RegistryStore store, ArtifactStore artifacts, RegistrySettings settings, TimeProvider time) : IDisposable
{
    /// <summary>How often the job sweeps.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromDays(1);

    private const int Batch = 500;

    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>How long a file stays marked before it is removed.</summary>
    public TimeSpan Grace => settings.ArtifactGrace;

    /// <summary>Marks and removes, or with <paramref name="dryRun"/> only tells what it would do. One at a time.</summary>
    public async Task<SweepResult> RunAsync(bool dryRun, Actor actor, CancellationToken ct)
    {
        await store.ReadAsync(actor, _ =>
        {
            Rights.Require(actor, Right.ManageStore);
            return Task.FromResult(true);
        }, ct);
        if (!await _one.WaitAsync(0, ct))
        {
            throw RegistryException.Conflict("sweep_running", "The store is being swept already. Look again when that is done.");
        }

        try
        {
            var findings = await FindAsync(mark: !dryRun, ct);
            return dryRun ? findings.Result(true, findings.DueFiles, findings.DueBytes, 0)
                : await RemoveAsync(findings, artifacts.SweepTemporary(LeftoverAge), actor, ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The last sweep that was no dry run; null before the first.</summary>
    public Task<LastSweep?> LastAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManageStore);
            var swept = EventKind.NameOf<StoreSwept>();
            var last = await db.AuditEvents.Where(audit => audit.Action == swept).OrderByDescending(audit => audit.Seq).FirstOrDefaultAsync(ct);
            return last is not null && AuditBody.TryRead(last.Body, out var body) && body.ReadEvent() is StoreSwept { After: var result }
                ? new LastSweep(last.At, last.ActorName, result.Files, result.Bytes, result.UnreferencedFiles, result.UnreferencedBytes, result.RemovedFiles,
                    result.RemovedBytes)
                : null;
        }, ct);

    /// <summary>For the job, which may have been stopped for days: sweeps when the last sweep was a day ago.</summary>
    public async Task RunIfDueAsync(CancellationToken ct)
    {
        if (await LastAsync(Actor.System, ct) is not { } last || last.At <= time.Now() - Pace)
        {
            await RunAsync(dryRun: false, Actor.System, ct);
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<SweepFindings> FindAsync(bool mark, CancellationToken ct)
    {
        var now = time.Now();
        var findings = new SweepFindings(now, Grace);
        foreach (var chunk in artifacts.Stored().Chunk(Batch))
        {
            var digests = chunk.Select(blob => blob.Sha256).ToArray();
            var (referenced, marks) = await store.ReadAsync(Actor.System, async db =>
                (await db.ReferencedAsync(digests, ct),
                    await db.UnreferencedFiles.Where(file => digests.Contains(file.Sha256)).ToDictionaryAsync(file => file.Sha256, file => file.SeenAt, ct)),
                    ct);
            findings.Add(chunk, referenced, marks);
            if (mark)
            {
                await MarkAsync([.. chunk.Where(blob => referenced.Contains(blob.Sha256) == marks.ContainsKey(blob.Sha256))], now, ct);
            }
        }

        return findings;
    }

    /// <summary>Marks those of the files that nothing lists and takes the mark off the others, whatever a look a moment ago said.</summary>
    private async Task MarkAsync(StoredBlob[] doubtful, DateTimeOffset now, CancellationToken ct)
    {
        using var claim = artifacts.Claim(doubtful.Select(blob => blob.Sha256));
        var claimed = claim.Digests.ToArray();
        if (claimed.Length == 0)
        {
            return;
        }

        await store.WriteAsync(Actor.System, async transaction =>
        {
            transaction.AllowUnaudited(); // a mark changes nothing of what is kept
            var db = transaction.Db;
            var referenced = await db.ReferencedAsync(claimed, ct);
            await db.UnreferencedFiles.Where(file => referenced.Contains(file.Sha256)).ExecuteDeleteAsync(ct);
            var marked = await db.UnreferencedFiles.Where(file => claimed.Contains(file.Sha256)).Select(file => file.Sha256).ToListAsync(ct);
            db.UnreferencedFiles.AddRange(
                doubtful.Where(blob => claimed.Contains(blob.Sha256) && !referenced.Contains(blob.Sha256) && !marked.Contains(blob.Sha256))
                .Select(blob => new UnreferencedFile { Sha256 = blob.Sha256, Size = blob.Size, SeenAt = now }));
        }, ct);
    }

    /// <summary>Removes what is due in batches, each with its own event; the last one tells of the whole and answers the caller.</summary>
    private async Task<SweepResult> RemoveAsync(SweepFindings findings, int leftovers, Actor actor, CancellationToken ct)
    {
        var (before, after, files, bytes) = (time.Now() - Grace, (UnreferencedFile?)null, 0L, 0L);
        while (true)
        {
            var due = await DueAsync(before, after, ct);
            var last = due.Count < Batch;
            var removal = new SweepRemoval(artifacts, due);
            var result = await removal.RunAsync(store, last ? actor : actor with { Idempotency = null },
                (goneFiles, goneBytes) => findings.Result(false, files + goneFiles, bytes + goneBytes, leftovers), ct);
            if (last)
            {
                return result;
            }

            (after, files, bytes) = (due[^1], result.RemovedFiles, result.RemovedBytes);
        }
    }

    private Task<List<UnreferencedFile>> DueAsync(DateTimeOffset before, UnreferencedFile? after, CancellationToken ct) =>
        store.ReadAsync(Actor.System, db =>
        {
            var due = db.UnreferencedFiles.Where(file => file.SeenAt <= before);
            if (after is not null)
            {
                due = due.Where(file => file.SeenAt >= after.SeenAt && (file.SeenAt > after.SeenAt || string.Compare(file.Sha256, after.Sha256) > 0));
            }

            return due.OrderBy(file => file.SeenAt).ThenBy(file => file.Sha256).Take(Batch).ToListAsync(ct);
        }, ct);
}

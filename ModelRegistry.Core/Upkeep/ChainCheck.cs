using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// The audit chain: every hash, columns against bodies, the head, and the signed checkpoints beside the database. Events after the
/// last checkpoint are counted; they are a finding only where one must have been signed by now.
/// </summary>
internal static class ChainCheck
{
    private const int Batch = 2_000;

    // The hourly checkpoint, and the time that a process which was killed before it needed to come back.
    private static readonly TimeSpan LongestUncovered = TimeSpan.FromHours(2);

    public static async Task RunAsync(CheckScope scope, CheckpointReading checkpoints, CancellationToken ct)
    {
        scope.Progress.Step("Checking the audit chain.");
        using var keys = ReadKeys(scope);
        var verifier = keys is null ? new AuditVerifier() : new AuditVerifier(checkpoints, keys);
        var tail = new Tail(checkpoints.Checkpoints.Count == 0 ? 0 : checkpoints.Checkpoints.Max(checkpoint => checkpoint.Seq));
        // The head first, and no further than it: beside writers, what comes after it was written meanwhile.
        var head = await scope.Db.AuditHeads.FirstOrDefaultAsync(found => found.Id == AuditHead.OnlyId, ct);
        await FeedAsync(scope, verifier, tail, head?.Seq ?? long.MaxValue, ct);
        var result = verifier.Complete();
        foreach (var finding in result.Findings)
        {
            scope.Log.Error($"audit_{Snake(finding.Problem)}", VerificationText.Sentence(finding), new Place(Seq: finding.FromSeq));
        }

        scope.Log.Count("events", result.Events);
        scope.Log.Count("checkpoints", checkpoints.Checkpoints.Count);
        scope.Log.Count("eventsWithoutCheckpoint", result.UncoveredEvents);
        foreach (var signed in result.SignedBy.Where(signed => !signed.Present))
        {
            scope.Log.Info("audit_key_former", $"{signed}", new Place(Path: scope.Settings.PublicKeyDirectory));
        }

        foreach (var open in await UnacknowledgedFaults.ReadAsync(scope.Db, ct))
        {
            scope.Log.Error("checkpoints_unacknowledged", VerificationText.Sentence(open), new Place(Seq: open.FromSeq));
        }

        await CheckHeadAsync(scope, head, result, ct);
        CheckCoverage(scope, tail);
    }

    /// <summary>The key that the server signs with; the public file beside it must be the same one.</summary>
    private static CheckpointKeys? ReadKeys(CheckScope scope)
    {
        var (secret, open) = (Path.Combine(scope.Settings.KeyDirectory, CheckpointSigner.PrivateFile),
            Path.Combine(scope.Settings.KeyDirectory, CheckpointSigner.PublicFile));
        var file = File.Exists(open) ? open : secret;
        if (!File.Exists(file))
        {
            scope.Log.Error("audit_key_missing",
                "The key that signs checkpoints is gone, so nothing shows that the chain is the one that was recorded. Restore the folder of keys from a "
                + "backup.", new Place(Path: file));
            return null;
        }

        try
        {
            var keys = new CheckpointKeys(File.ReadAllText(file),
                [.. PublicKeys.Read(scope.Settings.FormerKeyDirectory), .. PublicKeys.Read(scope.Settings.PublicKeyDirectory)]);
            if (File.Exists(secret) && CheckpointKey.PublicPem(File.ReadAllText(secret)) != CheckpointKey.PublicPem(File.ReadAllText(file)))
            {
                scope.Log.Error("audit_key_differs", "The public key is not that of the key the server signs with.", new Place(Path: file));
            }

            return keys;
        }
        catch (RegistryException refusal)
        {
            scope.Log.Error("audit_key_unreadable", refusal.Message, new Place(Path: file));
            return null;
        }
    }

    private static async Task FeedAsync(CheckScope scope, AuditVerifier verifier, Tail tail, long last, CancellationToken ct)
    {
        for (var after = long.MinValue; ;)
        {
            var rows = await scope.Db.AuditEvents.Where(audit => audit.Seq > after && audit.Seq <= last).OrderBy(audit => audit.Seq).Take(Batch)
                .ToListAsync(ct);
            foreach (var row in rows)
            {
                verifier.Add(new AuditLine(row.Seq, row.Body, row.PreviousHash, row.Hash), AuditQueries.ColumnsAgree(row));
                tail.See(row);
                CheckShape(scope.Log, row);
            }

            if (rows.Count < Batch)
            {
                return;
            }

            after = rows[^1].Seq;
            scope.Progress.Tick(() => $"  {after} events");
        }
    }

    /// <summary>What cannot be read as the event that it calls itself is laid beside no rows, so it is named here.</summary>
    private static void CheckShape(FindingLog log, AuditEvent row)
    {
        if (AuditBody.TryRead(row.Body, out var body) && EventCatalog.Named(body.Action) is { } kind && body.ReadEvent() is null)
        {
            log.Error("audit_shape_differs",
                $"Event {row.Seq} is called {kind.Name}, but its body has another shape than this version of the registry writes: what it tells was not "
                + "checked.",
                new Place(body.Model, body.Version, Seq: row.Seq));
        }
    }

    private static async Task CheckHeadAsync(CheckScope scope, AuditHead? head, AuditVerification result, CancellationToken ct)
    {
        if (head is null || head.Seq != result.HeadSeq || head.Hash != result.HeadHash)
        {
            scope.Log.Error("audit_head_differs",
                $"The chain ends with event {result.HeadSeq}, but the row that says where it ends names event "
                + $"{head?.Seq ?? 0}{(head?.Seq == result.HeadSeq ? " with another hash" : "")}.",
                new Place(Seq: result.HeadSeq));
            return;
        }

        // In this order: whoever adds an event moves the head with it.
        var newest = await scope.Db.AuditEvents.MaxAsync(audit => (long?)audit.Seq, ct) ?? 0;
        var moved = await scope.Db.AuditHeads.Where(present => present.Id == AuditHead.OnlyId).Select(present => present.Seq).FirstOrDefaultAsync(ct);
        if (newest > moved)
        {
            scope.Log.Error("audit_head_differs", $"The chain ends with event {newest}, but the row that says where it ends names event {moved}.",
                new Place(Seq: newest));
        }
    }

    private static void CheckCoverage(CheckScope scope, Tail tail)
    {
        var missing = !File.Exists(scope.Settings.CheckpointFile);
        var late = tail.FirstWeighty is { } weighty && (missing || tail.Newest - weighty.At > LongestUncovered);
        if (late || tail.Count > 2 * AuditCheckpoints.Spacing || (missing && tail.Count > 0))
        {
            scope.Log.Error("checkpoints_missing",
                $"{(missing ? "The file of checkpoints is gone" : "The last checkpoint is too old")}: {tail.Count} events are covered by none"
                + $"{(tail.FirstWeighty is null ? "" : ", among them some that always get one")}. Its end was cut off, or it could not be written.",
                    new Place(Path: scope.Settings.CheckpointFile, Seq: tail.FirstWeighty?.Seq));
        }
    }

    private static string Snake(AuditProblem problem) => problem switch
    {
        AuditProblem.CheckpointMismatch => "rewritten",
        AuditProblem.BadCheckpoint => "bad_checkpoint",
        _ => problem.ToString().ToLowerInvariant(),
    };

    /// <summary>What comes after the last checkpoint.</summary>
    private sealed class Tail(long covered)
    {
        public long Count { get; private set; }

        public DateTimeOffset Newest { get; private set; }

        /// <summary>The first event after the last checkpoint that is always followed by one.</summary>
        public (long Seq, DateTimeOffset At)? FirstWeighty { get; private set; }

        public void See(AuditEvent row)
        {
            if (row.Seq <= covered)
            {
                return;
            }

            Count++;
            Newest = row.At > Newest ? row.At : Newest;
            if (FirstWeighty is null && EventCatalog.Named(row.Action) is { Checkpointed: true })
            {
                FirstWeighty = (row.Seq, row.At);
            }
        }
    }
}

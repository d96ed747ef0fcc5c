using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Checks a whole installation and changes nothing: files against manifests, slots against their history against the audit trail,
/// approvals against executed requests, the chain against its checkpoints, and what lies around. Works without a server and beside
/// one. Memory does not grow with the installation.
/// </summary>
public static class InstallationCheck
{
    /// <summary>Quick looks whether files are there with their size, and hashes none.</summary>
    public static async Task<InstallationReport> RunAsync(RegistrySettings settings, bool quick, TextWriter progress, TimeProvider time, CancellationToken ct)
    {
        var (log, steps) = (new FindingLog(), new CheckProgress(progress));
        bool consistent;
        IReadOnlyList<string> notCovered;
        // Before the database: a server beside it may append a checkpoint of an event that this moment does not have yet.
        var kept = CheckpointSigner.LastKept(settings.KeyDirectory); // and before the file, which is written first
        var checkpoints = await new CheckpointFile(settings.CheckpointFile).ReadAsync(ct);
        var isCut = kept is not null && kept.Seq > checkpoints.Checkpoints.Select(checkpoint => checkpoint.Seq).DefaultIfEmpty().Max();
        if (isCut)
        {
            log.Error("checkpoints_cut", $"Event {kept!.Seq} was signed, but the file of checkpoints does not reach so far: its end, or all of it, is gone.",
                new Place(Path: settings.CheckpointFile, Seq: kept.Seq));
        }

        await using (var snapshot = await ReadSnapshot.OpenAsync(settings, ct))
        {
            (consistent, notCovered) = (snapshot.Consistent, RowCheck.NotCovered(snapshot.Db.Model));
            await CheckDatabaseAsync(new CheckScope(snapshot, settings, log, steps, quick), checkpoints.With(kept), ct);
        }

        // Hashing terabytes takes hours: not inside the snapshot, which keeps the database from tidying up.
        await using (var present = await ReadSnapshot.OpenPresentAsync(settings, ct))
        {
            var scope = new CheckScope(present, settings, log, steps, quick);
            await RunAsync(scope, "Files", () => FileCheck.RunAsync(scope, ct));
        }

        return log.Report(time.Now(), quick, consistent) with { NotCovered = notCovered };
    }

    internal static async Task CheckDatabaseAsync(CheckScope scope, CheckpointReading checkpoints, CancellationToken ct)
    {
        await RunAsync(scope, "The audit chain", () => ChainCheck.RunAsync(scope, checkpoints, ct));
        await RunAsync(scope, "The database", () => DatabaseCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Models", () => NameCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Versions", () => ManifestCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Slots", () => SlotCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Requests", () => RequestCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Decisions", () => ReviewCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Rollbacks", () => RollbackCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Policies and roles", () => RuleCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Lights and numbers", () => StampCheck.RunAsync(scope, ct));
        await RunAsync(scope, "Rows", () => RowCheck.RunAsync(scope, ct));
    }

    /// <summary>
    /// A row that cannot be read ends one check with a finding, and not all of them. What others do at the time, or a server that goes away, says
    /// nothing about the installation: then it could not be verified.
    /// </summary>
    private static async Task RunAsync(CheckScope scope, string what, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (Exception e) when (e is not OperationCanceledException && !SqlServerErrors.IsInterruption(e))
        {
            scope.Log.Error("check_stopped", $"{what} could not be checked to the end, because something there cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }
}

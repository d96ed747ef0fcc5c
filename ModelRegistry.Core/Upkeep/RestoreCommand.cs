using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// <c>restore DIR [--verify] [--accept-missing]</c>: a backup into an empty Data:Directory, while no server runs there. The restore
/// is an event in the audit trail; every browser session ends. What was restored is verified: quickly, or wholly with
/// <c>--verify</c>. Exit code 0: restored and nothing is wrong. 1: restored, and the report says what is. 2: not restored.
/// </summary>
public static class RestoreCommand
{
    internal const string AcceptMissing = "--accept-missing";

    public static Task<int> RunAsync(RegistrySettings settings, string directory, RestoreChoices choices, UpkeepConsole console, CancellationToken ct) =>
        console.GuardAsync(async () =>
        {
            var folder = Path.GetFullPath(directory);
            var summary = await BackupSummary.ReadAsync(folder, ct);
            RequireEmpty(settings.DataDirectory);
            RestoreGuards.Require(summary, folder, settings, acceptMissing: choices.AcceptMissing);
            var restored = await new Restore(settings, folder, summary, console).RunAsync(ct);
            await console.Error.WriteLineAsync(
                $"Restored the backup of {Audit.AuditBody.TimeText(summary.CreatedAt)}, whose audit trail ended with event {summary.Head.Seq}. {restored}");
            return await VerifyCommand.PrintAsync(settings, quick: !choices.Verify, console, ct);
        });

    private static void RequireEmpty(string folder)
    {
        if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .FirstOrDefault() is not { } first)
        {
            return;
        }

        var why = Array.Exists(SqliteFile.Companions, end => first.EndsWith(end, StringComparison.Ordinal))
            ? $"it holds {first}, which belongs to another database and would be read as part of the restored one"
            : $"it holds {first}";
        throw RegistryException.Conflict("data_directory_used",
            $"A backup is restored into an empty folder only: {folder} is not empty, {why}. Stop the server, move what is there elsewhere, and try again; "
            + "or set Data:Directory to a new folder.");
    }
}

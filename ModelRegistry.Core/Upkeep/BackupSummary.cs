using System.Text.Json;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>A file that a backup lists: its path below the folder of the backup with '/', its bytes and their SHA-256.</summary>
public sealed record BackedUpFile(string Path, long Size, string Sha256);

/// <summary>The end of the audit chain that a backup holds.</summary>
public sealed record BackedUpHead(long Seq, string Hash);

/// <summary>A file of the store that a backup lacks, and why: it was damaged or missing when the backup was taken.</summary>
public sealed record LackingBlob(string Sha256, long Size, string Problem);

/// <summary>
/// <c>backup.json</c>: what a backup holds. It is written last and moved into its place, so that a folder without it is no backup.
/// Files of the artifact store are not listed: the database says which there must be, and their names are their hashes.
/// </summary>
public sealed record BackupSummary(
    int Format,
    DateTimeOffset CreatedAt,
    DatabaseProvider Provider,
    IReadOnlyList<string> Migrations,
    BackedUpHead Head,
    IReadOnlyDictionary<string, long> Counts,
    IReadOnlyList<BackedUpFile> Files,
    IReadOnlyList<LackingBlob> Lacking)
{
    public const string FileName = "backup.json";
    public const int PresentFormat = 1;

    internal string ToText() => JsonSerializer.Serialize(this, VerifyCommand.Json);

    /// <summary>Reads the summary of a folder, or says why the folder is no backup that this program can restore.</summary>
    internal static async Task<BackupSummary> ReadAsync(string folder, CancellationToken ct)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            throw RegistryException.NotFound("backup_incomplete",
                $"{folder} is no backup: it has no {FileName}, which is written last. If a backup was begun there, it was interrupted; take another.");
        }

        BackupSummary? read;
        try
        {
            read = JsonSerializer.Deserialize<BackupSummary>(await File.ReadAllTextAsync(file, ct), VerifyCommand.Json);
        }
        catch (JsonException)
        {
            read = null;
        }

        if (read is not { Files: not null, Lacking: not null, Migrations: not null, Head: not null } || read.Format < 1)
        {
            throw RegistryException.Malformed("backup_foreign", $"{file} was not written by this program's backup command, or was changed since.");
        }

        return read.Format == PresentFormat ? read
            : throw RegistryException.Conflict("backup_newer",
                $"This backup has format {read.Format}, and this program knows {PresentFormat}. Restore it with the version of ModelRegistry that took it.");
    }
}

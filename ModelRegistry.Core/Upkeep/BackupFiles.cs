using System.Security.Cryptography;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Copies single files so that they survive a power cut and nobody but their owner may read them.</summary>
internal static class BackupFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Buffer = 1 << 20;

    /// <summary>Copies and hashes in one pass.</summary>
    public static async Task<BackedUpFile> CopyAsync(string from, string root, string path, CancellationToken ct)
    {
        var to = PlaceOf(root, path);
        await using var source = new FileStream(from,
            new FileStreamOptions { Mode = FileMode.Open, Share = FileShare.ReadWrite, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        await using var target = Create(to);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, size) = (new byte[Buffer], 0L);
        for (int read; (read = await source.ReadAsync(buffer, ct)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        await target.FlushAsync(ct);
        DiskFlush.File(target.SafeFileHandle);
        return new BackedUpFile(path, size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public static async Task<BackedUpFile> WriteAsync(string root, string path, string text, CancellationToken ct)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        await using var target = Create(PlaceOf(root, path));
        await target.WriteAsync(bytes, ct);
        await target.FlushAsync(ct);
        DiskFlush.File(target.SafeFileHandle);
        return new BackedUpFile(path, bytes.Length, Sha256Hex.Of(bytes));
    }

    /// <summary>A file that is there already: made durable, readable by its owner only, and hashed.</summary>
    public static async Task<BackedUpFile> SealAsync(string root, string path, CancellationToken ct)
    {
        var file = PlaceOf(root, path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, OwnerOnly);
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
        DiskFlush.File(stream.SafeFileHandle);
        return new BackedUpFile(path, stream.Length, digest);
    }

    /// <summary>Refuses a file of a backup that is not what its summary says.</summary>
    public static async Task RequireAsync(string root, BackedUpFile listed, CancellationToken ct)
    {
        var file = PlaceOf(root, listed.Path);
        if (!File.Exists(file))
        {
            throw Broken($"{listed.Path} is missing");
        }

        await using var stream = File.OpenRead(file);
        if (stream.Length != listed.Size || Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct)) != listed.Sha256)
        {
            throw Broken($"{listed.Path} is not the file that was backed up");
        }
    }

    public static RegistryException Broken(string what) =>
        RegistryException.Conflict("backup_broken", $"This backup is broken: {what}. Nothing was restored; use another backup.");

    /// <summary>The file below the root; a path that leads out of it is no path of a backup.</summary>
    public static string PlaceOf(string root, string path)
    {
        var place = Path.GetFullPath(Path.Combine(root, path));
        return place.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? place
            : throw RegistryException.Malformed("backup_foreign",
                $"This backup names a file outside of itself: {path}. It was not written by this program's backup command.");
    }

    private static FileStream Create(string file)
    {
        Data.RegistryDatabase.CreateOwned(Path.GetDirectoryName(file)!);
        return new FileStream(file, CheckpointSigner.WithMode(
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous }, OwnerOnly));
    }
}

using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Signs checkpoints with the server's own key. The key lies beside the database, never in it: who can rewrite rows but
/// not read this file cannot sign what he rewrote.
/// </summary>
public sealed class CheckpointSigner : IDisposable
{
    public const string PrivateFile = "audit-key.pem";
    public const string PublicFile = "audit-key.pub.pem";

    internal const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The last checkpoint a second time, where somebody who can write the database and the file of checkpoints may not write.</summary>
    public const string LastFile = "last-checkpoint.json";

    private readonly ECDsa _key;
    private readonly string _directory;
    private readonly Lock _oneAtATime = new();

    private CheckpointSigner(ECDsa key, string directory) => (_key, _directory) = (key, directory);

    /// <summary>No key was there, so one was made now.</summary>
    public bool IsNew { get; private init; }

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Loads the key of this directory; the first call makes it, also when two processes are first.</summary>
    public static CheckpointSigner Open(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, PrivateFile);
        var isNew = !File.Exists(path);
        if (isNew)
        {
            CreateKey(directory, path);
        }

        var signer = new CheckpointSigner(CheckpointKey.Import(File.ReadAllText(path)), directory) { IsNew = isNew };
        signer.PublishPublicKey(directory);
        return signer;
    }

    /// <summary>The time is cut to whole milliseconds, which is all that its text can say.</summary>
    public Checkpoint Sign(long seq, string hash, DateTimeOffset at)
    {
        var whole = at.ToUniversalTime();
        whole = whole.AddTicks(-(whole.Ticks % TimeSpan.TicksPerMillisecond));
        var unsigned = new Checkpoint(seq, hash, whole, "");
        lock (_oneAtATime)
        {
            return unsigned with
            {
                Signature = Convert.ToBase64String(_key.SignData(unsigned.SignedText(), HashAlgorithmName.SHA256)),
            };
        }
    }

    public void Dispose() => _key.Dispose();

    /// <summary>Keeps this checkpoint a second time, in the place of the one before.</summary>
    internal void Keep(Checkpoint checkpoint)
    {
        File.Move(WriteTemporary(_directory, checkpoint.ToLine() + "\n", OwnerOnly), Path.Combine(_directory, LastFile), overwrite: true);
        DiskFlush.Folder(_directory);
    }

    /// <summary>The checkpoint that <see cref="Keep"/> kept in this directory; null when there is none that can be read.</summary>
    public static Checkpoint? LastKept(string directory)
    {
        var path = Path.Combine(directory, LastFile);
        return File.Exists(path) && Checkpoint.TryReadLine(File.ReadAllText(path).TrimEnd('\n'), out var kept) ? kept : null;
    }

    private static void CreateKey(string directory, string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // Who was not the first takes the key of the first.
        OnlyOnce.TryPlace(WriteTemporary(directory, key.ExportPkcs8PrivateKeyPem(), OwnerOnly), path);
    }

    private void PublishPublicKey(string directory)
    {
        var path = Path.Combine(directory, PublicFile);
        var pem = PublicKeyPem;
        if (!File.Exists(path) || File.ReadAllText(path) != pem)
        {
            File.Move(WriteTemporary(directory, pem, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead), path, overwrite: true);
        }
    }

    private static string WriteTemporary(string directory, string text, UnixFileMode mode)
    {
        var path = Path.Combine(directory, $".{Guid.NewGuid():n}.tmp");
        using var file = new FileStream(path, WithMode(new() { Mode = FileMode.CreateNew, Access = FileAccess.Write }, mode));
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Flush();
        DiskFlush.File(file.SafeFileHandle);
        return path;
    }

    internal static FileStreamOptions WithMode(FileStreamOptions options, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return options;
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Where the store keeps what: <c>sha256/ab/cd/(64 hex)</c> for complete files, <c>tmp</c> for those under way. Only a
/// valid digest becomes a path, nothing outside the root is reachable, and only the server's own user may look inside.
/// </summary>
internal sealed class StoreLayout
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    private readonly string _blobs;

    // One flag per folder ab/cd: its own entry and that of its parent have been synced by this process.
    private readonly bool[] _durable = new bool[0x10000];

    private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.Ordinal);

    private readonly Action<string> _sync;

    /// <summary>Without <paramref name="create"/> it changes nothing on disk: for those who only look.</summary>
    public StoreLayout(string root, bool create = true, Action<string>? sync = null)
    {
        _sync = sync ?? DiskFlush.Folder;
        Root = Path.GetFullPath(root);
        _blobs = Path.Combine(Root, "sha256");
        Temporary = Path.Combine(Root, "tmp");
        if (!create)
        {
            return;
        }

        CreateFolder(Root);
        CreateFolder(_blobs);
        CreateFolder(Temporary);
        _sync(Root);
    }

    public string Root { get; }

    public string Temporary { get; }

    /// <summary>The folder of complete files.</summary>
    public string BlobFolder => _blobs;

    /// <summary>A place for a file under way, which is no leftover until <see cref="EndTemporary"/>.</summary>
    public string NewTemporary()
    {
        var path = Path.Combine(Temporary, RandomNumberGenerator.GetHexString(32, lowercase: true));
        _underWay[path] = true;
        return path;
    }

    public void EndTemporary(string path) => _underWay.TryRemove(path, out _);

    public bool IsUnderWay(string path) => _underWay.ContainsKey(path);

    /// <summary>The place of these bytes, or a refusal when <paramref name="sha256"/> is no digest (so it never becomes a path).</summary>
    public string PlaceOf(string sha256) => Sha256Hex.IsValid(sha256)
        ? Path.Combine(_blobs, sha256[..2], sha256[2..4], sha256)
        : throw RegistryException.Malformed("digest_malformed", "A digest is the SHA-256 as 64 lower-case hexadecimal characters.", "digest");

    /// <summary>
    /// The regular file of this digest, or null: nothing there, or a link there or on the way to it. The window between
    /// this look and the opening is open only to the server's own user, who owns the folders (mode 0700).
    /// </summary>
    public FileInfo? Find(string sha256)
    {
        var file = new FileInfo(PlaceOf(sha256));
        return file.Exists && !IsLink(file) && !IsLink(file.Directory!) && !IsLink(file.Directory!.Parent!) ? file : null;
    }

    /// <summary>Moves a complete, flushed file to its place. It replaces what stands there: these bytes are the verified ones.</summary>
    public void Publish(string temporary, string sha256)
    {
        var place = PlaceOf(sha256);
        var folder = Path.GetDirectoryName(place)!;
        var parent = Path.GetDirectoryName(folder)!;
        CreateFolder(parent);
        CreateFolder(folder);
        RefuseLink(parent);
        RefuseLink(folder);
        var isFirst = IsFirst(folder, place);
        File.Move(temporary, place, overwrite: true);

        _sync(folder);
        ref var durable = ref _durable[ushort.Parse(sha256.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)];
        if (isFirst || !durable)
        {
            _sync(parent);
            _sync(_blobs);
            durable = true;
        }
    }

    /// <summary>
    /// Whether the file has its folder for itself. Bytes that are here already take the way of those that are not, entry of a folder and all: else
    /// whoever sends a file would hear from the time it takes whether somebody has it.
    /// </summary>
    private static bool IsFirst(string folder, string place)
    {
        if (Directory.EnumerateFiles(folder).Any(file => file != place))
        {
            return false;
        }

        if (File.Exists(place))
        {
            var entry = Path.Combine(Path.GetDirectoryName(folder)!, RandomNumberGenerator.GetHexString(8, lowercase: true));
            CreateFolder(entry);
            Directory.Delete(entry);
        }

        return true;
    }

    /// <summary>
    /// Every stored file, folder by folder; what has no business there, links, and what goes away meanwhile (a file that is removed, the entry that
    /// <see cref="IsFirst"/> makes for a moment) are passed over.
    /// </summary>
    public IEnumerable<StoredBlob> Stored() =>
        from parent in FoldersIn(_blobs)
        from folder in FoldersIn(parent)
        from file in new DirectoryInfo(folder).EnumerateFiles()
        where Sha256Hex.IsValid(file.Name) && file.FullName == PlaceOf(file.Name)
        let blob = StillThere(file)
        where blob is not null
        select blob;

    /// <summary>Whether it is named as the store names its folders: two digits of a digest.</summary>
    public static bool IsPartOfDigest(string name) => name.Length == 2 && name.All(char.IsAsciiHexDigitLower);

    // These two are never removed, so they are there when their turn comes.
    private static IEnumerable<string> FoldersIn(string folder) =>
        new DirectoryInfo(folder).EnumerateDirectories()
            .Where(inner => IsPartOfDigest(inner.Name) && !IsLink(inner))
            .Select(inner => inner.FullName)
            .Order(StringComparer.Ordinal);

    private static StoredBlob? StillThere(FileInfo file)
    {
        try
        {
            return IsLink(file) ? null : new StoredBlob(file.Name, file.Length);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget is not null;

    /// <summary>Through a link the store would write somewhere else; only the root may be one (an operator's larger disk).</summary>
    private static void RefuseLink(string folder)
    {
        if (IsLink(new DirectoryInfo(folder)))
        {
            throw new RegistryException(
                RefusalKind.Unavailable, "storage_unsafe", "A folder of the artifact store was replaced by a link; an operator must remove the link.");
        }
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, FolderMode);
    }
}

using System.Runtime.InteropServices;

namespace ModelRegistry.Core.Common;

/// <summary>
/// Keeps what the registry writes to the user that it runs as: the database holds hashes of passwords, the keys sign the trail. Windows inherits the
/// rights of the folder instead.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder = File | UnixFileMode.UserExecute;

    // Takes all rights of the group and of others away.
    private const uint NobodyElse = 0b111_111;

    /// <summary>Every file and folder that this process makes from now on, whoever makes it: SQLite and the framework among them.</summary>
    public static void FromNowOn()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Umask(NobodyElse);
        }
    }

    /// <summary>
    /// What is there already: the folder, and what lies in it and in the folders of keys. Files of models lie below folders that are closed with it.
    /// Throws <see cref="UnauthorizedAccessException"/> where they belong to somebody else.
    /// </summary>
    public static void Close(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(directory, Folder);
        CloseFolder(directory);
        foreach (var folder in Directory.EnumerateDirectories(directory))
        {
            CloseFolder(folder);
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void CloseFolder(string path)
    {
        if (System.IO.File.GetUnixFileMode(path) is var mode && (mode & ~Folder) != 0)
        {
            System.IO.File.SetUnixFileMode(path, mode & Folder);
        }

        foreach (var file in Directory.EnumerateFiles(path).Where(file => new FileInfo(file).LinkTarget is null))
        {
            if (System.IO.File.GetUnixFileMode(file) is var own && (own & ~File) != 0)
            {
                System.IO.File.SetUnixFileMode(file, own & File);
            }
        }

        foreach (var inner in Directory.EnumerateDirectories(path).Where(_ => Path.GetFileName(path) == "keys"))
        {
            CloseFolder(inner);
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);
}

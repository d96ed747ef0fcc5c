using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ModelRegistry.Core.Common;

/// <summary>
/// Makes files and folder entries survive a power cut, or says that it failed. .NET's own flush reports no failed fsync
/// on Unix (seen on 10.0 by injecting EIO), so an upload would be acknowledged that the disk has lost.
/// </summary>
internal static class DiskFlush
{
    // EINVAL, the same number on every Unix: a file system that knows no fsync of folders (some network mounts).
    private const int NotSupported = 22;

    public static void File(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows() && Fsync(file) != 0)
        {
            throw LastFailure();
        }

        // Windows has only this; on macOS it also empties the drive's own cache, which fsync does not.
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>Windows has no such call: NTFS journals its folders.</summary>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // 0 is O_RDONLY; .NET itself opens no folders. The path ends with NUL.
        using var folder = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(path + '\0'), 0), ownsHandle: true);
        if (folder.IsInvalid || (Fsync(folder) != 0 && Marshal.GetLastPInvokeError() != NotSupported))
        {
            throw LastFailure();
        }
    }

    /// <summary>Whether a file can be written, flushed and removed at this place: a full disk takes an empty one.</summary>
    public static bool CanKeep(string place)
    {
        try
        {
            using var probe = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            probe.Write(new byte[4096]);
            File(probe.SafeFileHandle);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>With errno as HResult, as .NET's own exceptions have it: a full disk may show only now.</summary>
    private static IOException LastFailure() => new(
        $"The disk could not keep what was written: {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(SafeFileHandle file);
}

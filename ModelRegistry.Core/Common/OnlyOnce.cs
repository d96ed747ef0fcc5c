using System.Runtime.InteropServices;
using System.Text;

namespace ModelRegistry.Core.Common;

/// <summary>
/// Gives a complete file its name unless that name is taken, also when several processes do so at once. .NET's own move without overwriting looks first
/// and renames then on Unix, so of two who looked at the same moment the later replaces the file of the first.
/// </summary>
internal static class OnlyOnce
{
    // EEXIST, the same number on every Unix.
    private const int Taken = 17;

    /// <summary>False when the place is taken; <paramref name="temporary"/>, on the same disk, is gone either way.</summary>
    /// <exception cref="IOException">The disk takes no file there.</exception>
    public static bool TryPlace(string temporary, string place)
    {
        try
        {
            return OperatingSystem.IsWindows() ? TryMove(temporary, place) : TryLink(temporary, place);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool TryLink(string temporary, string place)
    {
        if (Link(Encoding.UTF8.GetBytes(temporary + '\0'), Encoding.UTF8.GetBytes(place + '\0')) == 0)
        {
            return true;
        }

        // A disk without hard links (some network mounts) has nothing better than the move.
        return Marshal.GetLastPInvokeError() != Taken && TryMove(temporary, place);
    }

    private static bool TryMove(string temporary, string place)
    {
        try
        {
            File.Move(temporary, place, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(place))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] from, byte[] to);
}

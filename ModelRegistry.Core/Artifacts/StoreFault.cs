using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>What the disk of the store answers, as refusals: it is ill and goes on when it is well; nobody's file is to blame.</summary>
internal static class StoreFault
{
    /// <summary>The refusal that a failure of the disk means, or null for any other exception.</summary>
    public static RegistryException? Translate(Exception error) => error switch
    {
        IOException full when IsDiskFull(full) => Full(),
        IOException or UnauthorizedAccessException => Failed(),
        _ => null,
    };

    /// <summary>Runs what touches the disk, and nothing that reads from a caller: a caller who goes away is no fault of the disk.</summary>
    public static async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (Translate(e) is { } fault)
        {
            throw fault;
        }
    }

    public static RegistryException Full() => new(
        RefusalKind.Unavailable, "storage_full",
            "The disk of the artifact store is full; nothing was kept. An operator must free space, then send the file again.");

    public static RegistryException Failed() => new(
        RefusalKind.Unavailable, "storage_failed",
            "The disk of the artifact store cannot be read or written now; nothing was kept. An operator must look at it; try again when it is well.");

    /// <summary>True for the answers of a full disk or an exhausted quota: ENOSPC and EDQUOT, and their two Windows names.</summary>
    internal static bool IsDiskFull(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is unchecked((int)0x80070027) or unchecked((int)0x80070070)
        : exception.HResult is 28 || exception.HResult == (OperatingSystem.IsMacOS() ? 69 : 122);
}

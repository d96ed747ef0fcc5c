using System.Globalization;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>What a check of the files found, for people.</summary>
public static class VerifyWords
{
    public static string Of(Verification holds) => holds.Files == 1
        ? $"The file ({ByteCount.Of(holds.Bytes)}) is what was sealed."
        : string.Create(CultureInfo.InvariantCulture, $"All {holds.Files:N0} files ({ByteCount.Of(holds.Bytes)}) are what was sealed.");

    public static string Of(BlobProblem problem) => problem switch
    {
        BlobProblem.Missing => "is missing from the store",
        BlobProblem.Changed => "has other bytes than were sealed",
        BlobProblem.Size => "has another size than was sealed",
        BlobProblem.Unreadable => "cannot be read from the disk",
    };
}

using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>What is wrong with a file, for people.</summary>
public static class VerifyWords
{
    public static string Of(BlobProblem problem) => problem switch
    {
        BlobProblem.Missing => "is missing from the store",
        BlobProblem.Changed => "has other bytes than were sealed",
        BlobProblem.Size => "has another size than was sealed",
        BlobProblem.Unreadable => "cannot be read from the disk",
    };
}

using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>What is wrong with a stored file. A link standing in its place is never followed and counts as Missing.</summary>
public enum BlobProblem
{
    Missing,
    Changed,
    Size,
    Unreadable,
}

/// <summary>One stored file that is not what the registry recorded, with what was found instead where that is known.</summary>
public sealed record BlobFinding(string Sha256, BlobProblem Problem, string? FoundSha256 = null, long? FoundSize = null)
{
    /// <summary>The finding as a refusal to serve: <c>artifact_missing</c> or <c>artifact_damaged</c>, with the digest in its details.</summary>
    public RegistryException ToRefusal() => new(
        RefusalKind.Conflict,
        Problem == BlobProblem.Missing ? "artifact_missing" : "artifact_damaged",
        $"The stored file sha256:{Sha256} {Sentence()}. Restore it from a backup, or upload the same bytes again.")
    {
        Details = new Dictionary<string, object?> { ["sha256"] = Sha256 },
    };

    private string Sentence() => Problem switch
    {
        BlobProblem.Missing => "is missing from the artifact store",
        BlobProblem.Changed => "has changed in the artifact store and is not served",
        BlobProblem.Size => $"is damaged in the artifact store: it has {FoundSize} bytes there, not those that were recorded",
        BlobProblem.Unreadable => "cannot be read from the artifact store",
    };
}

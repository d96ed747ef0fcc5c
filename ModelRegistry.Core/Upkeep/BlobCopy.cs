using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Copies one stored file from one artifact store to another; only bytes that have the digest arrive.</summary>
internal static class BlobCopy
{
    private static readonly string[] Differs = ["digest_mismatch", "content_incomplete", "content_too_long"];

    /// <summary>What is wrong with the source, in words that follow its digest; null when it was copied.</summary>
    public static async Task<string?> CopyAsync(StoreLayout source, ArtifactStore target, StoredBlob blob, CancellationToken ct)
    {
        if (source.Find(blob.Sha256) is not { } file)
        {
            return "is missing";
        }

        try
        {
            await using var stream = new FileStream(file.FullName,
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Share = FileShare.Read | FileShare.Delete,
                    BufferSize = 0,
                    Options = FileOptions.SequentialScan | FileOptions.Asynchronous
                });
            await target.PutAsync(stream, blob.Sha256, blob.Size, ct);
            return null;
        }
        catch (RegistryException refusal) when (Differs.Contains(refusal.Code))
        {
            return "has changed";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "is missing";
        }
    }
}

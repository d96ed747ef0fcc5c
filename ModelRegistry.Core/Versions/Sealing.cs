using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>What must hold before a version is sealed.</summary>
internal static class Sealing
{
    private const int MostNamed = 100;

    public static void RequireComplete(List<ManifestEntry> files, ArtifactStore artifacts)
    {
        if (files.Count == 0)
        {
            throw RegistryException.Invalid("files", "version_without_files", "A version is sealed with at least one file. Upload its files first.");
        }

        var missing = files.Where(file => !artifacts.Has(file.Sha256)).Select(file => file.Path).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw Differs($"The store lacks the bytes of {missing.Count} file(s), first '{missing[0]}'. Upload them again.", missing);
        }
    }

    /// <summary>A digest or list that the sender believes in must be the one found here; the refusal names the files that differ.</summary>
    public static void RequireExpected(List<ManifestEntry> files, string digest, SealExpectation? expected)
    {
        if (expected?.Files is { } listed)
        {
            var differing = files.Except(listed).Concat(listed.Except(files)).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal).ToList();
            if (differing.Count > 0)
            {
                throw Differs($"{differing.Count} file(s) differ from the list that was sent, first '{differing[0]}'. Upload those again or correct the list.", differing);
            }
        }

        if (expected?.Digest is { Length: > 0 } asked && asked != digest)
        {
            throw new RegistryException(RefusalKind.Invalid, "digest_differs",
                $"The files here have the digest {digest}, not {asked}. Compare the manifest with what you sent.", "digest")
            {
                Details = new Dictionary<string, object?> { ["digest"] = digest, ["files"] = files.Select(file => file.Path).Take(MostNamed).ToList() },
            };
        }
    }

    private static RegistryException Differs(string message, List<string> paths) =>
        new(RefusalKind.Invalid, "files_differ", message, "files")
        {
            Details = new Dictionary<string, object?> { ["files"] = paths.Take(MostNamed).ToList(), ["count"] = paths.Count },
        };
}

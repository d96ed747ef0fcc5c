using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>Seals a version, and says what must hold before.</summary>
internal static class Sealing
{
    public const string FilesChanged = "changed_meanwhile";
    private const int MostNamed = 100;

    /// <summary>Makes a PENDING version READY with the files that were looked at. Nothing points at a version before it is sealed.</summary>
    public static async Task<VersionView> SealAsync(RegistryTransaction transaction, Model model, ModelVersion version, SealedFiles files,
        SealExpectation? expected, CancellationToken ct)
    {
        var db = transaction.Db;
        RequireComplete(files);
        var digest = Manifest.DigestOf(files.Listed);
        RequireExpected(files.Listed, digest, expected);
        version.Seal(files.Listed, files.Signature.Json, files.Signature.Note, transaction.Now);
        if (files.Signature.Json is { } signature)
        {
            db.VersionSignatures.Add(new VersionSignature { VersionId = version.Id, Json = signature });
        }

        if (files.Results is { } results)
        {
            db.VersionResults.Add(new VersionResults { VersionId = version.Id, Json = results });
        }

        var seal = new VersionSeal(version);
        await transaction.FollowAsync(seal, ct);
        await ShownVersions.FollowAsync(transaction, model, version, ct);
        model.UpdatedAt = transaction.Now;
        transaction.Record(new VersionSealed(model.Ref, version.Number, new(digest, files.Listed.Count, version.TotalSize, files.Uploaders, files.Sent)));
        await db.SaveChangesAsync(ct);
        return await VersionViews.OneAsync(db, model.Name, new JudgedVersion { Version = version, Quarantined = seal.Quarantined }, slots: [], ct);
    }

    private static void RequireComplete(SealedFiles looked)
    {
        var files = looked.Listed;
        if (files.Count == 0)
        {
            throw RegistryException.Invalid("files", "version_without_files", "A version is sealed with at least one file. Upload its files first.");
        }

        RequireNoFileInTheWayOfAFolder(files);
        var missing = looked.Missing;
        if (missing.Count > 0)
        {
            throw Differs($"The store lacks the bytes of {missing.Count} file(s), first '{missing[0]}'. Upload them again.", missing);
        }
    }

    /// <summary>A digest or list that the sender believes in must be the one found here; the refusal names the files that differ.</summary>
    private static void RequireExpected(IReadOnlyList<ManifestEntry> files, string digest, SealExpectation? expected)
    {
        if (expected?.Files is { } listed)
        {
            if (listed.Any(file => file is not { Path: not null, Sha256: not null }))
            {
                throw RegistryException.Invalid("files", "files_malformed", "Each entry of files needs path, sha256 and size.");
            }

            var differing = files.Except(listed).Concat(listed.Except(files)).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal).ToList();
            if (differing.Count > 0)
            {
                throw Differs($"{differing.Count} file(s) differ from the list that was sent, first '{differing[0]}'. Upload those again or correct the list.",
                    differing);
            }
        }

        if (expected?.Digest is { } asked && asked != digest)
        {
            throw new RegistryException(RefusalKind.Invalid, "digest_differs",
                $"The files here have the digest {digest}, not {(asked.Length == 0 ? "an empty one" : asked)}. Compare the manifest with what you sent.",
                "digest")
            {
                Details = new Dictionary<string, object?> { ["digest"] = digest, ["files"] = files.Select(file => file.Path).Take(MostNamed).ToList() },
            };
        }
    }

    /// <summary>"a" beside "a/b" can be stored here, but nobody could download both into one folder.</summary>
    private static void RequireNoFileInTheWayOfAFolder(IReadOnlyList<ManifestEntry> files)
    {
        var folders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in files.Select(file => file.Path))
        {
            var folded = CaseFolding.Fold(path);
            for (var cut = folded.LastIndexOf('/'); cut > 0 && folders.TryAdd(folded[..cut], path); cut = folded.LastIndexOf('/', cut - 1))
            {
                // Adds the folders above the file, up to one that is there already with all those above it.
            }
        }

        if (files.FirstOrDefault(file => folders.ContainsKey(CaseFolding.Fold(file.Path))) is { } blocking)
        {
            var inside = folders[CaseFolding.Fold(blocking.Path)];
            throw new RegistryException(RefusalKind.Invalid, "file_is_folder",
                $"'{blocking.Path}' is a file and, by '{inside}', also a folder: no system can keep both. Register a new version with one of them under "
                    + "another name.", "files")
            {
                Details = new Dictionary<string, object?> { ["files"] = new[] { blocking.Path, inside } },
            };
        }
    }

    private static RegistryException Differs(string message, IReadOnlyList<string> paths) =>
        new(RefusalKind.Invalid, "files_differ", message, "files")
        {
            Details = new Dictionary<string, object?> { ["files"] = paths.Take(MostNamed).ToList(), ["count"] = paths.Count },
        };
}

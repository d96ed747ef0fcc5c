using System.Globalization;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Who sent each file of a version and when, as one digest that its seal puts on record: four eyes go by it, and uploads leave no events.
/// </summary>
internal static class FileEvidence
{
    public static string DigestOf(IEnumerable<VersionFile> files) =>
        $"sha256:{Sha256Hex.Of(string.Join('\n', files.Select(Line).Order(StringComparer.Ordinal)))}";

    private static string Line(VersionFile file) => string.Create(CultureInfo.InvariantCulture,
        $"{file.PathKey} {file.UploadedAt.UtcTicks} {file.UploadedById} {file.UploadedByName}");
}

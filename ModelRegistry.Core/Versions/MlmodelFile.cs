using System.Text;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Versions;

/// <summary>The file in which MLflow describes a model, found among the files of a version.</summary>
internal static class MlmodelFile
{
    public const string Name = "MLmodel";

    private const int MostBytes = 1_000_000;

    /// <summary>At the root or in the folder that MLflow makes, else the only one of that name; null: there is none, or nobody knows which.</summary>
    public static ManifestEntry? In(IReadOnlyCollection<ManifestEntry> files) =>
        files.FirstOrDefault(file => file.Path == Name) ?? files.FirstOrDefault(file => file.Path == $"model/{Name}") ?? OnlyOne(files);

    /// <summary>The signature that the file declares; null when it declares none or cannot be read, which is no reason to refuse a version.</summary>
    public static async Task<string?> SignatureAsync(ManifestEntry? file, ArtifactStore artifacts, CancellationToken ct)
    {
        if (file is null or { Size: > MostBytes })
        {
            return null;
        }

        try
        {
            var bytes = await artifacts.ReadHeadAsync(file.Sha256, file.Size, MostBytes, ct);
            return MlmodelSignature.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (Exception e) when (e is RegistryException or IOException)
        {
            return null;
        }
    }

    private static ManifestEntry? OnlyOne(IReadOnlyCollection<ManifestEntry> files) =>
        files.Where(file => file.Path.EndsWith($"/{Name}", StringComparison.Ordinal)).Take(2).ToList() is [var only] ? only : null;
}

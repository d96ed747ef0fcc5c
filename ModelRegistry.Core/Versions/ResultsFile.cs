using System.Text;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

/// <summary>The file among those of a version that says what its numbers were made of, at the root or in the folder that MLflow makes.</summary>
internal static class ResultsFile
{
    /// <summary>As a version keeps it; null when there is none that says anything. That is no reason to refuse a version.</summary>
    public static async Task<string?> ReadAsync(IReadOnlyCollection<ManifestEntry> files, ArtifactStore artifacts, CancellationToken ct)
    {
        var file = files.FirstOrDefault(file => file.Path == MetricResultsFile.Name)
            ?? files.FirstOrDefault(file => file.Path == $"model/{MetricResultsFile.Name}");
        if (file is null || file.Size > MetricResultsFile.MostBytes)
        {
            return null;
        }

        try
        {
            var bytes = await artifacts.ReadHeadAsync(file.Sha256, file.Size, MetricResultsFile.MostBytes, ct);
            var text = MetricResultsFile.ToText(MetricResultsFile.Read(Encoding.UTF8.GetString(bytes)));
            return text is { Length: <= VersionResults.MaxLength } ? text : null;
        }
        catch (Exception e) when (e is RegistryException or IOException)
        {
            return null;
        }
    }
}

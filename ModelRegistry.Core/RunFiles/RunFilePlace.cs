using System.Globalization;
using System.Text;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Core.RunFiles;

/// <summary>
/// Where a logged file or folder is, as <c>mlflow-artifacts:/</c> counts: below the root of a run (<c>5/RUN/artifacts/…</c>) or of a logged model
/// (<c>5/models/MODEL/artifacts/…</c>) of an experiment, or anywhere else. Two paths are two files also when they differ by case alone, as in MLflow.
/// </summary>
/// <param name="Root">What owns the file: <c>5/RUN</c>, <c>5/models/MODEL</c>, or empty where no experiment does.</param>
/// <param name="Path">The rest below the root, without a slash at either end; empty for the root itself.</param>
/// <param name="ExperimentId">The experiment, whose rights are asked; null where there is none.</param>
public sealed record RunFilePlace(string Root, string Path, int? ExperimentId)
{
    public const int RootMaxLength = 300;
    public const int PathMaxBytes = 1_024;
    private const string ModelsFolder = "models";
    private const string InvalidPath = "artifact_path_invalid";

    /// <summary>As it is written behind <c>mlflow-artifacts:/</c>.</summary>
    public string Full => Root.Length == 0 ? Path : Path.Length == 0 ? Root : $"{Root}/{Path}";

    /// <summary>The folder of a run's files.</summary>
    public static string RunRoot(int experimentId, string runId) => Behind(Run.LocationOf(experimentId, runId));

    /// <summary>A file or folder of a run, by its path in the run; empty for all of its files.</summary>
    public static RunFilePlace Of(RunView run, string path) => Parse($"{RunRoot(run.ExperimentId, run.Id)}/{path}");

    /// <summary>The folder of a logged model's files.</summary>
    public static string ModelRoot(int experimentId, string modelId) => Behind(LoggedModel.LocationOf(experimentId, modelId));

    /// <summary>Reads a decoded path. Slashes at the ends and doubled ones are no names: they are left out, as clients write them by accident.</summary>
    public static RunFilePlace Parse(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.StartsWith('/') || FaultOf(path) is not null || segments.Any(segment => segment is "." or ".."))
        {
            throw RegistryException.Malformed(InvalidPath, $"Invalid path: {FaultOf(path) ?? "it leaves its folder ('.', '..' or a slash at the beginning)"}.",
                "path");
        }

        var rootLength = RootSegments(segments);
        var place = new RunFilePlace(
            string.Join('/', segments.Take(rootLength)),
            string.Join('/', segments.Skip(rootLength)),
            rootLength == 0 ? null : int.Parse(segments[0], CultureInfo.InvariantCulture));
        return place.Root.Length <= RootMaxLength && Encoding.UTF8.GetByteCount(place.Path) <= PathMaxBytes
            ? place
            : throw RegistryException.Malformed(InvalidPath, $"Invalid path: it is longer than {PathMaxBytes} bytes in UTF-8.", "path");
    }

    /// <summary>The folders above a file, outermost first, without the file itself.</summary>
    internal IEnumerable<string> Above()
    {
        for (var slash = Path.IndexOf('/'); slash >= 0; slash = Path.IndexOf('/', slash + 1))
        {
            yield return Path[..slash];
        }
    }

    private static string Behind(string location) => location[(Experiment.ArtifactScheme.Length + 1)..];

    private static int RootSegments(string[] segments)
    {
        if (segments.Length < 2 || !IsExperiment(segments[0]))
        {
            return 0;
        }

        return segments[1] != ModelsFolder ? 2 : segments.Length > 2 ? 3 : 0;
    }

    private static bool IsExperiment(string segment) =>
        segment is "0" || (segment[0] is >= '1' and <= '9' && int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static string? FaultOf(string path)
    {
        for (var at = 0; at < path.Length;)
        {
            if (!Rune.TryGetRuneAt(path, at, out var rune))
            {
                return "it is no valid Unicode";
            }

            if (rune.Value == '\\')
            {
                return "it holds a backslash; folders are separated by '/'";
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return string.Create(CultureInfo.InvariantCulture, $"it holds the control character U+{rune.Value:X4}");
            }

            at += rune.Utf16SequenceLength;
        }

        return null;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.RunFiles;

namespace ModelRegistry.Core.Registrations;

/// <summary>Where the files of a version to be made are, as an MLflow client writes it in <c>source</c>.</summary>
public abstract partial record SourceAddress
{
    public const string ArtifactScheme = "mlflow-artifacts";

    /// <summary>The folder under which the files of registered versions are read: <c>mlflow-artifacts:/models/NAME/NUMBER</c>.</summary>
    public const string RegisteredFolder = "models";

    private SourceAddress()
    {
    }

    /// <summary>Files that a script logged.</summary>
    public sealed record Logged(RunFilePlace Folder) : SourceAddress;

    /// <summary>A folder below the files of a run, named by the run alone (<c>runs:/RUN/model</c>).</summary>
    public sealed record OfRun(string RunId, string Path) : SourceAddress;

    /// <summary>A logged model of MLflow 3 (<c>models:/m-…</c>).</summary>
    public sealed record OfLoggedModel(string ModelId) : SourceAddress;

    /// <summary>A version that is registered already, or a folder of it.</summary>
    public sealed record OfVersion(string Model, string Selector, string Path) : SourceAddress;

    /// <summary>The text of a prompt of MLflow, which clients send as a tag, with a source that names nothing.</summary>
    public sealed record Prompt(string Text, DateTimeOffset At) : SourceAddress
    {
        internal byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Text);
    }

    /// <summary>Reads a source; refuses what this server does not store.</summary>
    public static SourceAddress Parse(string? source)
    {
        var text = source?.Trim() ?? "";
        if (text.Length == 0)
        {
            throw RegistryException.Invalid("source", "source_required", "Missing value for required parameter 'source'. Name the folder of the model.");
        }

        var match = Addresses().Match(text);
        if (!match.Success || match.Groups["scheme"].Value.Equals("file", StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(text, "a path on the machine of whoever wrote it; this server stores none of its files. Log the model to a run here and register "
                + "that");
        }

        var rest = match.Groups["rest"].Value;
        return match.Groups["scheme"].Value.ToLowerInvariant() switch
        {
            ArtifactScheme => OfArtifacts(rest),
            "runs" => OfRunPath(text, Slashless(rest)),
            "models" => OfModels(text, Slashless(rest)),
            _ => throw Refuse(text, "stored elsewhere, and this server takes only what it stores itself, so that it can verify and keep it. Log the model to a "
                + "run here and register that"),
        };
    }

    private static SourceAddress OfArtifacts(string rest)
    {
        // mlflow-artifacts://host:port/path names the same store as mlflow-artifacts:/path.
        var path = rest.StartsWith("//", StringComparison.Ordinal) && rest.IndexOf('/', 2) is > 2 and var slash ? rest[slash..] : rest;
        path = Slashless(path);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is [RegisteredFolder, var model, var number, .. var below]
            ? new OfVersion(model, number, RunFilePlace.Parse(string.Join('/', below)).Full)
            : new Logged(RunFilePlace.Parse(path));
    }

    private static OfRun OfRunPath(string text, string rest)
    {
        var segments = rest.Split('/', 2);
        return segments[0].Length > 0 ? new OfRun(segments[0], RunFilePlace.Parse(segments.ElementAtOrDefault(1) ?? "").Full)
            : throw Refuse(text, "without a run: write runs:/RUN/FOLDER");
    }

    private static SourceAddress OfModels(string text, string rest) => rest.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var id] when LoggedModelId().IsMatch(id) => new OfLoggedModel(id),
        [var name, var selector, .. var below] => new OfVersion(name, selector, RunFilePlace.Parse(string.Join('/', below)).Full),
        _ => throw Refuse(text, "no version: write models:/NAME/NUMBER"),
    };

    private static string Slashless(string path) => path.Trim('/');

    private static RegistryException Refuse(string source, string why) => RegistryException.Invalid("source", "source_refused",
        $"Invalid model version source: '{(source.Length > 200 ? $"{source[..200]}…" : source)}' is {why}.");

    // A scheme of one letter is a drive of Windows.
    [GeneratedRegex("^(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?<rest>.*)$", RegexOptions.Singleline)]
    private static partial Regex Addresses();

    [GeneratedRegex("^m-[0-9a-f]{32}$")]
    private static partial Regex LoggedModelId();
}

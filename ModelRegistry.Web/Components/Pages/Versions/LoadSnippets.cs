using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>Commands that fetch a version and prove that it is the one shown, ready for a shell.</summary>
public static class LoadSnippets
{
    private const string Auth = "-H \"Authorization: Bearer $REGISTRY_TOKEN\"";

    /// <summary>One file, under its own name, into the present folder. <paramref name="server"/> ends with a slash.</summary>
    public static string Download(string server, VersionView version, ManifestEntry file) =>
        $"curl -f {Auth} \\\n  -o {Quote(FileName(file))} \\\n  {Quote(server + Urls.Artifact(version.Model, version.Number, file.Path))}";

    /// <summary>With the MLflow client, by the slot: the next occupant is loaded without a change here.</summary>
    public static string LoadSlot(string server, VersionView version, string slot) =>
        $"import mlflow\nmlflow.set_tracking_uri(\"{server}\")\nmodel = mlflow.pyfunc.load_model(\"{SlotAddress(version, slot)}\")";

    /// <summary>What MLflow calls the version that is in a slot.</summary>
    public static string SlotAddress(VersionView version, string slot) => $"models:/{version.Model}@{slot}";

    public static string Resolve(string server, VersionView version, string slot) =>
        $"curl -fsS {Auth} \\\n  {Quote(server + Urls.Resolve(version.Model, slot))}";

    public static string CheckFile(ManifestEntry file) => $"echo {Quote($"{file.Sha256}  {FileName(file)}")} | sha256sum -c";

    /// <summary>The digest of a version is the SHA-256 of its manifest's text: this prints it without the <c>sha256:</c>.</summary>
    public static string Digest(string server, VersionView version) =>
        $"curl -fsS {Auth} \\\n  {Quote(server + Urls.ArtifactFolder(version.Model, version.Number))} | sha256sum";

    // A leading ./ so that a name like -rf is a name.
    private static string FileName(ManifestEntry file) => $"./{file.Path[(file.Path.LastIndexOf('/') + 1)..]}";

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

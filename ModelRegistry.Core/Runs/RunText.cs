using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Runs;

/// <summary>Checks of what a run logs, by MLflow's rules: keys are refused by their place, long values are cut.</summary>
internal static class RunText
{
    private static readonly HashSet<string> ReadBackAsJson =
        ["mlflow.loggedArtifacts", "mlflow.loggedImages", RunTag.LoggedModels, "mlflow.modelVersions"];

    public static string Key(string field, string? key) => Text.CheckKey(field, key);

    public static string Param(string field, string? value) => Cut(field, value, RunParam.ValueMaxLength);

    /// <summary>Cut, unless clients read it back as JSON: half of that is nothing.</summary>
    public static string Tag(string field, string key, string? value) => ReadBackAsJson.Contains(key)
        ? Text.Check(field, value, RunTag.JsonMaxLength)
        : Cut(field, value, RunTag.ValueMaxLength);

    /// <summary>The last value of each key, with its key checked.</summary>
    public static Dictionary<string, string> Tags(string field, IReadOnlyList<KeyValuePair<string, string>>? tags)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < (tags?.Count ?? 0); i++)
        {
            var (key, value) = tags![i];
            Key($"{field}[{i.Text()}].key", key);
            last[key] = Tag($"{field}[{i.Text()}].value", key, value);
        }

        return last;
    }

    private static string Cut(string field, string? value, int most) => IndexedText.StartOf(Text.Check(field, value, int.MaxValue), most);
}

using System.Text.Json;

namespace ModelRegistry.Web.Demo;

/// <summary>One real training run as its folder holds it: <c>run.json</c> and the files that it lists.</summary>
internal sealed record DemoRun(
    string Model, int Number, IReadOnlyDictionary<string, string> Params, IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, double[][]> History, DemoDataset Dataset, string Framework, IReadOnlyList<DemoFile> Files)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public string Folder { get; private init; } = "";

    public static string DefaultRoot => Path.Combine(AppContext.BaseDirectory, "Demo", "training-runs");

    /// <summary>All runs under a folder, in the order of their model's numbering.</summary>
    public static IReadOnlyList<DemoRun> ReadAll(string root) =>
    [
        .. Directory.EnumerateFiles(root, "run.json", SearchOption.AllDirectories)
            .Select(file => JsonSerializer.Deserialize<DemoRun>(File.ReadAllBytes(file), Web)! with { Folder = Path.GetDirectoryName(file)! })
            .OrderBy(run => run.Model, StringComparer.Ordinal).ThenBy(run => run.Number),
    ];

    public Stream Open(DemoFile file) => File.OpenRead(Path.Combine(Folder, file.Path));
}

internal sealed record DemoDataset(string Name, string Digest);

internal sealed record DemoFile(string Path, long Size, string Sha256);

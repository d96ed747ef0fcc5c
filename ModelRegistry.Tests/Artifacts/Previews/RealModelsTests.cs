using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>The demo's real training runs: models of scikit-learn as MLflow wrote them.</summary>
public sealed class RealModelsTests
{
    private static readonly string Runs = Path.Combine(Repository.Root, "ModelRegistry.Web", "Demo", "training-runs");

    [Fact]
    public void Every_real_model_has_only_known_imports_and_is_followed_to_its_end()
    {
        var scans = Directory.GetFiles(Runs, "model.pkl", SearchOption.AllDirectories).Select(path =>
        {
            using var file = File.OpenRead(path);
            return PickleScanner.Scan(file);
        }).ToList();

        Assert.True(scans.Count > 50, $"Only {scans.Count} models were found.");
        Assert.All(scans, scan => Assert.Empty(scan.Reasons));
        Assert.All(scans, scan => Assert.Equal((PickleVerdict.OnlyKnownImports, 1, 4), (scan.Verdict, scan.Pickles, scan.Protocol)));
        Assert.All(scans, scan => Assert.Contains(scan.Names(), name => name.StartsWith("sklearn.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_files_beside_a_model_have_their_views()
    {
        var folder = Path.Combine(Runs, "wine-cultivar", "007", "model");
        using var model = File.OpenRead(Path.Combine(folder, "MLmodel"));
        using var example = File.OpenRead(Path.Combine(folder, "input_example.json"));

        Assert.StartsWith("flavors:\n", YamlView.Read(model, model.Length).Text, StringComparison.Ordinal);
        Assert.Equal((false, example.Length, null), JsonView.Read(example, example.Length) is var json ? (json.IsCut, json.BytesShown, json.Note) : default);
    }
}

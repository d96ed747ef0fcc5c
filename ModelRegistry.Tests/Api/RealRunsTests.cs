using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Api;

/// <summary>
/// Real training results go in as a training script would send them and come out unchanged. By default those copied into the
/// project; all of a folder when <c>REGISTRY_TRAINING_RUNS</c> names it.
/// </summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RealRunsTests(RegistryApp app, ITestOutputHelper output)
{
    [Fact]
    public async Task Runs_become_sealed_versions_whose_digest_anyone_can_recompute_and_whose_files_come_back_unchanged()
    {
        using var client = await app.ClientAs(Roles.DataScientist);
        var (runs, files) = (0, 0);
        foreach (var folder in TrainingRuns.Models())
        {
            var model = RegistryApp.NewName(Path.GetFileName(folder));
            await client.OkAsync("POST", "/api/v1/models", $$"""{"name":"{{model}}"}""");
            foreach (var run in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
            {
                files += await RegisterAndReadBackAsync(client, model, run);
                runs++;
            }
        }

        output.WriteLine($"{runs} runs with {files} files registered, compared and verified.");
        Assert.NotEqual(0, files);
    }

    private static async Task<int> RegisterAndReadBackAsync(HttpClient client, string model, string folder)
    {
        var run = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "run.json")))!;
        var paths = run["files"]!.AsArray().Select(file => file!.Text("path")!).ToList();
        var created = await client.OkAsync("POST", $"/api/v1/models/{model}/versions", NewVersion(run));
        var version = $"/api/v1/models/{model}/versions/{created["number"]}";
        foreach (var path in paths)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, path));
            using var put = await client.PutBytesAsync($"{version}/artifacts/{path}", bytes, $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:");
            Assert.Equal(201, (int)put.StatusCode);
        }

        var digest = await DigestOfAsync(folder, paths);
        var ready = await client.OkAsync("POST", $"{version}/seal", $$"""{"digest":"{{digest}}"}""");
        var manifest = await client.GetByteArrayAsync($"{version}/artifacts");

        Assert.Equal(("READY", digest), (ready.Text("status"), ready.Text("digest")));
        Assert.Equal(digest, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(manifest))}");
        foreach (var path in paths)
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder, path)), await client.GetByteArrayAsync($"{version}/artifacts/{path}"));
        }

        var metrics = ready["metrics"]!.AsArray().ToDictionary(metric => metric!.Text("name")!, metric => (double)metric!["value"]!);
        Assert.Equal(run["metrics"]!.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!), metrics);
        Assert.True((bool)(await client.OkAsync("POST", $"{version}/verify"))["ok"]!);
        return paths.Count;
    }

    private static string NewVersion(JsonNode run) => new JsonObject
    {
        ["parameters"] = run["params"]!.DeepClone(),
        ["metrics"] = new JsonArray([.. run["metrics"]!.AsObject()
            .Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value!.DeepClone() })]),
        ["dataset"] = new JsonObject { ["name"] = run["dataset"]!.Text("name"), ["digest"] = run["dataset"]!.Text("digest") },
        ["framework"] = run.Text("framework"),
    }.ToJsonString();

    /// <summary>The digest by its definition and by nothing of the program: what an auditor would write.</summary>
    private static async Task<string> DigestOfAsync(string folder, IEnumerable<string> paths)
    {
        var entries = new List<string>();
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, path));
            entries.Add($$"""{"path":"{{path}}","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}","size":{{bytes.Length}}}""");
        }

        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"[{string.Join(',', entries)}]")))}";
    }
}

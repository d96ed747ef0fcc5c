using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Durability;

/// <summary>The program is killed at random moments of uploads and seals: what it had acknowledged is whole, and nothing else shows.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const string Model = "/api/v1/models/crash";
    private const int Workers = 3;
    private const int MostFileBytes = 1 << 20;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("registry-crash-");
    private readonly ConcurrentBag<int> _created = [];
    private readonly ConcurrentBag<(int Version, string Path, string Sha256)> _files = [];
    private readonly ConcurrentDictionary<int, string> _sealed = new();

    [Fact]
    public async Task Whatever_was_acknowledged_survives_a_kill()
    {
        var random = new Random(20260314);
        for (var round = 0; round < Soak.KillRounds; round++)
        {
            using var registry = await RegistryProcess.StartAsync(_data.FullName);
            await (round == 0 ? CreateModelAsync(registry.Client) : RequireWholeAsync(registry.Client));
            await KillWhileBusyAsync(registry, random.Next(20, 400), random.Next());
        }

        using (var last = await RegistryProcess.StartAsync(_data.FullName))
        {
            await RequireWholeAsync(last.Client);
        }

        // Every row, file and checkpoint, by the command that an operator has.
        var report = await InstallationCheck.RunAsync(RegistrySettings.Sqlite(_data.FullName), quick: false, TextWriter.Null, TimeProvider.System, default);
        Assert.True(report.Ok, string.Join('\n', report.Findings.Select(finding => finding.Detail)));
        output.WriteLine($"{Soak.KillRounds} kills; {_created.Count} versions, {_files.Count} files and {_sealed.Count} seals were acknowledged.");
        Assert.NotEmpty(_sealed);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task CreateModelAsync(HttpClient client) =>
        (await client.PostAsJsonAsync("/api/v1/models", new { name = "crash" })).EnsureSuccessStatusCode();

    private async Task KillWhileBusyAsync(RegistryProcess registry, int steps, int seed)
    {
        var fuse = new Fuse(steps, registry.Kill);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => WorkAsync(registry.Client, fuse, new Random(seed + worker))));
        Assert.True(fuse.HasBurnt);
    }

    /// <summary>Registers, uploads and seals until the server is gone, and notes what it said it had done.</summary>
    private async Task WorkAsync(HttpClient client, Fuse fuse, Random random)
    {
        try
        {
            while (!fuse.HasBurnt)
            {
                await RegisterAsync(client, fuse, random);
            }
        }
        catch (Exception e) when ((e is HttpRequestException { StatusCode: null } or IOException) && fuse.HasBurnt)
        {
            // The kill. Without it these are failures of the server.
        }
    }

    private async Task RegisterAsync(HttpClient client, Fuse fuse, Random random)
    {
        fuse.Step();
        var version = (await ReadAsync(await client.PostAsJsonAsync($"{Model}/versions", new { }))).GetProperty("number").GetInt32();
        _created.Add(version);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var content = new byte[random.Next(1, MostFileBytes)];
            random.NextBytes(content);
            var path = $"model/part-{i}.bin";
            using var answer = await client.PutAsync($"{Model}/versions/{Text(version)}/artifacts/{path}", new FusedContent(content, fuse));
            answer.EnsureSuccessStatusCode();
            _files.Add((version, path, Convert.ToHexStringLower(SHA256.HashData(content))));
        }

        var sealing = client.PostAsJsonAsync($"{Model}/versions/{Text(version)}/seal", new { });
        fuse.Step();
        _sealed[version] = (await ReadAsync(await sealing)).GetProperty("digest").GetString()!;
    }

    private async Task RequireWholeAsync(HttpClient client)
    {
        RequireCleanStore();
        var versions = await VersionsAsync(client);
        Assert.Equal(_created.Count, _created.Distinct().Count());
        Assert.Empty(_created.Except(versions.Keys));
        Assert.All(_sealed, pair => Assert.Equal(("READY", pair.Value), (versions[pair.Key].Status, versions[pair.Key].Digest)));
        foreach (var file in _files)
        {
            var bytes = await client.GetByteArrayAsync($"{Model}/versions/{Text(file.Version)}/artifacts/{file.Path}");
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }

        var verified = await client.GetFromJsonAsync<JsonElement>("/api/v1/audit/verify");
        Assert.True(verified.GetProperty("ok").GetBoolean(), verified.ToString());
    }

    /// <summary>Every file under a digest has that digest, and nothing half-done is left.</summary>
    private void RequireCleanStore()
    {
        var artifacts = Path.Combine(_data.FullName, "artifacts");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(artifacts, "tmp")));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(artifacts, "sha256"), "*", SearchOption.AllDirectories))
        {
            Assert.Equal(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        }
    }

    private static async Task<Dictionary<int, (string Status, string? Digest)>> VersionsAsync(HttpClient client)
    {
        var (found, token) = (new Dictionary<int, (string, string?)>(), (string?)null);
        do
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"{Model}/versions?pageSize=200{(token is null ? "" : $"&pageToken={token}")}");
            foreach (var version in page.GetProperty("items").EnumerateArray())
            {
                // Add refuses a number that comes twice.
                found.Add(version.GetProperty("number").GetInt32(), (version.GetProperty("status").GetString()!, version.GetProperty("digest").GetString()));
            }

            token = page.GetProperty("nextPageToken").GetString();
        }
        while (token is not null);
        return found;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

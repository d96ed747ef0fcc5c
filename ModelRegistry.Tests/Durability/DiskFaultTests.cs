using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Durability;

/// <summary>
/// The disk fails under the running program: nobody gets a 500, nothing is listed by half, health says which part is ill, and it goes on when the disk does.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class DiskFaultTests(FaultyDisk disk) : IClassFixture<FaultyDisk>
{
    [FaultyDiskTheory]
    [InlineData("fsync", "storage_failed")]
    [InlineData("erofs", "storage_failed")]
    [InlineData("eacces", "storage_failed")]
    [InlineData("full", "storage_full")]
    public async Task A_failing_store_refuses_uploads_and_keeps_nothing(string fault, string code)
    {
        var version = await disk.VersionAsync();
        disk.Set(fault);
        using (var refused = await disk.UploadAsync(version, "weights.bin"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, code), (refused.StatusCode, await CodeAsync(refused)));
        }

        Assert.Equal((false, true, false), await disk.ReadyAsync());
        Assert.Empty((await disk.FilesAsync(version)).EnumerateArray());

        disk.Set(null);
        Assert.Equal((true, true, true), await disk.ReadyAsync());
        await disk.FinishAsync(version);
    }

    [FaultyDiskTheory]
    [InlineData("unreadable-database")]
    [InlineData("full-database")]
    public async Task A_failing_database_is_no_500_and_ends_with_the_fault(string fault)
    {
        var version = await disk.VersionAsync();
        disk.Set(fault);
        // Many at once, so that some need a connection that has nothing in its memory yet.
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(index => index % 2 == 0
            ? disk.Registry.Client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/models?filter=name = 'x{index}'"))
            : disk.Registry.Client.PostAsJsonAsync("/api/v1/models", new { name = $"refused-{fault}-{index}" })));
        var refused = answers.Where(answer => !answer.IsSuccessStatusCode).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.Equal("database_unavailable", await CodeAsync(refused[0]));
        var (ready, database, _) = await disk.ReadyAsync();
        Assert.Equal((false, false), (ready, database));

        disk.Set(null);
        Assert.Equal((true, true, true), await disk.ReadyAsync());
        await disk.FinishAsync(version);
        var verified = await disk.Registry.Client.GetFromJsonAsync<JsonElement>("/api/v1/audit/verify");
        Assert.True(verified.GetProperty("ok").GetBoolean(), verified.ToString());
    }

    [FaultyDiskTheory]
    [InlineData("slow")]
    public async Task A_slow_disk_is_waited_for(string fault)
    {
        var version = await disk.VersionAsync();
        disk.Set(fault);

        await disk.FinishAsync(version);

        disk.Set(null);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(problem.TryGetProperty("code", out _), $"{(int)answer.StatusCode} {problem}");
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return problem.GetProperty("code").GetString();
    }
}

/// <summary>The program over a disk that fails when it is told to: a library that is loaded before the system's own stands between them.</summary>
public sealed class FaultyDisk : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-disk-");

    internal RegistryProcess Registry { get; private set; } = null!;

    private string Fault => Path.Combine(_folder.FullName, "fault");

    private string Data => Path.Combine(_folder.FullName, "data");

    public async Task InitializeAsync()
    {
        if (FaultyDiskTheoryAttribute.WhyNot is not null)
        {
            return;
        }

        var (source, library) = (Path.Combine(_folder.FullName, "fault.c"), Path.Combine(_folder.FullName, "fault.so"));
        await using (var code = typeof(FaultyDisk).Assembly.GetManifestResourceStream("disk-fault.c")!)
        await using (var file = File.Create(source))
        {
            await code.CopyToAsync(file);
        }

        using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]);
        await compiler.WaitForExitAsync();
        Assert.Equal(0, compiler.ExitCode);
        Directory.CreateDirectory(Data);
        Registry = await RegistryProcess.StartAsync(Data, new() { ["LD_PRELOAD"] = library, ["DISK_FAULT"] = Fault });
        (await Registry.Client.PostAsJsonAsync("/api/v1/models", new { name = "disk" })).EnsureSuccessStatusCode();
    }

    public Task DisposeAsync()
    {
        Registry?.Dispose();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>From now on the disk answers so; null: as it does by itself.</summary>
    public void Set(string? fault)
    {
        if (fault is null)
        {
            File.Delete(Fault);
        }
        else
        {
            File.WriteAllText(Fault, fault);
        }
    }

    /// <summary>A version to add files to; the disk is well from here on.</summary>
    public async Task<int> VersionAsync()
    {
        Set(null);
        using var answer = await Registry.Client.PostAsJsonAsync("/api/v1/models/disk/versions", new { });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32();
    }

    public Task<HttpResponseMessage> UploadAsync(int version, string path) => Registry.Client.PutAsync(
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/models/disk/versions/{version}/artifacts/{path}"), new ByteArrayContent(new byte[100_000]));

    public Task<JsonElement> FilesAsync(int version) => Registry.Client.GetFromJsonAsync<JsonElement>(
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/models/disk/versions/{version}/artifacts"));

    /// <summary>What a well disk takes: the upload, the seal, and nothing beside them.</summary>
    public async Task FinishAsync(int version)
    {
        using var upload = await UploadAsync(version, "weights.bin");
        upload.EnsureSuccessStatusCode();
        using var seal = await Registry.Client.PostAsJsonAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/models/disk/versions/{version}/seal"), new { });
        seal.EnsureSuccessStatusCode();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Data, "artifacts", "tmp")));
        Assert.All(Directory.EnumerateFiles(Path.Combine(Data, "artifacts", "sha256"), "*", SearchOption.AllDirectories),
            file => Assert.Equal(Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
    }

    public async Task<(bool Ready, bool Database, bool Files)> ReadyAsync()
    {
        using var stranger = new HttpClient { BaseAddress = Registry.Address }; // an account would be looked for in the database
        using var answer = await stranger.GetAsync("/health/ready");
        var ready = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (ready.GetProperty("ready").GetBoolean(), ready.GetProperty("database").GetBoolean(), ready.GetProperty("files").GetBoolean());
    }
}

/// <summary>A test that needs a library of its own under the program: on Linux, where a C compiler is.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaultyDiskTheoryAttribute : TheoryAttribute
{
    public FaultyDiskTheoryAttribute() => Skip = WhyNot;

    public static string? WhyNot { get; } = !OperatingSystem.IsLinux() ? "Only Linux takes a library that fails in the place of the disk."
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "cc"))) ? null
        : "The library that fails in the place of the disk is compiled, and there is no C compiler (cc) here.";
}

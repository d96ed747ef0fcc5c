using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Durability;

/// <summary>A file of any size passes through in constant memory.</summary>
[Trait(Support.Speed.Trait, Support.Speed.Slow)]
public sealed class TransferTests(ITestOutputHelper output) : IDisposable
{
    private const long MostGrowth = 100L << 20;
    private const string Version = "/api/v1/models/large/versions/1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-transfer-");

    [LinuxFact]
    public async Task A_large_file_goes_up_and_down_in_constant_memory()
    {
        var source = await WriteFileAsync(Soak.TransferBytes);
        using var registry = await RegistryProcess.StartAsync(_folder.CreateSubdirectory("data").FullName);
        await WarmUpAsync(registry.Client);
        var before = registry.ResetPeak();

        var copied = await TimeAsync(() => CopyAndSyncAsync(source.FullName, source.FullName + ".copy"));
        var up = await TimeAsync(() => UploadAsync(registry.Client, "weights.bin", source.FullName));
        var digest = "";
        var down = await TimeAsync(async () => digest = await DownloadAsync(registry.Client, "weights.bin"));

        var growth = registry.Peak() - before;
        output.WriteLine($"{source.Length >> 20} MB: upload {Speed(up)}, download {Speed(down)}, plain copy with fsync {Speed(copied)}; the server's memory "
            + $"grew by {growth >> 20} MB.");
        await using var sent = source.OpenRead();
        Assert.Equal(Convert.ToHexStringLower(await SHA256.HashDataAsync(sent)), digest);
        Assert.True(growth < MostGrowth, $"The server's memory grew by {growth >> 20} MB.");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<FileInfo> WriteFileAsync(long bytes)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, "source.bin"));
        var random = new Random(20260314);
        var block = new byte[1 << 20];
        await using var stream = file.Create();
        for (var written = 0L; written < bytes; written += block.Length)
        {
            random.NextBytes(block);
            await stream.WriteAsync(block);
        }

        await stream.FlushAsync();
        file.Refresh();
        return file;
    }

    /// <summary>The program's first requests compile it; that is not what is measured.</summary>
    private async Task WarmUpAsync(HttpClient client)
    {
        (await client.PostAsJsonAsync("/api/v1/models", new { name = "large" })).EnsureSuccessStatusCode();
        (await client.PostAsJsonAsync("/api/v1/models/large/versions", new { })).EnsureSuccessStatusCode();
        var small = Path.Combine(_folder.FullName, "small.bin");
        await File.WriteAllBytesAsync(small, new byte[8 << 20]);
        await UploadAsync(client, "small.bin", small);
        await DownloadAsync(client, "small.bin");
    }

    private static async Task UploadAsync(HttpClient client, string name, string file)
    {
        await using var content = File.OpenRead(file);
        (await client.PutAsync($"{Version}/artifacts/{name}", new StreamContent(content))).EnsureSuccessStatusCode();
    }

    private static async Task<string> DownloadAsync(HttpClient client, string name)
    {
        await using var content = await client.GetStreamAsync($"{Version}/artifacts/{name}");
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
    }

    private static async Task CopyAndSyncAsync(string from, string to)
    {
        await using var source = File.OpenRead(from);
        await using var target = File.Create(to);
        await source.CopyToAsync(target, 1 << 20);
        target.Flush(flushToDisk: true);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start);
    }

    private string Speed(TimeSpan took) => $"{(Soak.TransferBytes >> 20) / took.TotalSeconds:0} MB/s";
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ModelRegistry.Bench;

/// <summary>Measures a running, empty registry over HTTP: a large file up and down, reads by many clients at once, and resolving.</summary>
internal sealed class ServerBench : IDisposable
{
    private const int Clients = 16;

    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(10);

    private static readonly string[] ResolveScope = ["resolve"];

    private readonly HttpClient _client;

    public ServerBench(Uri address, string email, string password)
    {
        _client = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}:{password}")));
    }

    public async Task RunAsync(int megabytes)
    {
        var model = $"bench-{Guid.NewGuid():n}";
        (await _client.PostAsJsonAsync("/api/v1/models", new { name = model })).EnsureSuccessStatusCode();
        (await _client.PostAsJsonAsync($"/api/v1/models/{model}/versions", new { metrics = new[] { new { name = "accuracy", value = 0.97 } } }))
            .EnsureSuccessStatusCode();
        await TransferAsync($"/api/v1/models/{model}/versions/1/artifacts/weights.bin", megabytes);
        await ReadsAsync("version", $"/api/v1/models/{model}/versions/1");
        await ReadsAsync("model", $"/api/v1/models/{model}");
        await ReadsAsync("search", "/api/v1/models?filter=bench");
        await ResolveAsync(model);
    }

    public void Dispose() => _client.Dispose();

    private async Task ResolveAsync(string model)
    {
        (await _client.PostAsJsonAsync($"/api/v1/models/{model}/versions/1/seal", new { })).EnsureSuccessStatusCode();
        (await _client.PutAsJsonAsync($"/api/v1/models/{model}/aliases/champion", new { version = 1 })).EnsureSuccessStatusCode();
        using var made = await _client.PostAsJsonAsync("/api/v1/tokens", new { name = "bench", scopes = ResolveScope });
        var token = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        await new ResolveBench(_client.BaseAddress!, token).RunAsync($"{model}@champion");
    }

    private async Task TransferAsync(string address, int megabytes)
    {
        var (source, copy) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            await WriteRandomAsync(source, megabytes);
            var copied = await TimeAsync(() => CopyAndSyncAsync(source, copy));
            var up = await TimeAsync(async () =>
            {
                await using var content = File.OpenRead(source);
                (await _client.PutAsync(address, new StreamContent(content))).EnsureSuccessStatusCode();
            });
            var down = await TimeAsync(async () =>
            {
                await using var content = await _client.GetStreamAsync(address);
                await content.CopyToAsync(Stream.Null);
            });
            Console.WriteLine($"transfer   upload {megabytes / up:N0} MB/s, download {megabytes / down:N0} MB/s; plain copy with fsync "
                + $"{megabytes / copied:N0} MB/s ({megabytes} MB)");
        }
        finally
        {
            File.Delete(source);
            File.Delete(copy);
        }
    }

    private async Task ReadsAsync(string what, string address)
    {
        (await _client.GetAsync(address)).EnsureSuccessStatusCode();
        var start = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => ReadForAsync(address, start)));
        var all = times.SelectMany(list => list).Order().ToList();
        Console.WriteLine($"{what,-10} {all.Count / Stopwatch.GetElapsedTime(start).TotalSeconds,10:N0} reads/s by {Clients} clients, p50 "
            + $"{all[all.Count / 2]:0.0} ms, p99 {all[all.Count * 99 / 100]:0.0} ms");
    }

    private async Task<List<double>> ReadForAsync(string address, long start)
    {
        var times = new List<double>();
        while (Stopwatch.GetElapsedTime(start) < ReadTime)
        {
            var one = Stopwatch.GetTimestamp();
            await _client.GetByteArrayAsync(address);
            times.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }

        return times;
    }

    private static async Task WriteRandomAsync(string path, int megabytes)
    {
        var block = new byte[1 << 20];
        await using var file = File.Create(path);
        for (var i = 0; i < megabytes; i++)
        {
            Random.Shared.NextBytes(block);
            await file.WriteAsync(block);
        }
    }

    private static async Task CopyAndSyncAsync(string from, string to)
    {
        await using var source = File.OpenRead(from);
        await using var target = File.Create(to);
        await source.CopyToAsync(target, 1 << 20);
        target.Flush(flushToDisk: true);
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ModelRegistry.Bench;

/// <summary>
/// Measures changes of a running, empty registry over HTTP, and beside them how many bare rows SQLite commits a second with synchronous=FULL
/// in a folder of the same disk: what a change may cost is told as a share of that.
/// </summary>
internal sealed class WritesBench : IDisposable
{
    private const int Clients = 16;
    private const int Versions = 200;

    private static readonly TimeSpan For = TimeSpan.FromSeconds(6);

    private static readonly string[] Scopes = ["read", "register", "promote", "log", "check"];

    private readonly HttpClient _client;
    private readonly string _folder;

    public WritesBench(Uri address, string email, string password, string folder)
    {
        _folder = folder;
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2 * Clients }) { BaseAddress = address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}:{password}")));
    }

    public async Task RunAsync()
    {
        using var made = await _client.PostAsJsonAsync("/api/v1/tokens", new { name = "bench", scopes = Scopes });
        var token = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var model = $"/api/v1/models/bench-{Guid.NewGuid():n}";
        (await _client.PostAsJsonAsync("/api/v1/models", new { name = model.Split('/')[^1] })).EnsureSuccessStatusCode();
        Bare();
        await TimeAsync("seal, 1", 1, i => RegisterAsync(model, i));
        for (var i = 0; i < Versions; i++)
        {
            await RegisterAsync(model, -1 - i);
        }

        string Any() => (1 + Random.Shared.Next(Versions)).ToString(CultureInfo.InvariantCulture);
        await TimeAsync("alias", Clients, i => OkAsync(_client.PutAsync($"{model}/aliases/al{i % 10}", Json($"{{\"version\":{Any()}}}"))));
        await TimeAsync("tag", Clients, i => OkAsync(_client.PatchAsync($"{model}/versions/{Any()}", Json($"{{\"tags\":{{\"k{i % 20}\":\"{i}\"}}}}"))));
        await TimeAsync("create", Clients, i => OkAsync(_client.PostAsync($"{model}/versions", Json("""{"tags":{"k":"v"}}"""))));
        await TimeAsync("version", Clients, i => OkAsync(_client.GetAsync($"{model}/versions/{Any()}")));
        await TimeAsync("model", Clients, i => OkAsync(_client.GetAsync(model)));
        Bare();
    }

    public void Dispose() => _client.Dispose();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task OkAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task RegisterAsync(string model, int content)
    {
        using var made = await _client.PostAsync($"{model}/versions", Json("{}"));
        var number = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("number").GetInt32();
        await OkAsync(_client.PutAsync($"{model}/versions/{number}/artifacts/model.bin", new ByteArrayContent(Encoding.UTF8.GetBytes($"weights {content}"))));
        await OkAsync(_client.PostAsync($"{model}/versions/{number}/seal", Json("{}")));
    }

    private static async Task TimeAsync(string what, int clients, Func<int, Task> call)
    {
        await call(0);
        var (next, failed, start) = (0, 0, Stopwatch.GetTimestamp());
        var times = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < For)
            {
                var one = Stopwatch.GetTimestamp();
                try
                {
                    await call(Interlocked.Increment(ref next));
                    mine.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
                }
                catch (HttpRequestException)
                {
                    Interlocked.Increment(ref failed);
                }
            }

            return mine;
        })));
        var all = times.SelectMany(list => list).Order().ToList();
        Console.WriteLine($"{what,-10} {all.Count / Stopwatch.GetElapsedTime(start).TotalSeconds,10:N0}/s by {clients} clients, p50 "
            + $"{all[all.Count / 2]:0.0} ms, p99 {all[all.Count * 99 / 100]:0.0} ms, {failed} failed");
    }

    private void Bare()
    {
        var file = Path.Combine(_folder, $"bare-{Guid.NewGuid():n}.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, "PRAGMA synchronous=FULL");
            Execute(connection, "CREATE TABLE T (Id INTEGER PRIMARY KEY, Text TEXT)");
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO T (Text) VALUES ('one row')";
            var (rows, start) = (0, Stopwatch.GetTimestamp());
            for (; Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3); rows++)
            {
                insert.ExecuteNonQuery();
            }

            Console.WriteLine($"bare       {rows / Stopwatch.GetElapsedTime(start).TotalSeconds,10:N0} commits/s of one row, synchronous=FULL");
        }

        foreach (var left in Directory.GetFiles(_folder, Path.GetFileName(file) + "*"))
        {
            File.Delete(left);
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteScalar();
    }
}

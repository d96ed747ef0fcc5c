using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Durability;

/// <summary>
/// The program is killed while rollbacks of several models are under way, as soon as some of them were answered: each is whole or not
/// there, no reader ever found a stage empty, what lies on disk verifies before the next start, and the same call again gets the same answer.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class RollbackCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 6;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("registry-crash-");
    private readonly List<Pending> _pending = [];
    private int _acknowledged;
    private int _reads;

    [Fact]
    public async Task A_rollback_is_whole_or_not_there_and_can_be_sent_again()
    {
        var random = new Random(20260314);
        for (var round = 0; round < Soak.RollbackKills; round++)
        {
            using (var registry = await RegistryProcess.StartAsync(_data.FullName))
            {
                await (round == 0 ? PrepareAsync(registry) : RequireWholeAsync(registry));
                await KillWhileRollingBackAsync(registry, random.Next(1, AtOnce));
            }

            var report = await InstallationCheck.RunAsync(RegistrySettings.Sqlite(_data.FullName), quick: false, TextWriter.Null, TimeProvider.System, default);
            Assert.Empty(report.Findings);
        }

        using var last = await RegistryProcess.StartAsync(_data.FullName);
        await RequireWholeAsync(last);
        output.WriteLine($"{Soak.RollbackKills} kills, {_reads} reads; {_acknowledged} of {Soak.RollbackKills * AtOnce} rollbacks were acknowledged before.");
    }

    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>Models in whose staging two versions were, one after the other, both approved.</summary>
    private async Task PrepareAsync(RegistryProcess registry)
    {
        foreach (var (name, role) in new[] { ("scientist", "DataScientist"), ("reviewer", "Reviewer"), ("operator", "Operator") })
        {
            await PostAsync(registry.Client, "/api/v1/users", new { email = $"{name}@example.test", password = Given.Password, roles = new[] { role } });
        }

        using var scientist = await registry.SignInAsync("scientist@example.test");
        using var reviewer = await registry.SignInAsync("reviewer@example.test");
        for (var i = 0; i < AtOnce; i++)
        {
            var pending = new Pending(string.Create(CultureInfo.InvariantCulture, $"crash-{i}"));
            await PostAsync(scientist, "/api/v1/models", new { name = pending.Model });
            await PromoteAsync(scientist, reviewer, pending.Model, 1);
            await PromoteAsync(scientist, reviewer, pending.Model, 2);
            _pending.Add(pending);
        }
    }

    private static async Task PromoteAsync(HttpClient scientist, HttpClient reviewer, string model, int version)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"/api/v1/models/{model}/versions/{version}");
        await PostAsync(scientist, $"/api/v1/models/{model}/versions", new { });
        (await scientist.PutAsync($"{address}/artifacts/model.bin", new StringContent($"{model} {version}"))).EnsureSuccessStatusCode();
        await PostAsync(scientist, $"{address}/seal", new { });
        var request = await PostAsync(scientist, $"/api/v1/models/{model}/stages/staging/requests", new { version });
        await PostAsync(reviewer, $"/api/v1/requests/{request.GetProperty("id").GetInt64()}/reviews",
            new { decision = "approve", subject = request.GetProperty("subject").GetString() });
    }

    private async Task KillWhileRollingBackAsync(RegistryProcess registry, int answers)
    {
        using var onCall = await registry.SignInAsync("operator@example.test");
        var fuse = new Fuse(answers, registry.Kill);
        _pending.ForEach(pending => pending.Begin());
        var readers = _pending.Take(2).Select(pending => ReadAsync(registry, pending)).ToList();
        await Task.WhenAll(_pending.Select(pending => RollBackAsync(onCall, pending, fuse)));
        await Task.WhenAll(readers);
        Assert.True(fuse.HasBurnt);
    }

    private static async Task RollBackAsync(HttpClient onCall, Pending pending, Fuse fuse)
    {
        try
        {
            using var answer = await SendAsync(onCall, pending);
            pending.Answer = await answer.Content.ReadAsStringAsync();
            fuse.Step();
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException)
        {
            // The kill came before the answer.
        }
    }

    /// <summary>Until the server is gone it says one of the two versions, never that there is none.</summary>
    private async Task ReadAsync(RegistryProcess registry, Pending pending)
    {
        try
        {
            while (true)
            {
                using var answer = await registry.Client.GetAsync($"/api/v1/resolve/{pending.Model}@staging");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.InRange((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetInt32(), 1, 2);
                Interlocked.Increment(ref _reads);
            }
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException)
        {
            // The kill.
        }
    }

    private async Task RequireWholeAsync(RegistryProcess registry)
    {
        using var onCall = await registry.SignInAsync("operator@example.test");
        foreach (var pending in _pending)
        {
            var done = await OccupantAsync(registry, pending.Model) == pending.To;
            Assert.Equal((await RollbacksAsync(registry, pending.Model), await MovesAsync(registry, pending.Model)),
                (pending.Rounds - (done ? 0 : 1), 2 + pending.Rounds - (done ? 0 : 1)));
            Assert.True(done || pending.Answer is null, "An acknowledged rollback is gone.");
            _acknowledged += pending.Answer is null ? 0 : 1;

            using var again = await SendAsync(onCall, pending);
            var text = await again.Content.ReadAsStringAsync();
            Assert.Equal(done, again.Headers.Contains("Idempotent-Replayed"));
            Assert.Equal(pending.Answer ?? text, text);
            Assert.Equal(pending.To, await OccupantAsync(registry, pending.Model));
        }
    }

    private static Task<int> RollbacksAsync(RegistryProcess registry, string model) => CountAsync(registry, model, "rollback.executed");

    private static Task<int> MovesAsync(RegistryProcess registry, string model) => CountAsync(registry, model, "slot.moved");

    private static async Task<int> CountAsync(RegistryProcess registry, string model, string action) =>
        (await registry.Client.GetFromJsonAsync<JsonElement>($"/api/v1/audit?model={model}&action={action}&pageSize=200")).GetProperty("items")
            .GetArrayLength();

    private static async Task<int> OccupantAsync(RegistryProcess registry, string model) =>
        (await registry.Client.GetFromJsonAsync<JsonElement>($"/api/v1/resolve/{model}@staging")).GetProperty("version").GetInt32();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient onCall, Pending pending)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/models/{pending.Model}/slots/staging/rollback")
        {
            Content = JsonContent.Create(new { toVersion = pending.To, expectedOccupant = pending.From, reason = "Error rate rose", quarantine = false }),
        };
        call.Headers.Add("Idempotency-Key", $"{pending.Model}-{pending.Rounds}");
        var answer = await onCall.SendAsync(call);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return answer;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The rollback of one model in this round: to and fro between its two versions.</summary>
    private sealed class Pending(string model)
    {
        public string Model => model;

        public int Rounds { get; private set; }

        public int From { get; private set; } = 1;

        public int To { get; private set; } = 2;

        /// <summary>What was answered before the kill; null when nothing came.</summary>
        public string? Answer { get; set; }

        public void Begin() => (Rounds, From, To, Answer) = (Rounds + 1, To, From, null);
    }
}

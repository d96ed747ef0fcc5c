using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Durability;

/// <summary>
/// The program is killed while approvals that complete their quorum are under way, as soon as some of them were answered:
/// never approved without audit, never live without approval, and the same call again gets the same answer.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class ApprovalCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 6;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("registry-crash-");
    private int _acknowledged;

    [Fact]
    public async Task An_approval_is_whole_or_not_there_and_can_be_sent_again()
    {
        var random = new Random(20260314);
        for (var round = 0; round < Soak.ApprovalKills; round++)
        {
            List<Pending> pending;
            using (var registry = await RegistryProcess.StartAsync(_data.FullName))
            {
                await (round == 0 ? AddPeopleAsync(registry.Client) : Task.CompletedTask);
                pending = await PrepareAsync(registry, round);
                await KillWhileApprovingAsync(registry, pending, random.Next(1, AtOnce));
            }

            using var again = await RegistryProcess.StartAsync(_data.FullName);
            foreach (var request in pending)
            {
                await RequireWholeAsync(again, request);
            }
        }

        output.WriteLine($"{Soak.ApprovalKills} kills; {_acknowledged} of {Soak.ApprovalKills * AtOnce} approvals were acknowledged before.");
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task AddPeopleAsync(HttpClient admin)
    {
        await PostAsync(admin, "/api/v1/users", new { email = "scientist@example.test", password = Given.Password, roles = new[] { "DataScientist" } });
        await PostAsync(admin, "/api/v1/users", new { email = "reviewer@example.test", password = Given.Password, roles = new[] { "Reviewer" } });
    }

    /// <summary>A model of its own for each request, so that none supersedes or changes another.</summary>
    private static async Task<List<Pending>> PrepareAsync(RegistryProcess registry, int round)
    {
        using var scientist = await registry.SignInAsync("scientist@example.test");
        List<Pending> pending = [];
        for (var i = 0; i < AtOnce; i++)
        {
            var model = string.Create(CultureInfo.InvariantCulture, $"crash-{round}-{i}");
            await PostAsync(scientist, "/api/v1/models", new { name = model });
            await PostAsync(scientist, $"/api/v1/models/{model}/versions", new { });
            (await scientist.PutAsync($"/api/v1/models/{model}/versions/1/artifacts/model.bin", new StringContent(model))).EnsureSuccessStatusCode();
            await PostAsync(scientist, $"/api/v1/models/{model}/versions/1/seal", new { });
            var request = await PostAsync(scientist, $"/api/v1/models/{model}/stages/staging/requests", new { version = 1 });
            pending.Add(new Pending(model, request.GetProperty("id").GetInt64(), request.GetProperty("subject").GetString()!));
        }

        return pending;
    }

    private static async Task KillWhileApprovingAsync(RegistryProcess registry, List<Pending> pending, int answers)
    {
        using var reviewer = await registry.SignInAsync("reviewer@example.test");
        var fuse = new Fuse(answers, registry.Kill);
        await Task.WhenAll(pending.Select(request => ApproveAsync(reviewer, request, fuse)));
        Assert.True(fuse.HasBurnt);
    }

    private static async Task ApproveAsync(HttpClient reviewer, Pending request, Fuse fuse)
    {
        try
        {
            using var answer = await SendAsync(reviewer, request);
            request.Answer = await answer.Content.ReadAsStringAsync();
            fuse.Step();
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException)
        {
            // The kill came before the answer.
        }
    }

    private async Task RequireWholeAsync(RegistryProcess registry, Pending pending)
    {
        var state = (await registry.Client.GetFromJsonAsync<JsonElement>($"/api/v1/requests/{pending.Id}")).GetProperty("state").GetString();
        var events = (await registry.Client.GetFromJsonAsync<JsonElement>($"/api/v1/audit?model={pending.Model}&pageSize=200")).GetProperty("items")
            .EnumerateArray()
            .Select(entry => entry.GetProperty("action").GetString()).Where(action => action is "request.reviewed" or "request.executed" or "slot.moved")
                .ToList();
        var done = state == "executed";
        Assert.True(done || state == "open", state);
        Assert.Equal(done ? ["slot.moved", "request.executed", "request.reviewed"] : [], events);
        Assert.Equal(done ? 1 : null, await OccupantAsync(registry, pending.Model));
        Assert.True(done || pending.Answer is null, "An acknowledged approval is gone.");
        _acknowledged += pending.Answer is null ? 0 : 1;

        using var reviewer = await registry.SignInAsync("reviewer@example.test");
        using var again = await SendAsync(reviewer, pending);
        var text = await again.Content.ReadAsStringAsync();
        Assert.Equal(done, again.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("executed", JsonDocument.Parse(text).RootElement.GetProperty("state").GetString());
        Assert.Equal(pending.Answer ?? text, text);
        Assert.Equal(1, await OccupantAsync(registry, pending.Model));
    }

    private static async Task<int?> OccupantAsync(RegistryProcess registry, string model)
    {
        var staging = (await registry.Client.GetFromJsonAsync<JsonElement>($"/api/v1/models/{model}/slots")).EnumerateArray()
            .Single(slot => slot.GetProperty("slot").GetString() == "staging").GetProperty("version");
        return staging.ValueKind == JsonValueKind.Null ? null : staging.GetInt32();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient reviewer, Pending request)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post,
            $"/api/v1/requests/{request.Id}/reviews")
        { Content = JsonContent.Create(new { decision = "approve", subject = request.Subject }) };
        call.Headers.Add("Idempotency-Key", request.Model);
        var answer = await reviewer.SendAsync(call);
        answer.EnsureSuccessStatusCode();
        return answer;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string address, object body)
    {
        using var answer = await client.PostAsJsonAsync(address, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed record Pending(string Model, long Id, string Subject)
    {
        /// <summary>What the reviewer was answered before the kill; null when nothing came.</summary>
        public string? Answer { get; set; }
    }
}

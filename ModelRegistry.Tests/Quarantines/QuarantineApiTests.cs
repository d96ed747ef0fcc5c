using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>Quarantine through the API: the shapes of design section 6.1, and what a script can tell apart.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class QuarantineApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _model = RegistryApp.NewName("held");
    private Actor _scientist = null!;
    private HttpClient _reviewer = null!;

    private string Version => $"/api/v1/models/{_model}/versions/1";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await app.AModelAsync(_scientist, _model);
        await app.ASealedVersionAsync(_scientist, _model, content: _model);
        _reviewer = await app.ClientAs(Roles.Reviewer);
    }

    public Task DisposeAsync()
    {
        _reviewer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Set_listed_and_released_it_has_one_shape()
    {
        var set = await ReadAsync(await PostAsync($"{Version}/quarantine", """{"reason":"Latency."}"""));

        Assert.Equal(["id", "model", "version", "digest", "reason", "by", "at", "rollbackId", "releasedAt", "releasedBy", "releaseReason"],
            set.EnumerateObject().Select(member => member.Name));
        Assert.Equal((_model, 1, JsonValueKind.Null, JsonValueKind.Null),
            (set.GetProperty("model").GetString(), set.GetProperty("version")
                .GetInt32(), set.GetProperty("rollbackId").ValueKind, set.GetProperty("releasedAt").ValueKind));
        Assert.True((await ReadAsync(await _reviewer.GetAsync(Version))).GetProperty("quarantined").GetBoolean());
        Assert.Contains(await ListAsync(""), found => found.GetProperty("id").GetInt64() == set.GetProperty("id").GetInt64());

        var released = Assert.Single((await ReadAsync(await PostAsync($"{Version}/release", """{"reason":"Not ours."}"""))).GetProperty("items")
            .EnumerateArray().ToList());

        Assert.Equal(("Not ours.", set.GetProperty("id").GetInt64()),
            (released.GetProperty("releaseReason").GetString(), released.GetProperty("id").GetInt64()));
        Assert.DoesNotContain(await ListAsync(""), found => found.GetProperty("model").GetString() == _model);
        Assert.Contains(await ListAsync("?all=true"), found => found.GetProperty("model").GetString() == _model);
    }

    [Fact]
    public async Task A_pipeline_gets_a_conflict_whose_code_says_quarantined()
    {
        await PostAsync($"{Version}/quarantine", """{"reason":"Latency."}""");
        using var pipeline = app.ClientWith(await app.TokenAsync(_scientist, [Scopes.Promote]));

        var answer = await pipeline.PostAsync($"/api/v1/models/{_model}/stages/staging/requests",
            new StringContent("""{"version":1}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("version_quarantined", (await ReadAsync(answer)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("{}", "reason")]
    [InlineData("""{"reason":""}""", "reason")]
    [InlineData("""{"reason":null}""", "reason")]
    [InlineData("""{"reason":7}""", "reason")]
    [InlineData("""{"reason":"Latency.","version":3}""", "version")]
    public async Task A_body_that_is_wrong_names_its_field(string body, string field)
    {
        foreach (var route in new[] { "quarantine", "release" })
        {
            var answer = await PostAsync($"{Version}/{route}", body);

            Assert.InRange((int)answer.StatusCode, 400, 422);
            Assert.Equal(field, (await ReadAsync(answer)).GetProperty("field").GetString());
        }
    }

    [Fact]
    public async Task With_a_key_it_happens_once()
    {
        var first = await PostAsync($"{Version}/quarantine", """{"reason":"Latency."}""", key: "one");
        var second = await PostAsync($"{Version}/quarantine", """{"reason":"Latency."}""", key: "one");
        var third = await PostAsync($"{Version}/quarantine", """{"reason":"Latency."}""", key: "two");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (second.StatusCode, third.StatusCode));
        Assert.Equal("already_quarantined", (await ReadAsync(third)).GetProperty("code").GetString());
    }

    private async Task<HttpResponseMessage> PostAsync(string address, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _reviewer.SendAsync(request);
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string query) =>
        [.. (await ReadAsync(await _reviewer.GetAsync($"/api/v1/quarantines{query}"))).GetProperty("items").EnumerateArray()];

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}

using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class RetirementApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _model = RegistryApp.NewName("retiring");
    private Actor _scientist = null!;
    private Actor _admin = null!;
    private HttpClient _mine = null!;
    private HttpClient _admins = null!;

    private string Model => $"/api/v1/models/{_model}";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("retiring", Roles.DataScientist);
        _admin = await app.PersonAsync("emptying", Roles.Admin);
        (_mine, _admins) = (app.ClientAs(_scientist), app.ClientAs(_admin));
        await app.AModelAsync(_scientist, _model);
        await app.ASealedVersionAsync(_scientist, _model, content: $"{_model} 1");
        await app.ASealedVersionAsync(_scientist, _model, content: $"{_model} 2");
    }

    public Task DisposeAsync()
    {
        _mine.Dispose();
        _admins.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_archived_version_is_listed_when_it_is_asked_for()
    {
        var archived = await _mine.OkAsync("POST", $"{Model}/versions/2/archive", """{"reason":"Superseded."}""");

        Assert.True((bool)archived["archived"]!);
        Assert.Equal([1], Numbers(await _mine.OkAsync("GET", $"{Model}/versions")));
        Assert.Equal([2, 1], Numbers(await _mine.OkAsync("GET", $"{Model}/versions?archived=true")));
        Assert.Equal([1], Numbers(await _mine.OkAsync("GET", $"{Model}/versions?archived=false")));
        Assert.False((bool)(await _mine.OkAsync("POST", $"{Model}/versions/2/unarchive"))["archived"]!);
    }

    [Fact]
    public async Task A_deleted_version_is_404_until_it_is_restored()
    {
        using var gone = await _mine.DeleteAsync($"{Model}/versions/2?reason=A%20slip.");
        Assert.Equal(System.Net.HttpStatusCode.NoContent, gone.StatusCode);

        foreach (var address in new[] { "", "/artifacts", "/artifacts/model/model.pkl", "/checks", "/metrics/loss/history" })
        {
            using var answer = await _admins.GetAsync($"{Model}/versions/2{address}");
            await answer.ProblemAsync(404, "version_not_found");
        }

        var entry = (await _admins.OkAsync("GET", "/api/v1/bin?pageSize=200")).Items().Single(found => found.Text("model") == _model);
        Assert.Equal((2, "A slip.", _scientist.Name), ((int)entry["version"]!, entry.Text("reason"), entry.Text("deletedBy")));
        Assert.Equal(2, (int)(await _mine.OkAsync("POST", $"{Model}/versions/2/restore"))["number"]!);
    }

    [Fact]
    public async Task A_refusal_names_the_slot()
    {
        await _mine.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":1}""");

        foreach (var (method, address, body) in new[] { ("POST", "/versions/1/archive", null), ("DELETE", "/versions/1", null),
            ("POST", "/versions/1/purge", """{"reason":"x"}""") })
        {
            using var answer = await _admins.SendAsync(method, Model + address, body);
            Assert.Contains("v1 is in champion now", (await answer.ProblemAsync(409, "version_in_slot")).Text("detail"), StringComparison.Ordinal);
        }

        using var model = await _mine.DeleteAsync(Model);
        Assert.Contains("champion (v1)", (await model.ProblemAsync(409, "model_in_use")).Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hold_purge_and_the_bin_have_the_shape_of_the_contract()
    {
        var held = await _admins.OkAsync("POST", $"{Model}/versions/1/hold", """{"reason":"A claim."}""");
        await _admins.OkAsync("POST", $"{Model}/versions/1/unhold");
        var purged = await _admins.OkAsync("POST", $"{Model}/versions/1/purge", """{"reason":"Personal data."}""");

        Assert.Equal((_admin.Name, "A claim."), (held["hold"]!.Text("by"), held["hold"]!.Text("reason")));
        Assert.Equal(["model", "version", "label", "digest", "deletedAt", "deletedBy", "reason", "purgedAt", "files", "bytes", "modelDeleted"],
            purged.AsObject().Select(member => member.Key));
        Assert.Null((await _mine.OkAsync("GET", $"{Model}/versions/2"))["hold"]);
    }

    [Fact]
    public async Task A_deleted_model_resolves_no_more_and_comes_back()
    {
        await _mine.OkAsync("PUT", $"{Model}/aliases/champion", """{"version":1}""");
        await _mine.OkAsync("GET", $"/api/v1/resolve/{_model}@champion");
        await _mine.OkAsync("DELETE", $"{Model}/aliases/champion");
        using (var gone = await _mine.DeleteAsync($"{Model}?reason=Unused."))
        {
            Assert.Equal(System.Net.HttpStatusCode.NoContent, gone.StatusCode);
        }

        foreach (var address in new[] { Model, $"{Model}/versions", $"{Model}/slots", $"/api/v1/resolve/{_model}@champion", $"{Model}/compare?versions=1,2" })
        {
            using var answer = await _admins.GetAsync(address);
            await answer.ProblemAsync(404, "model_not_found");
        }

        Assert.Equal(_model, (await _mine.OkAsync("POST", $"{Model}/restore", "{}")).Text("name"));
    }

    [Theory]
    [InlineData("DELETE", "/versions/2", null)]
    [InlineData("POST", "/versions/2/archive", null)]
    [InlineData("POST", "/versions/2/purge", """{"reason":"x"}""")]
    [InlineData("POST", "/versions/2/hold", """{"reason":"x"}""")]
    [InlineData("DELETE", "", null)]
    public async Task The_same_call_with_the_same_key_happens_once(string method, string address, string? body)
    {
        var first = await KeyedAsync(method, Model + address, body);
        var again = await KeyedAsync(method, Model + address, body);

        Assert.True(first.IsSuccessStatusCode, $"{first.StatusCode}");
        Assert.Equal((first.StatusCode, await first.Content.ReadAsStringAsync()), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
    }

    [Fact]
    public async Task A_sweep_tells_what_it_found()
    {
        var dry = await _admins.OkAsync("POST", "/api/v1/store/sweep?dryRun=true");
        var swept = await _admins.OkAsync("POST", "/api/v1/store/sweep");

        Assert.Equal((true, false), ((bool)dry["dryRun"]!, (bool)swept["dryRun"]!));
        Assert.True((long)swept["files"]! >= 2);
        Assert.Equal(0, (long)swept["removedFiles"]!);
        using var again = await KeyedAsync("POST", "/api/v1/store/sweep", null);
        Assert.True(again.IsSuccessStatusCode);
    }

    private async Task<HttpResponseMessage> KeyedAsync(string method, string address, string? body)
    {
        using var call = new HttpRequestMessage(new HttpMethod(method), address) { Content = body is null ? null : Json.Body(body) };
        call.Headers.Add("Idempotency-Key", $"once {_model}");
        return await _admins.SendAsync(call);
    }

    private static IEnumerable<int> Numbers(JsonNode page) => page.Items().Select(version => (int)version["number"]!);
}

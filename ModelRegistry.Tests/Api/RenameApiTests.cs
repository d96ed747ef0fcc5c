using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>A former name over HTTP: reads answer with the model and its present address, changes with 409.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RenameApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _former = RegistryApp.NewName("former");
    private readonly string _name = RegistryApp.NewName("present one");
    private HttpClient _mine = null!;

    private string Former => $"/api/v1/models/{_former}";

    private string Present => $"/api/v1/models/{Uri.EscapeDataString(_name)}";

    public async Task InitializeAsync()
    {
        var scientist = await app.PersonAsync("renaming", Roles.DataScientist);
        _mine = app.ClientAs(scientist);
        await app.AModelAsync(scientist, _former);
        await app.ASealedVersionAsync(scientist, _former, content: _former);
        await _mine.OkAsync("PUT", $"{Former}/aliases/champion", """{"version":1}""");
        var renamed = await _mine.OkAsync("PATCH", Former, $$"""{"name":"{{_name}}"}""");
        Assert.Equal(_name, renamed.Text("name"));
    }

    public Task DisposeAsync()
    {
        _mine.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("/versions?pageSize=5")]
    [InlineData("/versions/1")]
    [InlineData("/versions/1/artifacts/model/model.pkl")]
    public async Task A_read_names_the_present_address(string rest)
    {
        using var answer = await _mine.GetAsync(Former + rest);
        using var direct = await _mine.GetAsync(Present + rest);

        answer.EnsureSuccessStatusCode();
        Assert.Equal($"<{Present}{rest}>; rel=\"canonical\"", Assert.Single(answer.Headers.GetValues("Link")));
        Assert.Equal(await direct.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        Assert.False(direct.Headers.Contains("Link"));
    }

    [Fact]
    public async Task Resolve_names_the_present_address()
    {
        using var answer = await _mine.GetAsync($"/api/v1/resolve/{_former}@champion");

        Assert.Equal($"</api/v1/resolve/{Uri.EscapeDataString(_name)}@champion>; rel=\"canonical\"", Assert.Single(answer.Headers.GetValues("Link")));
    }

    [Fact]
    public async Task A_host_goes_on_under_the_former_name_with_its_token()
    {
        var scientist = await app.PersonAsync("hosting", Roles.DataScientist);
        var token = await app.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Resolve]), scientist, default);
        using var host = app.Client(new AuthenticationHeaderValue("Bearer", token.Token));

        foreach (var _ in new[] { "read", "from memory" })
        {
            using var answer = await host.GetAsync($"/api/v1/resolve/{_former.ToUpperInvariant()}@champion");
            Assert.Equal(_name, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.Text("model"));
            Assert.Single(answer.Headers.GetValues("Link"));
        }
    }

    [Theory]
    [InlineData("""{"name":""}""", 422, "field_required")]
    [InlineData("""{"name":"a/b"}""", 422, "model_name_invalid")]
    [InlineData("""{"name":"x","description":"y"}""", 422, "rename_alone")]
    [InlineData("""{"reason":"Because."}""", 422, "field_required")]
    public async Task A_wrong_rename_names_what_is_wrong(string body, int status, string code)
    {
        using var answer = await _mine.SendAsync("PATCH", Present, body);

        var problem = await answer.ProblemAsync(status, code);
        Assert.Equal(_name, (await _mine.OkAsync("GET", Present)).Text("name"));
        Assert.NotNull(problem.Text("detail"));
    }

    [Fact]
    public async Task A_taken_name_is_409()
    {
        var other = RegistryApp.NewName("other");
        await _mine.OkAsync("POST", "/api/v1/models", $$"""{"name":"{{other}}"}""");

        using var answer = await _mine.SendAsync("PATCH", Present, $$"""{"name":"{{other.ToUpperInvariant()}}"}""");

        await answer.ProblemAsync(409, "model_name_taken");
    }

    [Fact]
    public async Task A_change_is_409_with_the_present_name()
    {
        using var answer = await _mine.PatchAsync(Former, new StringContent("""{"description":"x"}""", System.Text.Encoding.UTF8, "application/json"));

        var problem = await answer.ProblemAsync(409, "model_renamed");
        Assert.Equal(_name, problem.Text("name"));
    }
}

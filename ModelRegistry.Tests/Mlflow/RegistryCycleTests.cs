using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>What MLflow's clients do with models and versions, over HTTP.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RegistryCycleTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _name = RegistryApp.NewName("mlflow-cycle");
    private Actor _scientist = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        _client = app.ClientAs(_scientist);
        await _client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{_name}}","description":"d","tags":[{"key":"team","value":"risk"}]}""");
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_model_is_created_read_described_tagged_renamed_and_deleted()
    {
        var created = await ModelAsync();
        await _client.RpcOkAsync("POST", "registered-models/set-tag", $$"""{"name":"{{_name}}","key":"cost","value":"5"}""");
        await _client.RpcOkAsync("POST", "registered-models/set-tag", $$"""{"name":"{{_name}}","key":"empty"}""");
        await _client.RpcOkAsync("DELETE", "registered-models/delete-tag", $$"""{"name":"{{_name}}","key":"team"}""");
        await _client.RpcOkAsync("DELETE", "registered-models/delete-tag", $$"""{"name":"{{_name}}","key":"unknown"}""");
        var cleared = await _client.RpcOkAsync("PATCH", "registered-models/update", $$"""{"name":"{{_name}}"}""");
        var renamed = await _client.RpcOkAsync("POST", "registered-models/rename", $$"""{"name":"{{_name}}","new_name":"{{_name}}-x"}""");
        var nothing = await _client.RpcOkAsync("DELETE", "registered-models/delete", $$"""{"name":"{{_name}}-x"}""");

        Assert.Equal("d", created.Text("description"));
        Assert.Equal(_scientist.Name, created.Text("user_id"));
        Assert.Equal("""[{"key":"team","value":"risk"}]""", created["tags"]!.ToJsonString());
        Assert.Null(created["aliases"]);
        Assert.Null(created["latest_versions"]);
        Assert.True((long)created["creation_timestamp"]! > 1_700_000_000_000);
        Assert.Null(cleared["registered_model"]!["description"]);
        Assert.Equal("""[{"key":"cost","value":"5"},{"key":"empty","value":""}]""", cleared["registered_model"]!["tags"]!.ToJsonString());
        Assert.Equal($"{_name}-x", renamed["registered_model"]!.Text("name"));
        Assert.Empty(nothing.AsObject());
        var sentence = await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET", "registered-models/get", $"name={_name}-x");
        Assert.StartsWith($"Registered Model with name={_name}-x not found", sentence, StringComparison.Ordinal);
    }

    [Fact] // C19
    public async Task Of_many_who_create_one_model_one_does_and_the_others_hear_that_it_exists()
    {
        var name = RegistryApp.NewName("fresh");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            _client.RpcAsync("POST", "registered-models/create", $$"""{"name":"{{name}}"}""")));

        Assert.Single(answers, answer => (int)answer.StatusCode == 200);
        foreach (var answer in answers.Where(answer => (int)answer.StatusCode != 200))
        {
            Assert.Contains("already exists", await answer.FaultAsync(400, "RESOURCE_ALREADY_EXISTS"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_version_is_read_described_and_tagged()
    {
        await VersionsAsync(1);
        await _client.RpcOkAsync("POST", "model-versions/set-tag", $$"""{"name":"{{_name}}","version":"1","key":"k","value":"v"}""");
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "model-versions/set-tag",
            $$"""{"name":"{{_name}}","version":"1","key":"k","value":null}""");

        var described = await _client.RpcOkAsync("PATCH", "model-versions/update", $$"""{"name":"{{_name}}","version":"1","description":"words"}""");
        await _client.RpcOkAsync("DELETE", "model-versions/delete-tag", $$"""{"name":"{{_name}}","version":"1","key":"unknown"}""");

        var version = described["model_version"]!;
        Assert.Equal("1", version.Text("version"));
        Assert.Equal("READY", version.Text("status"));
        Assert.Equal("None", version.Text("current_stage"));
        Assert.Equal("words", version.Text("description"));
        Assert.Equal("""[{"key":"k","value":"v"}]""", version["tags"]!.ToJsonString());
        Assert.Contains("text in quotes", await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "PATCH", "model-versions/update",
            $$"""{"name":"{{_name}}","version":1}"""), StringComparison.Ordinal);
        Assert.Contains($"Model Version (name={_name}, version=9) not found", await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET",
            "model-versions/get", $"name={_name}&version=9"), StringComparison.Ordinal);
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", "model-versions/get", $"name={_name}&version=x");
    }

    [Fact] // C55
    public async Task Aliases_are_set_moved_read_and_taken_away()
    {
        await VersionsAsync(2);
        await SetAliasAsync("Champion", 1);
        await SetAliasAsync("v1a", 1);
        await SetAliasAsync("Champion", 2);

        Assert.Equal("2", await AliasAsync("Champion"));
        Assert.Equal("2", await AliasAsync("latest"));
        Assert.Equal("""[{"alias":"Champion","version":"2"},{"alias":"v1a","version":"1"}]""", (await ModelAsync())["aliases"]!.ToJsonString());
        Assert.Equal("""["Champion"]""", (await VersionAsync(2))["aliases"]!.ToJsonString());
        foreach (var reserved in new[] { "latest", "Latest", "v1", "V12" })
        {
            await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "registered-models/alias", Alias(reserved, 1));
        }

        await _client.RpcOkAsync("DELETE", "registered-models/alias", $$"""{"name":"{{_name}}","alias":"Champion"}""");
        await _client.RpcOkAsync("DELETE", "registered-models/alias", $$"""{"name":"{{_name}}","alias":"Champion"}""");

        Assert.Equal("Registered model alias Champion not found.",
            await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", "registered-models/alias", $"name={_name}&alias=Champion"));
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "POST", "registered-models/alias", Alias("other", 7));
        Assert.Contains("GET registered-models/alias", await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET", "registered-models/get",
            $"name={_name}@prod"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_goes_through_open_stages_and_is_put_away()
    {
        await OpenStagesAsync();
        await VersionsAsync(2);

        var first = await MoveAsync(1, "staging");
        var second = await MoveAsync(2, "Staging", archives: true);

        Assert.Equal("Staging", first);
        Assert.Equal("Staging", second);
        Assert.Equal("Archived", await StageAsync(1));
        Assert.Equal("2", await AliasAsync("STAGING"));
        Assert.Equal("Production", await MoveAsync(1, "PRODUCTION"));
        Assert.Equal("Production", await MoveAsync(2, "Production"));
        Assert.Equal("None", await StageAsync(1)); // not put away: it came into a stage since
        Assert.Equal("Archived", await MoveAsync(1, "Archived"));
        Assert.Equal("None", await MoveAsync(1, "None"));
        Assert.Equal("Archived", await MoveAsync(2, "Archived"));
        Assert.Null((await ModelAsync())["aliases"]);
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "model-versions/transition-stage", Stage(1, "None", archives: true));
        Assert.Contains("Value must be one of None, Staging, Production, Archived.", await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST",
            "model-versions/transition-stage", Stage(1, "canary")), StringComparison.Ordinal);
    }

    [Fact] // C53
    public async Task The_latest_of_each_stage_are_told_by_either_method()
    {
        await OpenStagesAsync();
        await VersionsAsync(4);
        await MoveAsync(1, "Production");
        await MoveAsync(2, "Archived");

        foreach (var (posted, asked, expected) in new[]
        {
            ("", "", "1 Production,2 Archived,4 None"), (""","stages":[]""", "", "1 Production,2 Archived,4 None"),
            (""","stages":["production"]""", "&stages=production", "1 Production"),
            (""","stages":["None","Staging"]""", "&stages=None&stages=Staging", "4 None"),
            (""","stages":["Staging"]""", "&stages=Staging", ""),
        })
        {
            var byPost = await _client.RpcOkAsync("POST", "registered-models/get-latest-versions", $$"""{"name":"{{_name}}"{{posted}}}""");
            var byGet = await _client.RpcOkAsync("GET", "registered-models/get-latest-versions", $"name={_name}{asked}");
            Assert.Equal(expected, Staged(byPost["model_versions"]));
            Assert.Equal(byPost.ToJsonString(), byGet.ToJsonString());
        }

        Assert.Equal("1 Production,2 Archived,4 None", Staged((await ModelAsync())["latest_versions"]));
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "registered-models/get-latest-versions",
            $$"""{"name":"{{_name}}","stages":[""]}""");
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET", "registered-models/get-latest-versions", "name=nothing-here");
    }

    [Fact]
    public async Task A_governed_stage_answers_with_the_request_that_has_to_be_approved()
    {
        await VersionsAsync(1);

        var moved = await _client.RpcFaultAsync(403, "PERMISSION_DENIED", "POST", "model-versions/transition-stage", Stage(1, "Production"));
        var again = await _client.RpcFaultAsync(403, "PERMISSION_DENIED", "POST", "registered-models/alias", Alias("production", 1));

        var open = (await _client.OkAsync("GET", $"/api/v1/requests?state=open&model={_name}")).Items().Single();
        var address = new Uri(app.BaseAddress, $"requests/{(long)open["id"]!}").ToString();
        Assert.EndsWith(address, moved, StringComparison.Ordinal);
        Assert.EndsWith(address, again, StringComparison.Ordinal);
        Assert.Equal("None", await StageAsync(1));
    }

    [Fact]
    public async Task A_governed_stage_is_not_emptied_this_way()
    {
        await OpenStagesAsync();
        await VersionsAsync(1);
        await MoveAsync(1, "Production");
        await PolicyAsync("production", new PolicyContent(RequiredApprovals: 1));

        foreach (var stage in new[] { "None", "Archived" })
        {
            await _client.RpcFaultAsync(409, "RESOURCE_CONFLICT", "POST", "model-versions/transition-stage", Stage(1, stage));
        }

        await _client.RpcFaultAsync(409, "RESOURCE_CONFLICT", "DELETE", "registered-models/alias", $$"""{"name":"{{_name}}","alias":"Production"}""");
        Assert.Equal("Production", await StageAsync(1));
        Assert.Equal("Production", await MoveAsync(1, "Production")); // it is there already
    }

    [Fact]
    public async Task What_is_in_use_is_not_deleted_and_numbers_go_on()
    {
        await VersionsAsync(2);
        await SetAliasAsync("champion", 1);

        Assert.Contains("champion", await _client.RpcFaultAsync(400, "BAD_REQUEST", "DELETE", "model-versions/delete",
            $$"""{"name":"{{_name}}","version":"1"}"""), StringComparison.Ordinal);
        Assert.Contains("champion", await _client.RpcFaultAsync(400, "BAD_REQUEST", "DELETE", "registered-models/delete", $$"""{"name":"{{_name}}"}"""),
            StringComparison.Ordinal);
        await _client.RpcOkAsync("DELETE", "model-versions/delete", $$"""{"name":"{{_name}}","version":"2"}""");
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET", "model-versions/get", $"name={_name}&version=2");
        Assert.Equal(3, (await app.ASealedVersionAsync(_scientist, _name)).Number);
    }

    [Fact]
    public async Task What_is_remembered_for_a_token_is_never_old()
    {
        await VersionsAsync(1);
        using var token = app.ClientWith(await app.TokenAsync(_scientist, [Scopes.Read, Scopes.Register, Scopes.Promote]));
        async Task<string> SeenAsync()
        {
            var version = await token.RpcOkAsync("GET", "model-versions/get", $"name={_name}&version=1");
            var model = await token.RpcOkAsync("GET", "registered-models/get", $"name={_name}");
            return $"{version["model_version"]!.Text("current_stage")} {version["model_version"]!["tags"]?[0]!.Text("value")} "
                + $"{model["registered_model"]!["latest_versions"]![0]!.Text("current_stage")} {model["registered_model"]!["aliases"]?[0]!.Text("alias")}";
        }

        var seen = new List<string> { await SeenAsync(), await SeenAsync() };
        await token.RpcOkAsync("POST", "model-versions/transition-stage", Stage(1, "Archived"));
        seen.Add(await SeenAsync());
        await token.RpcOkAsync("POST", "model-versions/set-tag", $$"""{"name":"{{_name}}","version":"1","key":"k","value":"v"}""");
        await token.RpcOkAsync("POST", "registered-models/alias", Alias("champion", 1));
        seen.Add(await SeenAsync());

        Assert.Equal(["None  None ", "None  None ", "Archived  Archived ", "Archived v Archived champion"], seen);
    }

    private static string Staged(JsonNode? versions) => string.Join(',', (versions?.AsArray() ?? []).Select(version =>
        $"{version!.Text("version")} {version!.Text("current_stage")}"));

    private string Alias(string alias, int version) => $$"""{"name":"{{_name}}","alias":"{{alias}}","version":"{{version}}"}""";

    private string Stage(int version, string stage, bool archives = false) =>
        $$"""{"name":"{{_name}}","version":"{{version}}","stage":"{{stage}}","archive_existing_versions":"{{(archives ? "TRUE" : "FALSE")}}"}""";

    private async Task VersionsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await app.ASealedVersionAsync(_scientist, _name);
        }
    }

    private async Task OpenStagesAsync()
    {
        foreach (var stage in new[] { "staging", "production" })
        {
            await PolicyAsync(stage, new PolicyContent(RequiredApprovals: 0));
        }
    }

    private Task PolicyAsync(string stage, PolicyContent content) =>
        app.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel(_name), stage, content, "For a test.", null, Actor.System, default);

    private Task SetAliasAsync(string alias, int version) => _client.RpcOkAsync("POST", "registered-models/alias", Alias(alias, version));

    private async Task<string?> AliasAsync(string alias) =>
        (await _client.RpcOkAsync("GET", "registered-models/alias", $"name={_name}&alias={alias}"))["model_version"]!.Text("version");

    private async Task<string?> MoveAsync(int version, string stage, bool archives = false) =>
        (await _client.RpcOkAsync("POST", "model-versions/transition-stage", Stage(version, stage, archives)))["model_version"]!.Text("current_stage");

    private async Task<string?> StageAsync(int version) => (await VersionAsync(version)).Text("current_stage");

    private async Task<JsonNode> VersionAsync(int version) =>
        (await _client.RpcOkAsync("GET", "model-versions/get", $"name={_name}&version={version}"))["model_version"]!;

    private async Task<JsonNode> ModelAsync() => (await _client.RpcOkAsync("GET", "registered-models/get", $"name={_name}"))["registered_model"]!;
}

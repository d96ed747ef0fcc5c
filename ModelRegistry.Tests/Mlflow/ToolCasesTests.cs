using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>What tools around MLflow send: trainers, importers, prompts, programs that repeat their calls.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class ToolCasesTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _name = RegistryApp.NewName("tools");
    private Actor _scientist = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        _client = app.ClientAs(_scientist);
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory] // C62
    [InlineData("/home/u/runs/detect")]
    [InlineData("/Shared/YOLOv8")]
    [InlineData("/a/b")]
    [InlineData("a/")]
    [InlineData("C:\\x")]
    [InlineData("a%20b")]
    [InlineData("é 🚀")]
    public async Task A_trainer_goes_through_whatever_its_experiment_is_called(string stem)
    {
        var name = stem + _name;
        var query = $"experiment_name={Uri.EscapeDataString(name)}";
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET", "experiments/get-by-name", query);
        var experiment = (await _client.RpcOkAsync("POST", "experiments/create", new JsonObject { ["name"] = name }.ToJsonString())).Text("experiment_id");
        var run = (await _client.RpcOkAsync("POST", "runs/create", $$"""{"experiment_id":"{{experiment}}","run_name":"train"}"""))["run"]!["info"]!
            .Text("run_id");
        var parameters = string.Join(',', Enumerable.Range(0, 110).Select(number => $$"""{"key":"p{{number}}","value":"[None, True]"}"""));
        for (var part = 0; part < 2; part++)
        {
            await _client.RpcOkAsync("POST", "runs/log-batch", $$"""
                {"run_id":"{{run}}","params":[{{string.Join(",", parameters.Split("},").Skip(part * 55).Take(55).Select(text => text.TrimEnd('}') + "}"))}}],
                "metrics":[{"key":"metrics/mAP50B","value":0.5,"timestamp":{{part + 1}},"step":{{part}}},
                {"key":"lr/pg0","value":0.1,"timestamp":1,"step":{{part}}}]}
                """);
        }

        Assert.Equal(experiment, (await _client.RpcOkAsync("GET", "experiments/get-by-name", query))["experiment"]!.Text("experiment_id"));
        var data = (await _client.RpcOkAsync("GET", "runs/get", $"run_id={run}"))["run"]!["data"]!;
        Assert.Equal((110, 2), (data["params"]!.AsArray().Count, data["metrics"]!.AsArray().Count));
    }

    [Fact] // C37
    public async Task A_history_longer_than_a_page_is_read_to_its_end()
    {
        const int points = 25_001;
        var run = (await _client.RpcOkAsync("POST", "runs/create", "{}"))["run"]!["info"]!.Text("run_id");
        foreach (var part in Enumerable.Range(0, points).Chunk(1_000))
        {
            var metrics = part.Select(number => $$"""{"key":"m","value":{{number}},"timestamp":{{number}},"step":{{number}}}""");
            await _client.RpcOkAsync("POST", "runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{{string.Join(',', metrics)}}]}""");
        }

        var first = await _client.RpcOkAsync("GET", "metrics/get-history", $"run_id={run}&metric_key=m");
        var last = await _client.RpcOkAsync("GET", "metrics/get-history", $"run_id={run}&metric_key=m&page_token={first.Text("next_page_token")}");

        Assert.Equal((25_000, 1), (first["metrics"]!.AsArray().Count, last["metrics"]!.AsArray().Count));
        Assert.Null(last["next_page_token"]);
        Assert.Equal(points * (points - 1L) / 2, first["metrics"]!.AsArray().Concat(last["metrics"]!.AsArray()).Sum(point => (long)point!["value"]!));
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", "metrics/get-history", $"run_id={run}&metric_key=m&max_results=-1");
    }

    [Fact] // C65
    public async Task An_importer_brings_runs_and_versions_with_their_times_and_in_their_order()
    {
        var experiment = (await _client.RpcOkAsync("POST", "experiments/create", $$"""{"name":"{{_name}}"}""")).Text("experiment_id");
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "experiments/create",
            $$"""{"name":"{{_name}}-2","artifact_location":"s3://old-bucket/5"}""");
        await _client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{_name}}"}""");
        for (var number = 1; number <= 3; number++)
        {
            var run = (await _client.RpcOkAsync("POST", "runs/create", $$"""
                {"experiment_id":"{{experiment}}","user_id":"old.user","start_time":{{1000 * number}},
                "tags":[{"key":"mlflow_exim.run_id","value":"old{{number}}"}]}
                """))["run"]!["info"]!.Text("run_id");
            await _client.RpcOkAsync("POST", "runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{"key":"m","value":1,"timestamp":5,"step":-1}]}""");
            await _client.RpcOkAsync("POST", "runs/update", $$"""{"run_id":"{{run}}","status":"FINISHED","end_time":{{(1000 * number) + 5}}}""");
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"weights {number}"));
            using var put = await _client.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/model/MLmodel", content);
            await _client.RpcOkAsync("POST", "model-versions/create", $$"""
                {"name":"{{_name}}","source":"mlflow-artifacts:/{{experiment}}/{{run}}/artifacts/model","run_id":"{{run}}",
                "tags":[{"key":"mlflow_exim.version","value":"{{number + 7}}"}]}
                """);
            var info = (await _client.RpcOkAsync("GET", "runs/get", $"run_id={run}"))["run"]!["info"]!;
            Assert.Equal(("old.user", 1000L * number, (1000L * number) + 5),
                (info.Text("user_id"), (long)info["start_time"]!, (long)info["end_time"]!));
        }

        var versions = (await _client.RpcOkAsync("GET", "model-versions/search", $"filter=name='{_name}'&order_by=version_number+ASC"))["model_versions"]!;
        Assert.Equal(["1 8", "2 9", "3 10"],
            versions.AsArray().Select(version => $"{version!.Text("version")} {version!["tags"]![0]!.Text("value")!}"));
    }

    [Fact]
    public async Task A_prompt_of_any_length_comes_back_whole_and_is_its_own_file()
    {
        var text = new string('é', 40_000) + "{{question}}";
        var tags = $$"""[{"key":"mlflow.prompt.is_prompt","value":"true"},{"key":"mlflow.prompt.text","value":"{{text}}"}]""";
        await _client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{_name}}","tags":[{"key":"mlflow.prompt.is_prompt","value":"true"}]}""");

        var made = await _client.RpcOkAsync("POST", "model-versions/create", $$"""{"name":"{{_name}}","source":"dummy-source","tags":{{tags}}}""");
        var read = (await _client.RpcOkAsync("GET", "model-versions/get", $"name={_name}&version=1"))["model_version"]!;

        Assert.Equal("READY", made["model_version"]!.Text("status"));
        Assert.Equal(text, read["tags"]!.AsArray().Single(tag => tag!.Text("key") == PromptTags.Text)!.Text("value"));
        Assert.Equal(text, await _client.GetStringAsync($"/api/2.0/mlflow-artifacts/artifacts/models/{_name}/1/prompt.txt"));
        var found = await _client.RpcOkAsync("GET", "registered-models/search",
            $"filter={Uri.EscapeDataString($"name = '{_name}' AND tags.`mlflow.prompt.is_prompt` = 'true'")}");
        Assert.Single(found["registered_models"]!.AsArray());
        Assert.Empty((await _client.RpcOkAsync("GET", "registered-models/search", $"filter=name='{_name}'")).AsObject());
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "model-versions/create", $$"""{"name":"{{_name}}","source":"dummy-source"}""");
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "model-versions/set-tag",
            $$"""{"name":"{{_name}}","version":"1","key":"other","value":"{{new string('x', 5_001)}}"}""");
    }

    [Fact]
    public async Task A_refused_call_that_is_sent_again_counts_once_towards_the_lock()
    {
        var person = await app.PersonAsync("java", Roles.Viewer);
        using var wrong = app.Client(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Name}:wrong one"))));
        for (var call = 0; call < 12; call++)
        {
            await wrong.RpcFaultAsync(401, "UNAUTHENTICATED", "GET", "registered-models/search");
        }

        using var right = app.ClientAs(person);
        await right.RpcOkAsync("GET", "registered-models/search");
    }

    /// <summary>C08: behind a proxy that ends TLS no call is redirected; where the server itself redirects, method and body stay.</summary>
    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task No_call_is_sent_elsewhere(string method)
    {
        using var call = new HttpRequestMessage(new HttpMethod(method), $"{Calls.Root}registered-models/{(method == "POST" ? "create" : "delete")}")
        {
            Content = Json.Body($$"""{"name":"{{_name}}"}"""),
        };
        call.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await _client.SendAsync(call);

        Assert.True((int)answer.StatusCode is < 300 or >= 400, ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
    }

    [Fact] // C17
    public async Task Nothing_here_lives_at_a_port_that_a_Mac_has_taken()
    {
        foreach (var file in new[] { "README.md", "ModelRegistry.Web/appsettings.json", "ModelRegistry.Web/Properties/launchSettings.json", "Dockerfile" })
        {
            var path = Path.Combine(Repository.Root, file);
            Assert.DoesNotMatch(":(5000|7000)\\b", File.Exists(path) ? await File.ReadAllTextAsync(path) : "");
        }
    }
}

using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>What MLflow's clients do with experiments, runs and logged models, over HTTP.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class TrackingCycleTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _name = RegistryApp.NewName("tracking");
    private Actor _scientist = null!;
    private HttpClient _client = null!;
    private string _experiment = "";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        _client = app.ClientAs(_scientist);
        var made = await _client.RpcOkAsync("POST", "experiments/create", $$"""{"name":"{{_name}}","tags":[{"key":"team","value":"risk"}]}""");
        _experiment = made.Text("experiment_id")!;
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_experiment_is_created_read_renamed_tagged_deleted_and_restored()
    {
        var read = (await _client.RpcOkAsync("GET", "experiments/get-by-name", $"experiment_name={_name}"))["experiment"]!;
        Assert.Equal([_experiment, _name, $"mlflow-artifacts:/{_experiment}", "active"],
            new[] { "experiment_id", "name", "artifact_location", "lifecycle_stage" }.Select(field => read.Text(field)));
        Assert.Equal("""[{"key":"team","value":"risk"}]""", read["tags"]!.ToJsonString());

        await _client.RpcOkAsync("POST", "experiments/update", $$"""{"experiment_id":{{_experiment}},"new_name":"{{_name}}-x"}"""); // the id as a number
        await _client.RpcOkAsync("POST", "experiments/set-experiment-tag", $$"""{"experiment_id":"{{_experiment}}","key":"a","value":"b"}""");
        await _client.RpcOkAsync("POST", "experiments/delete-experiment-tag", $$"""{"experiment_id":"{{_experiment}}","key":"team"}""");
        await _client.RpcOkAsync("POST", "experiments/delete", $$"""{"experiment_id":"{{_experiment}}"}""");

        var again = await _client.RpcFaultAsync(400, "RESOURCE_ALREADY_EXISTS", "POST", "experiments/create", $$"""{"name":"{{_name}}-x"}""");
        Assert.Contains($"deleted state: it has the id {_experiment}", again, StringComparison.Ordinal);
        var active = await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "runs/create", $$"""{"experiment_id":"{{_experiment}}"}""");
        Assert.Contains("must be in the 'active' state", active, StringComparison.Ordinal);
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "POST", "experiments/delete", $$"""{"experiment_id":"{{_experiment}}"}""");
        var deleted = (await _client.RpcOkAsync("GET", "experiments/get", $"experiment_id={_experiment}"))["experiment"]!;
        Assert.Equal(("deleted", $"{_name}-x", """[{"key":"a","value":"b"}]"""),
            (deleted.Text("lifecycle_stage"), deleted.Text("name"), deleted["tags"]!.ToJsonString()));
        await _client.RpcOkAsync("POST", "experiments/restore", $$"""{"experiment_id":"{{_experiment}}"}""");
        var found = await _client.RpcOkAsync("POST", "experiments/search", $$"""{"max_results":5,"filter":"name = '{{_name}}-x'","order_by":["name DESC"]}""");
        Assert.Equal(_experiment, Assert.Single(found["experiments"]!.AsArray())!.Text("experiment_id"));
        Assert.Null(found["next_page_token"]);
    }

    [Fact]
    public async Task A_run_logs_is_read_searched_ended_deleted_and_restored()
    {
        var made = (await RunAsync("""{"experiment_id":"{x}","user_id":"ann","start_time":"1.5e+03","run_name":"first","tags":[{"key":"t","value":"1"}]}"""))!;
        var id = made["info"]!.Text("run_id")!;
        Assert.Equal((id, 1_500, "RUNNING", $"mlflow-artifacts:/{_experiment}/{id}/artifacts"),
            (made["info"]!.Text("run_uuid"), (int)made["info"]!["start_time"]!, made["info"]!.Text("status"), made["info"]!.Text("artifact_uri")));

        // C26, C34, C35: absent values, forms of numbers, what is no number.
        await PostAsync("runs/log-batch", $$"""
            {"run_id":"{{id}}","metrics":[{"key":"loss","value":0.5,"timestamp":10,"step":"1e+00"},
            {"key":"loss","value":"0.25","timestamp":"11","step":9223372036854775807},{"key":"nan","value":"NaN","timestamp":1},
            {"key":"inf","value":"-Infinity","timestamp":1,"step":-3}],"params":[{"key":"a","value":""},{"key":"b"}],"tags":[{"key":"u"}]}
            """);
        await PostAsync("runs/log-metric", $$"""{"run_uuid":"{{id}}","key":"loss","value":"Inf","timestamp":12,"step":5.0}""");
        await PostAsync("runs/log-parameter", $$"""{"run_id":"{{id}}","key":"c","value":"3"}""");
        await PostAsync("runs/set-tag", $$"""{"run_id":"{{id}}","key":"t","value":""}""");
        await PostAsync("runs/delete-tag", $$"""{"run_id":"{{id}}","key":"u"}""");
        var updated = await _client.RpcOkAsync("POST", "runs/update", $$"""{"run_id":"{{id}}","status":"FINISHED","end_time":99}""");
        Assert.Equal(("FINISHED", 99), (updated["run_info"]!.Text("status"), (int)updated["run_info"]!["end_time"]!));

        var run = (await _client.RpcOkAsync("GET", "runs/get", $"run_id={id}&run_uuid={id}"))["run"]!;
        Assert.Equal("""[{"key":"a","value":""},{"key":"b","value":""},{"key":"c","value":"3"}]""", run["data"]!["params"]!.ToJsonString());
        Assert.Equal("""[{"key":"mlflow.runName","value":"first"},{"key":"t","value":""}]""", run["data"]!["tags"]!.ToJsonString());
        Assert.Equal("""[{"key":"inf","value":"-Infinity","timestamp":1,"step":-3},{"key":"loss","value":0.25,"timestamp":11,"step":9223372036854775807},"""
            + """{"key":"nan","value":"NaN","timestamp":1,"step":0}]""", run["data"]!["metrics"]!.ToJsonString());
        var history = await _client.RpcOkAsync("GET", "metrics/get-history", $"run_id={id}&metric_key=loss&max_results=2");
        Assert.Equal(2, history["metrics"]!.AsArray().Count);
        var rest = await _client.RpcOkAsync("GET", "metrics/get-history",
            $"run_id={id}&metric_key=loss&max_results=2&page_token={history.Text("next_page_token")}");
        Assert.Equal("Infinity", Assert.Single(rest["metrics"]!.AsArray())!.Text("value"));
        var interval = await _client.RpcOkAsync("GET", "metrics/get-history-bulk-interval", $"run_ids={id}&metric_key=loss&start_step=0&end_step=5");
        Assert.Equal(2, interval["metrics"]!.AsArray().Count);
        Assert.Equal(id, interval["metrics"]![0]!.Text("run_id"));

        var found = await _client.RpcOkAsync("POST", "runs/search",
            $$"""{"experiment_ids":["{{_experiment}}"],"filter":"metrics.loss < 0.3 and params.c = '3'","order_by":["metrics.loss DESC"]}""");
        Assert.Equal(id, Assert.Single(found["runs"]!.AsArray())!["info"]!.Text("run_id"));
        await PostAsync("runs/delete", $$"""{"run_id":"{{id}}"}""");
        await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "POST", "runs/set-tag", $$"""{"run_id":"{{id}}","key":"t","value":"2"}""");
        await PostAsync("runs/restore", $$"""{"run_id":"{{id}}"}""");
        Assert.Empty((await _client.RpcOkAsync("POST", "runs/search", """{"experiment_ids":[]}""")).AsObject());
    }

    [Fact] // C58, C59, C61
    public async Task A_logged_model_goes_its_way_with_the_points_of_its_run()
    {
        var run = (await RunAsync("""{"experiment_id":"{x}"}"""))["info"]!.Text("run_id")!;
        await PostAsync("runs/log-batch", $$"""
            {"run_id":"{{run}}","metrics":[{"key":"acc","value":0.9,"timestamp":5},{"key":"odd","value":"NaN","timestamp":5}]}
            """);
        var model = (await _client.RpcOkAsync("POST", "logged-models", $$"""
            {"experiment_id":"{{_experiment}}","name":"m","source_run_id":"{{run}}","params":[{"key":"p","value":"1"}],"tags":[{"key":"t","value":"2"}]}
            """))["model"]!;
        var id = model["info"]!.Text("model_id")!;
        Assert.Matches("^m-[0-9a-f]{32}$", id);
        Assert.Equal(("LOGGED_MODEL_PENDING", $"mlflow-artifacts:/{_experiment}/models/{id}/artifacts"),
            (model["info"]!.Text("status"), model["info"]!.Text("artifact_uri")));

        await PostAsync("runs/outputs", $$"""{"run_id":"{{run}}","models":[{"model_id":"{{id}}","step":3}]}""");
        for (var twice = 0; twice < 2; twice++)
        {
            await PostAsync("runs/log-batch", $$"""
                {"run_id":"{{run}}","metrics":[{"key":"acc","value":0.9,"timestamp":5,"model_id":"{{id}}","dataset_name":"iris","dataset_digest":"d1"},
                {"key":"odd","value":"NaN","timestamp":5,"model_id":"{{id}}"}]}
                """);
        }

        await _client.RpcOkAsync("PATCH", $"logged-models/{id}", $$"""{"model_id":"{{id}}","status":"LOGGED_MODEL_READY"}""");
        await _client.RpcOkAsync("PATCH", $"logged-models/{id}/tags", """{"tags":[{"key":"mlflow.modelVersions","value":"[]"}]}""");
        await _client.RpcOkAsync("POST", $"logged-models/{id}/params", """{"params":[{"key":"q","value":"1"}]}""");
        await _client.RpcOkAsync("DELETE", $"logged-models/{id}/tags/t");
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "DELETE", $"logged-models/{id}/tags/t");

        Assert.Single((await _client.RpcOkAsync("GET", "metrics/get-history", $"run_id={run}&metric_key=acc"))["metrics"]!.AsArray());
        var read = (await _client.RpcOkAsync("GET", $"logged-models/{id}"))["model"]!;
        Assert.Equal("LOGGED_MODEL_READY", read["info"]!.Text("status"));
        Assert.Equal(["acc", "odd"], read["data"]!["metrics"]!.AsArray().Select(metric => metric!.Text("key")));
        Assert.Equal("""[{"key":"p","value":"1"},{"key":"q","value":"1"}]""", read["data"]!["params"]!.ToJsonString());
        await PostAsync("runs/log-inputs", $$"""
            {"run_id":"{{run}}","models":[{"model_id":"{{id}}"}],"datasets":[{"tags":[{"key":"mlflow.data.context","value":"train"}],
            "dataset":{"name":"iris","digest":"d1","source_type":"local","source":"{}","profile":null} }]}
            """);
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "POST", "runs/log-inputs", $$"""{"run_id":"{{run}}","models":[{"model_id":"m-0"}]}""");
        var whole = (await _client.RpcOkAsync("GET", "runs/get", $"run_id={run}"))["run"]!;
        Assert.Equal($$"""[{"model_id":"{{id}}"}]""", whole["inputs"]!["model_inputs"]!.ToJsonString());
        Assert.Equal($$"""[{"model_id":"{{id}}","step":3}]""", whole["outputs"]!["model_outputs"]!.ToJsonString());
        Assert.Equal("iris", whole["inputs"]!["dataset_inputs"]![0]!["dataset"]!.Text("name"));
        var datasets = await _client.RpcOkAsync("POST", "experiments/search-datasets", $$"""{"experiment_ids":["{{_experiment}}"]}""");
        Assert.Equal($$"""[{"experiment_id":"{{_experiment}}","name":"iris","digest":"d1","context":"train"}]""",
            datasets["dataset_summaries"]!.ToJsonString());
        var found = await _client.RpcOkAsync("POST", "logged-models/search", $$"""
            {"experiment_ids":["{{_experiment}}"],"filter":"name = 'm' AND metrics.acc > 0.5","order_by":[{"field_name":"metrics.acc","ascending":false}]}
            """);
        Assert.Single(found["models"]!.AsArray());
        var none = await _client.RpcOkAsync("POST", "logged-models/search", $$"""{"experiment_ids":["{{_experiment}}"],"filter":"name = 'files'"}""");
        Assert.Empty(none.AsObject());
        await _client.RpcOkAsync("DELETE", $"logged-models/{id}");
        await _client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", "GET", $"logged-models/{id}");
        await _client.RpcOkAsync("GET", $"logged-models/{id}", "allow_deleted=true");
    }

    /// <summary>C01: what will not heal has a status below 500 and says what to do.</summary>
    [Theory]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", "GET", "runs/get", "run_id=00000000000000000000000000000000")]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", "GET", "experiments/get", "experiment_id=987654321")]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", "GET", "experiments/get", "experiment_id=99999999999999999999")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "GET", "experiments/get", "experiment_id=abc")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "GET", "experiments/get", null)]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "experiments/search", "{}")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "experiments/search", """{"max_results":50001}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "experiments/create", """{"name":""}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "experiments/create", """{"name":"elsewhere","artifact_location":"s3://b"}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "experiments/create", """{"name":"a\u0000b"}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/search", """{"experiment_ids":["0"],"filter":"nothing"}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/search", """{"experiment_ids":["0"],"order_by":["start_time","start_time DESC"]}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/search", """{"experiment_ids":["0"],"page_token":"eyJvZmZzZXQiOjF9"}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/search", """{"experiment_ids":["0"],"max_results":0}""")]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", "POST", "runs/log-metric", """{"run_id":"none","key":"m","value":1,"timestamp":1}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-metric", """{"run_id":"none","key":"m","value":1}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-metric", """{"run_id":"none","key":"m","value":"much","timestamp":1}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-metric", """{"run_id":"none","key":"m","value":1,"timestamp":1,"step":5.5}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-metric", """{"run_id":"r","key":"m","value":1,"timestamp":1,"step":9223372036854775808}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-metric", """{"run_id":"none","key":"m","value":1,"timestamp":-1}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-batch", """{"run_id":"none","params":[{"key":"a","value":3}]}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "runs/log-batch", """{"run_id":"none","params":[{"key":"a","value":"\ud800"}]}""")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "GET", "metrics/get-history", "run_id=none&metric_key=m&max_results=0")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "GET", "metrics/get-history-bulk-interval", "run_ids=a&metric_key=m&start_step=1")]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "POST", "logged-models", """{"experiment_id":"0","name":"a/b"}""")]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", "GET", "logged-models/m-none", null)]
    public async Task What_will_not_heal_is_refused_at_once(int status, string code, string method, string path, string? sent) =>
        Assert.EndsWith(".", await _client.RpcFaultAsync(status, code, method, path, sent), StringComparison.Ordinal);

    [Fact]
    public async Task Viewers_read_and_do_not_log()
    {
        using var viewer = app.ClientAs(await app.PersonAsync("viewer", Roles.Viewer));
        var run = (await RunAsync("""{"experiment_id":"{x}"}"""))["info"]!.Text("run_id")!;

        await viewer.RpcOkAsync("GET", "runs/get", $"run_id={run}");
        foreach (var (path, sent) in new[]
        {
            ("experiments/create", """{"name":"mine"}"""), ("experiments/delete", $$"""{"experiment_id":"{{_experiment}}"}"""),
            ("experiments/update", $$"""{"experiment_id":"{{_experiment}}","new_name":"x"}"""), ("runs/create", $$"""{"experiment_id":"{{_experiment}}"}"""),
            ("runs/update", $$"""{"run_id":"{{run}}"}"""), ("runs/delete", $$"""{"run_id":"{{run}}"}"""), ("runs/log-batch", $$"""{"run_id":"{{run}}"}"""),
            ("runs/log-inputs", $$"""{"run_id":"{{run}}"}"""), ("logged-models", $$"""{"experiment_id":"{{_experiment}}"}"""),
        })
        {
            await viewer.RpcFaultAsync(403, "PERMISSION_DENIED", "POST", path, sent);
        }
    }

    private async Task PostAsync(string path, string sent) => Assert.Empty((await _client.RpcOkAsync("POST", path, sent)).AsObject());

    private async Task<JsonNode> RunAsync(string sent) =>
        (await _client.RpcOkAsync("POST", "runs/create", sent.Replace("{x}", _experiment, StringComparison.Ordinal)))["run"]!;
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Mlflow;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Security;

/// <summary>
/// Where a version's files are said to lie, as attackers of MLflow wrote it: each is refused at both addresses of the protocol, in the same words whether
/// there is something at that place or not, and no version comes of it.
/// </summary>
[Collection(RegistryAppCollection.Name)]
public sealed class HostileSourceTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _model = RegistryApp.NewName("source");
    private Actor _scientist = null!;
    private HttpClient _client = null!;
    private string _run = "";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        _client = app.ClientAs(_scientist);
        await app.AModelAsync(_scientist, _model);
        var experiment = (await _client.RpcOkAsync("POST", "experiments/create", $$"""{"name":"{{_model}}"}""")).Text("experiment_id")!;
        _run = (await _client.RpcOkAsync("POST", "runs/create", $$"""{"experiment_id":"{{experiment}}"}"""))["run"]!["info"]!.Text("run_id")!;
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    public static TheoryData<string> Sources { get; } = new(
        "", ".", "/", "/etc", "etc", "file:///etc", "//proc/self/root", "///etc", "file://localhost/etc", "FILE:///etc", "file:/etc", " file:///etc",
        "\tfile:///etc", "file:///etc/../etc/passwd", "http:///?/../../../../etc/", "http:///#/../../etc/", "https://h/#/../x", "http://h/a;/../../etc",
        "mlflow-artifacts:/#/../..", "mlflow-artifacts:/a;x=/../../etc", "s3://b/k#/../../x", "dbfs:/r/artifacts/a%3f/../../../../", "dbfs:/",
        "runs:/{run}/../../x", "runs:/00000000000000000000000000000000/model", "mlflow-artifacts://host:9000/models/../../../", "s3a://b/x/../../../",
        "ftp://h/x", "gs://b/x", "hdfs://h/x", "azureml://x", "http://169.254.169.254/", "http://[::1]/", "mlflow-artifacts://host:9000/models/..%2f..%2fx",
        "mlflow-artifacts://host:9000/models/%252e%252e%252f", "mlflow-artifacts://host:9000/models/%25252e", "mlflow-artifacts:/models/x%00",
        "mlflow-artifacts://host:9000/models/%2%0952e%2%0952e/x", "mlflow-artifacts:/models/%c0%ae%c0%ae/", "mlflow-artifacts:/models/．．／x",
        "C:\\Windows\\win.ini", "C:/Windows", "c:x", "\\\\host\\share", "\\\\?\\C:\\", "\\\\.\\C:\\", "file://C:path", "file:///d:/windows/repair/sam",
        "..\\..\\x", "....\\\\", "::Windows");

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task No_version_comes_of_a_place_that_is_not_here(string source)
    {
        foreach (var root in new[] { "/api/2.0/mlflow", "/ajax-api/2.0/mlflow" })
        {
            foreach (var body in new[] { Body(source), Prompt(source) })
            {
                using var answer = await _client.PostAsync($"{root}/model-versions/create", JsonContent.Create(body));
                var text = await answer.Content.ReadAsStringAsync();

                Assert.True((int)answer.StatusCode is 400 or 404, $"{(int)answer.StatusCode}: {text}");
                Oracles.RequireQuiet(text, app);
            }
        }

        Assert.Empty((await app.Get<VersionQueries>().ListAsync(_model, new VersionSearch(), _scientist, default)).Items);
    }

    [Theory]
    [InlineData("/etc", "/there-is-nothing-here")]
    [InlineData("file:///etc/passwd", "file:///etc/nothing")]
    [InlineData("mlflow-artifacts:/models/{model}/1/../../x", "mlflow-artifacts:/models/nothing/1/../../x")]
    public async Task Nothing_tells_what_is_there_from_what_is_not(string there, string not)
    {
        var answers = new List<string>();
        foreach (var source in new[] { there, not })
        {
            using var answer = await _client.PostAsync("/api/2.0/mlflow/model-versions/create", JsonContent.Create(Body(source)));
            var sent = source.Replace("{model}", _model, StringComparison.Ordinal);
            answers.Add($"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Replace(sent, "", StringComparison.Ordinal)}");
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Theory]
    [InlineData("http:///?/../../../../etc/")]
    [InlineData("http:///#/../../etc/")]
    [InlineData("https://h/#/../x")]
    [InlineData("mlflow-artifacts:/#/../..")]
    [InlineData("s3://b/k#/../../x")]
    [InlineData("http://h/a;/../../etc")]
    [InlineData("dbfs:/")]
    [InlineData("file:///etc/")]
    public async Task An_experiment_keeps_its_files_here_whatever_place_it_names(string location) => await _client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE",
        "POST", "experiments/create", new JsonObject { ["name"] = RegistryApp.NewName("elsewhere"), ["artifact_location"] = location }.ToJsonString());

    [Fact]
    public async Task An_update_changes_neither_bytes_nor_state_of_a_version()
    {
        var version = await app.ASealedVersionAsync(_scientist, _model);

        using var answer = await _client.SendAsync("PATCH", $"{Calls.Root}model-versions/update", $$"""
            {"name":"{{_model}}","version":"1","description":"x","source":"file:///etc","digest":"sha256:00","status":"FAILED_REGISTRATION","run_id":"x",
             "current_stage":"Production"}
            """);

        var after = await app.Get<VersionQueries>().GetAsync(_model, "1", _scientist, default);
        Assert.True((int)answer.StatusCode is 200 or 400, $"{(int)answer.StatusCode}");
        Assert.Equal((version.Digest, version.Status, version.Source), (after.Digest, after.Status, after.Source));
        var seen = await _client.RpcOkAsync("GET", "model-versions/get", $"name={_model}&version=1");
        Assert.DoesNotContain("file:", seen.ToJsonString(), StringComparison.Ordinal);
        Assert.NotEqual("Production", seen["model_version"]!.Text("current_stage"));
        Oracles.RequireQuiet(seen.ToJsonString(), app);
    }

    private JsonObject Body(string source) => new()
    {
        ["name"] = _model,
        ["source"] = source.Replace("{run}", _run, StringComparison.Ordinal).Replace("{model}", _model, StringComparison.Ordinal),
    };

    private JsonObject Prompt(string source)
    {
        var body = Body(source);
        body["tags"] = new JsonArray(
            new JsonObject { ["key"] = "mlflow.prompt.is_prompt", ["value"] = "true" },
            new JsonObject { ["key"] = "MLFLOW.prompt.is_prompt", ["value"] = "true" });
        return body;
    }
}

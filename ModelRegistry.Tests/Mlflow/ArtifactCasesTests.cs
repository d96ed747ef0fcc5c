using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>What users of such servers reported about files, over HTTP as clients write it.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class ArtifactCasesTests(RegistryApp app) : IAsyncLifetime
{
    private const string Artifacts = "/api/2.0/mlflow-artifacts/artifacts";

    private Actor _scientist = null!;
    private HttpClient _client = null!;
    private string _run = "";
    private string _root = "";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        _client = app.ClientAs(_scientist);
        var name = RegistryApp.NewName("files");
        var experiment = (await _client.RpcOkAsync("POST", "experiments/create", $$"""{"name":"{{name}}"}""")).Text("experiment_id")!;
        var run = await _client.RpcOkAsync("POST", "runs/create", $$"""{"experiment_id":"{{experiment}}"}""");
        _run = run["run"]!["info"]!.Text("run_id")!;
        _root = $"{experiment}/{_run}/artifacts";
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact] // C43
    public async Task What_is_no_file_is_said_so_at_once()
    {
        foreach (var (path, sentence) in new[] { ("", "no files"), ("nothing", "no file") })
        {
            using var answer = await _client.GetAsync($"{Artifacts}/{_root}/{path}");
            Assert.Contains(sentence, await answer.FaultAsync(404, "RESOURCE_DOES_NOT_EXIST"), StringComparison.Ordinal);
        }

        await PutAsync("folder/a.txt", "x"u8.ToArray());
        using var folder = await _client.GetAsync($"{Artifacts}/{_root}/folder");
        Assert.Contains("folder", await folder.FaultAsync(404, "RESOURCE_DOES_NOT_EXIST"), StringComparison.Ordinal);
        Assert.Equal("{}", await _client.GetStringAsync($"{Artifacts}?path={_root}/nothing"));
    }

    /// <summary>C44: as clients send a name, and the name that is kept.</summary>
    [Theory]
    [InlineData("k%25step%2520%25timestamp%251732608000123%255ce60e.png", "k%step%20%timestamp%1732608000123%5ce60e.png")]
    [InlineData("k%25step%2523%25.png", "k%step%23%.png")]
    [InlineData("50%25off.txt", "50%off.txt")]
    [InlineData("50%20off.txt", "50 off.txt")]
    [InlineData("k+step+20+.png", "k+step+20+.png")]
    [InlineData("%C3%A9%20%E6%97%A5", "é 日")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("epoch=0-step=10.ckpt", "epoch=0-step=10.ckpt")]
    [InlineData("a;b&c'd@e:f", "a;b&c'd@e:f")]
    [InlineData("%5Bx%5D%7By%7D%7C%5E", "[x]{y}|^")]
    [InlineData("val%23pred.png", "val#pred.png")] // C50
    public async Task A_name_is_decoded_once_listed_and_read_the_same_way(string sent, string name)
    {
        var address = $"{Artifacts}/{_root}/images/{sent}";
        var put = await RawHttp.SendAsync(app, _scientist, "PUT", address, body: "the picture");
        var read = await RawHttp.SendAsync(app, _scientist, "GET", address);

        Assert.Equal(200, put.Status);
        Assert.Equal(name, Assert.Single((await ListAsync("images"))["files"]!.AsArray())!.Text("path"));
        Assert.EndsWith("the picture", read.Text, StringComparison.Ordinal);
    }

    /// <summary>C44, C50: what would be stored elsewhere, or under another name.</summary>
    [Theory]
    [InlineData("../a")]
    [InlineData("%2e%2e/a")]
    [InlineData("%252e%252e/a")]
    [InlineData("%2e%2e%5ca")]
    [InlineData("a%5Cb")]
    [InlineData("a?b.txt")]
    public async Task What_would_get_another_name_is_refused(string sent)
    {
        var put = await RawHttp.SendAsync(app, _scientist, "PUT", $"{Artifacts}/{_root}/{sent}", body: "x");

        Assert.Equal(400, put.Status);
        Assert.Contains("INVALID_PARAMETER_VALUE", put.Text, StringComparison.Ordinal);
        Assert.Empty((await ListAsync("")).AsObject());
    }

    [Fact] // C46, C47
    public async Task A_download_says_how_long_it_is_and_comes_as_it_was_sent()
    {
        var bytes = new byte[300_000];
        await PutAsync("model.tar.gz", bytes);
        _client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, deflate, br, zstd");

        using var answer = await _client.GetAsync($"{Artifacts}/{_root}/model.tar.gz");
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{Artifacts}/{_root}/model.tar.gz"));
        using var part = new HttpRequestMessage(HttpMethod.Get, $"{Artifacts}/{_root}/model.tar.gz") { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var range = await _client.SendAsync(part);

        foreach (var told in new[] { answer, head })
        {
            Assert.Equal(bytes.Length, told.Content.Headers.ContentLength);
            Assert.Empty(told.Content.Headers.ContentEncoding);
            Assert.StartsWith("\"sha256:", told.Headers.ETag?.Tag, StringComparison.Ordinal);
            Assert.NotEqual(true, told.Headers.TransferEncodingChunked);
        }

        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpStatusCode.PartialContent, 10L), (range.StatusCode, range.Content.Headers.ContentLength));
    }

    [Fact] // C46
    public async Task A_file_that_is_damaged_here_never_arrives_as_a_whole_one()
    {
        var bytes = new byte[3_000_000];
        new Random(1).NextBytes(bytes);
        await PutAsync("model.bin", bytes);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{Artifacts}/{_root}/model.bin"));
        var file = app.StoredFile(head.Headers.ETag!.Tag.Trim('"')["sha256:".Length..]);
        await using (var stored = new FileStream(file, FileMode.Open, FileAccess.Write))
        {
            stored.Seek(-10, SeekOrigin.End);
            stored.Write("damaged!"u8);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => _client.GetByteArrayAsync($"{Artifacts}/{_root}/model.bin"));
        File.Delete(file);
    }

    [Fact] // C49
    public async Task An_upload_that_breaks_off_leaves_the_file_as_it_was()
    {
        await PutAsync("model.bin", "first"u8.ToArray());

        await RawHttp.SendAsync(app, $"PUT {Artifacts}/{_root}/model.bin HTTP/1.1\r\nHost: localhost\r\n"
            + $"Authorization: Basic {RawHttp.Credentials(_scientist)}\r\nContent-Length: 1000000\r\n\r\nonly the beginning", cut: true);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => PutAsync("other.bin", Encoding.UTF8.GetBytes(new string((char)('a' + number), 100_000)))));

        Assert.Equal("first", await _client.GetStringAsync($"{Artifacts}/{_root}/model.bin"));
        var whole = await _client.GetStringAsync($"{Artifacts}/{_root}/other.bin");
        Assert.Equal(new string(whole[0], 100_000), whole);
    }

    [Fact] // C52, C56, C64
    public async Task A_serving_program_loads_a_version_by_three_calls_with_a_token_that_reads_one_model()
    {
        var model = RegistryApp.NewName("served");
        await PutAsync("model/MLmodel", "flavors: {}"u8.ToArray());
        await PutAsync("model/data/weights.bin", "weights"u8.ToArray());
        await _client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{model}}"}""");
        foreach (var source in new[] { $"mlflow-artifacts:/{_root}/model/", $"mlflow-artifacts:/{_root}//model", $"runs:/{_run}/model" })
        {
            var made = await _client.RpcOkAsync("POST", "model-versions/create",
                $$"""{"name":"{{model}}","source":"{{source}}","run_id":"","model_id":"","tags":null,"run_link":"https://elsewhere.test/runs/1"}""");
            Assert.Equal(("READY", source, _run, "https://elsewhere.test/runs/1"), (made["model_version"]!.Text("status"),
                made["model_version"]!.Text("source"), made["model_version"]!.Text("run_id"), made["model_version"]!.Text("run_link")));
        }

        await _client.RpcOkAsync("POST", "registered-models/alias", $$"""{"name":"{{model}}","alias":"champion","version":"2"}""");
        await _client.RpcOkAsync("POST", "runs/delete", $$"""{"run_id":"{{_run}}"}""");
        using var served = app.ClientWith(await app.TokenAsync(_scientist, [Scopes.Read], model));

        var version = (await served.RpcOkAsync("GET", "registered-models/alias", $"name={model}&alias=champion"))["model_version"]!.Text("version");
        var address = (await served.RpcOkAsync("GET", "model-versions/get-download-uri", $"name={model}&version={version}")).Text("artifact_uri")!;
        var folder = address["mlflow-artifacts:/".Length..];
        var files = JsonNode.Parse(await served.GetStringAsync($"{Artifacts}?path={folder}"))!["files"]!.AsArray();

        Assert.Equal(["MLmodel", "data"], files.Select(file => file!.Text("path")));
        Assert.Equal("weights", await served.GetStringAsync($"{Artifacts}/{folder}/data/weights.bin"));
    }

    [Fact]
    public async Task The_files_of_a_registered_version_are_neither_overwritten_nor_removed()
    {
        var (model, version) = (RegistryApp.NewName("sealed"), 1);
        await _client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{model}}"}""");
        await app.ASealedVersionAsync(_scientist, model);
        var address = $"{Artifacts}/models/{model}/{version}/model/model.pkl";
        var before = await _client.GetByteArrayAsync(address);

        using var content = new ByteArrayContent("other"u8.ToArray());
        using var put = await _client.PutAsync(address, content);
        using var fresh = await _client.PutAsync($"{Artifacts}/models/{model}/{version}/new.txt", content);
        using var removed = await _client.DeleteAsync(address);

        foreach (var answer in new[] { put, fresh, removed })
        {
            await answer.FaultAsync(409, "RESOURCE_CONFLICT");
        }

        Assert.Equal(before, await _client.GetByteArrayAsync(address));
    }

    [Fact]
    public async Task Files_of_a_logged_model_are_listed_and_read_as_MLflows_pages_ask_for_them()
    {
        var experiment = _root.Split('/')[0];
        var made = await _client.RpcOkAsync("POST", "logged-models", $$"""{"experiment_id":"{{experiment}}","name":"m","source_run_id":"{{_run}}"}""");
        var id = made["model"]!["info"]!.Text("model_id")!;
        using var content = new ByteArrayContent("flavors: {}"u8.ToArray());
        using var put = await _client.PutAsync($"{Artifacts}/{experiment}/models/{id}/artifacts/data/MLmodel", content);
        put.EnsureSuccessStatusCode();

        var listed = await _client.RpcOkAsync("GET", $"logged-models/{id}/artifacts/directories", "artifact_directory_path=data");

        Assert.Equal("data/MLmodel", Assert.Single(listed["files"]!.AsArray())!.Text("path"));
        Assert.Equal("flavors: {}", await _client.GetStringAsync($"{Calls.Root}logged-models/{id}/artifacts/files?artifact_file_path=data/MLmodel"));
    }

    [Fact]
    public async Task Who_registers_a_logged_model_finds_it_noted_there()
    {
        var (experiment, model) = (_root.Split('/')[0], RegistryApp.NewName("noted"));
        var made = await _client.RpcOkAsync("POST", "logged-models", $$"""{"experiment_id":"{{experiment}}","name":"m","source_run_id":"{{_run}}"}""");
        var id = made["model"]!["info"]!.Text("model_id")!;
        using var content = new ByteArrayContent("flavors: {}"u8.ToArray());
        using var put = await _client.PutAsync($"{Artifacts}/{experiment}/models/{id}/artifacts/MLmodel", content);
        await _client.RpcOkAsync("POST", "registered-models/create", $$"""{"name":"{{model}}"}""");

        for (var twice = 0; twice < 2; twice++)
        {
            var version = await _client.RpcOkAsync("POST", "model-versions/create",
                $$"""{"name":"{{model}}","source":"models:/{{id}}","model_id":"{{id}}"}""");
            Assert.Equal(_run, version["model_version"]!.Text("run_id")); // C58: that of the logged model
        }

        var tags = (await _client.RpcOkAsync("GET", $"logged-models/{id}"))["model"]!["info"]!["tags"]!.AsArray();
        Assert.Equal($$"""[{"name":"{{model}}","version":1},{"name":"{{model}}","version":2}]""",
            tags.Single(tag => tag!.Text("key") == "mlflow.modelVersions")!.Text("value"));
    }

    private async Task PutAsync(string path, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await _client.PutAsync($"{Artifacts}/{_root}/{path}", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<JsonNode> ListAsync(string path) => JsonNode.Parse(await _client.GetStringAsync($"{Artifacts}?path={_root}/{path}"))!;
}

using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.Mlflow;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Security;

/// <summary>
/// Paths that lead out of their folder at every door that takes one, over a plain socket, because client libraries tidy addresses up: nothing outside is read
/// or written, and no answer says what is there.
/// </summary>
[Collection(RegistryAppCollection.Name)]
public sealed class HostilePathTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _model = RegistryApp.NewName("path");
    private Actor _scientist = null!;
    private string _run = "";
    private string _root = "";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await app.AModelAsync(_scientist, _model);
        await app.ASealedVersionAsync(_scientist, _model);
        using var client = app.ClientAs(_scientist);
        var experiment = (await client.RpcOkAsync("POST", "experiments/create", $$"""{"name":"{{_model}}"}""")).Text("experiment_id")!;
        _run = (await client.RpcOkAsync("POST", "runs/create", $$"""{"experiment_id":"{{experiment}}"}"""))["run"]!["info"]!.Text("run_id")!;
        _root = $"{experiment}/{_run}/artifacts";
        var store = app.Get<RegistrySettings>().ArtifactDirectory;
        Directory.CreateDirectory(store + "-evil");
        foreach (var place in new[] { Path.Combine(store, "canary"), Path.Combine(store + "-evil", "canary"), Path.Combine(app.DataDirectory, "canary") })
        {
            await File.WriteAllTextAsync(place, Oracles.Canary);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<string> Paths { get; } = new(
        "../canary", "../../canary", "../../../../canary", "../../../../etc/passwd", "/etc/passwd", "//etc/passwd", "etc/../../etc/passwd", "./../x",
        "a/b/../../../x", "%2e%2e/canary", "%2e%2e%2fcanary", "..%2f..%2fcanary", "%252e%252e%252fcanary", "..%5ccanary", "..\\canary", "%2fetc%2fpasswd",
        "..;/canary", "#/../canary", "%c0%ae%c0%ae/canary", "%EF%BC%8E%EF%BC%8E%EF%BC%8Fcanary", "canary%00", "-", "~root", "$HOME", "CON", "aux.txt",
        "file.txt::$DATA", "a.", "a%20", "C:%5cWindows%5cwin.ini", "C:/Windows/win.ini", "%5c%5chost%5cshare", "../artifacts-evil/canary",
        "..%2fartifacts-evil%2fcanary", "%E2%80%AEx", "a%0d%0aX-Evil:%201");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task No_door_leads_outside(string path)
    {
        var query = path.Replace("#", "%23", StringComparison.Ordinal).Replace("\\", "%5C", StringComparison.Ordinal);
        foreach (var address in new[]
        {
            $"/get-artifact?path={query}&run_uuid={_run}",
            $"/get-artifact?path={query}&run_id={_run}",
            $"/model-versions/get-artifact?path={query}&name={_model}&version=1",
            $"/api/2.0/mlflow/artifacts/list?run_id={_run}&path={query}",
            $"/ajax-api/2.0/mlflow/artifacts/list?run_id={_run}&path={query}",
            $"/api/2.0/mlflow-artifacts/artifacts?path={query}",
            $"/api/2.0/mlflow-artifacts/artifacts/{path}",
            $"/api/2.0/mlflow-artifacts/artifacts/{_root}/{path}",
            $"/pictures/{_model}/1/{path}",
        })
        {
            var answer = await RawHttp.SendAsync(app, _scientist, "GET", address);

            // A list of a folder that is not there is empty, as MLflow answers it.
            Assert.True(answer.Status is 302 or 400 or 401 or 404 or 422 || (answer.Status == 200 && Names(answer.Text).Length == 0),
                $"GET {address} answered {answer.Status}: {answer.Text}");
            RequireQuiet(answer);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Nothing_is_written_or_removed_outside(string path)
    {
        var before = Outside();
        foreach (var address in new[]
        {
            $"/api/2.0/mlflow-artifacts/artifacts/{path}",
            $"/api/2.0/mlflow-artifacts/artifacts/{_root}/{path}",
            $"/ajax-api/2.0/mlflow-artifacts/artifacts/{path}",
            $"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={_run}&path={path}",
        })
        {
            foreach (var method in address.Contains("upload-artifact", StringComparison.Ordinal) ? new[] { "POST" } : ["PUT", "DELETE"])
            {
                RequireQuiet(await RawHttp.SendAsync(app, _scientist, method, address, body: method == "DELETE" ? "" : "x"));
            }
        }

        Assert.Equal(before, Outside());
    }

    [Theory]
    [InlineData("/%2F%2F%2F%2F..%2F..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/_framework/..%2f..%2fappsettings.json")]
    [InlineData("/_content/../appsettings.json")]
    [InlineData("/_content/%2e%2e/appsettings.json")]
    [InlineData("/css/..%5c..%5cappsettings.json")]
    [InlineData("/../appsettings.json")]
    [InlineData("/.git/HEAD")]
    [InlineData("/appsettings.json")]
    [InlineData("/appsettings.Production.json")]
    [InlineData("/appsettings.json~")]
    [InlineData("/appsettings.json.bak")]
    [InlineData("/web.config")]
    [InlineData("/ModelRegistry.Web.pdb")]
    [InlineData("/ModelRegistry.Web.dll")]
    [InlineData("/registry.db")]
    [InlineData("/registry.db-wal")]
    [InlineData("/bin/")]
    [InlineData("/audit-keys/audit-key.pem")]
    public async Task No_file_of_the_server_is_served(string target)
    {
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var answer = await RawHttp.SendAsync(app, _scientist, method, target);

            Assert.True(answer.Status is 400 or 404, $"{method} {target} answered {answer.Status}");
            Assert.DoesNotContain("PRIVATE KEY", answer.Text, StringComparison.Ordinal);
            RequireQuiet(answer);
        }
    }

    /// <summary>What lies beside the store, by name, size and time.</summary>
    private string[] Outside() => [.. new DirectoryInfo(app.DataDirectory).EnumerateFiles("canary", SearchOption.AllDirectories)
        .Concat(new DirectoryInfo(app.Get<RegistrySettings>().ArtifactDirectory).EnumerateFiles())
        .Concat(new DirectoryInfo(app.Get<RegistrySettings>().ArtifactDirectory + "-evil").EnumerateFiles())
        .Concat(new DirectoryInfo(AppContext.BaseDirectory).EnumerateFiles("x*"))
        .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];

    private void RequireQuiet(RawAnswer answer)
    {
        Assert.NotEqual(500, answer.Status);
        Assert.DoesNotContain("\r\nX-Evil", answer.Head, StringComparison.Ordinal);
        Oracles.RequireQuiet(answer.Text, app);
    }

    private static string[] Names(string text) => text.Contains("\"path\"", StringComparison.Ordinal) ? ["something"] : [];
}

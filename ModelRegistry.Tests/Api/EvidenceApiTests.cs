using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class EvidenceApiTests(RegistryApp app) : IAsyncLifetime
{
    private readonly string _versions = $"/api/v1/models/{RegistryApp.NewName("evidence")}/versions";
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _client = await app.ClientAs(Roles.DataScientist);
        await _client.OkAsync("POST", "/api/v1/models", $$"""{"name":"{{_versions.Split('/')[4]}}"}""");
        await _client.OkAsync("POST", _versions, """{"label":"1.0.0","dataset":{"name":"claims","digest":"d1"},"metrics":[{"name":"accuracy","value":0.9}]}""");
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("\"-Infinity\"")]
    [InlineData("0.1")]
    [InlineData("1.7976931348623157E+308")]
    [InlineData("5E-324")]
    public async Task Every_number_comes_back_as_it_went_in(string value)
    {
        await _client.OkAsync("POST", $"{_versions}/1/metrics", $$"""[{"name":"odd","value":{{value}}}]""");

        var version = await _client.OkAsync("GET", $"{_versions}/1.0.0");

        Assert.Equal(value, version["metrics"]!.AsArray().Single(metric => metric!.Text("name") == "odd")!["value"]!.ToJsonString());
    }

    [Fact]
    public async Task A_correction_is_a_newer_row_and_the_history_keeps_both()
    {
        await _client.OkAsync("POST", $"{_versions}/1/metrics", """[{"name":"val/loss","value":0.5,"step":1},{"name":"val/loss","value":0.4,"step":2}]""");
        await _client.OkAsync("POST", $"{_versions}/1/metrics", """[{"name":"val/loss","value":0.45,"step":2,"source":"recount"}]""");

        var history = await _client.OkAsync("GET", $"{_versions}/1/metrics/val%2Floss/history");
        var version = await _client.OkAsync("GET", $"{_versions}/1");

        Assert.Equal([0.5, 0.4, 0.45], history.Items().Select(row => (double)row["value"]!));
        Assert.Equal("""{"name":"claims","digest":"d1"}""", history.Items().First()["dataset"]!.ToJsonString());
        Assert.Equal(0.45, (double)version["metrics"]!.AsArray().Single(metric => metric!.Text("name") == "val/loss")!["value"]!);
    }

    [Fact]
    public async Task The_newest_result_of_a_check_counts()
    {
        await _client.OkAsync("POST", $"{_versions}/1/checks", """{"name":"bias-audit","state":"pending"}""");
        await _client.OkAsync("POST", $"{_versions}/1/checks", """{"name":"bias-audit","state":"success","url":"https://ci.example/7","summary":"fair"}""");

        var checks = await _client.OkAsync("GET", $"{_versions}/1/checks");

        var check = Assert.Single(checks.Items());
        Assert.Equal(("success", "https://ci.example/7", "fair"), (check.Text("state"), check.Text("url"), check.Text("summary")));
    }

    [Fact]
    public async Task Versions_are_compared_on_equal_data_only()
    {
        await _client.OkAsync("POST", _versions, """{"dataset":{"name":"claims","digest":"d1"},"metrics":[{"name":"accuracy","value":0.95}]}""");
        await _client.OkAsync("POST", _versions, """{"dataset":{"name":"claims","digest":"d2"},"metrics":[{"name":"accuracy","value":0.99}]}""");

        var comparison = await _client.OkAsync("GET", $"{_versions.Replace("/versions", "/compare", StringComparison.Ordinal)}?versions=1,2,3&base=1");

        var cells = comparison["metrics"]![0]!["cells"]!.AsArray();
        Assert.Equal(["base", "better", "notComparable"], cells.Select(cell => cell!.Text("standing")));
    }

    [Fact]
    public async Task A_version_has_the_shape_of_the_contract()
    {
        var version = await _client.OkAsync("GET", $"{_versions}/1");

        string[] members = ["model", "number", "label", "status", "digest", "description", "parameters", "metrics", "tags", "dataset", "source", "framework",
            "createdAt", "createdBy"];
        Assert.All(members, member => Assert.True(version.AsObject().ContainsKey(member), member));
        Assert.Equal("PENDING", version.Text("status"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", version.Text("createdAt")!);
    }
}

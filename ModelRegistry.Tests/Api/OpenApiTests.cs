using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

[Collection(RegistryAppCollection.Name)]
public sealed class OpenApiTests(RegistryApp app) : IAsyncLifetime
{
    private JsonNode _document = null!;

    public async Task InitializeAsync()
    {
        using var client = await app.ClientAs(Roles.Viewer);
        _document = await client.OkAsync("GET", "/openapi/v1.json");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Every_route_of_the_api_is_described()
    {
        var rows = PermissionTable.Rows.Where(row => row.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal));

        Assert.All(rows, row => Assert.NotEmpty(Operation(row).Text("summary")!));
    }

    [Fact]
    public void Every_operation_has_an_id_of_its_own_and_says_how_it_fails()
    {
        var operations = PermissionTable.Rows.Where(row => row.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal))
            .DistinctBy(row => row.ToString()).Select(Operation).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => operation.Text("operationId")).Distinct().Count());
        Assert.All(operations, operation =>
            Assert.All(["401", "403"], status => Assert.NotNull(operation["responses"]![status]!["content"]!["application/problem+json"])));
        Assert.NotNull(Schema("ProblemDetails")["properties"]!["code"]);
    }

    [Fact]
    public void A_file_is_uploaded_as_it_is()
    {
        var body = _document["paths"]!["/api/v1/models/{name}/versions/{version}/artifacts/{path}"]!["put"]!["requestBody"]!;

        Assert.Equal(["application/octet-stream"], body["content"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void Every_change_but_the_upload_of_a_file_takes_an_idempotency_key()
    {
        var rows = PermissionTable.Rows.Where(row => row.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal));

        Assert.All(rows, row => Assert.Equal(
            row.Method is not ("GET" or "HEAD") && !row.Pattern.Contains("/artifacts/{**path}", StringComparison.Ordinal),
            Operation(row)["parameters"]?.AsArray().Any(parameter => parameter!.Text("name") == "Idempotency-Key") ?? false));
    }

    [Fact]
    public void Tokens_and_passwords_are_the_ways_in()
    {
        Assert.Equal(["bearer", "basic"], _document["components"]!["securitySchemes"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(2, _document["security"]!.AsArray().Count);
        Assert.Empty(_document["paths"]!["/health/live"]!["get"]!["security"]!.AsArray());
    }

    [Fact]
    public void Schemas_say_what_the_converters_write()
    {
        var value = Schema("NewMetric")["properties"]!["value"]!;

        Assert.Equal("date-time", Schema("NewToken")["properties"]!["expiresAt"]!.Text("format"));
        Assert.Equal("""["null","string"]""", Schema("NewToken")["properties"]!["expiresAt"]!["type"]!.ToJsonString());
        Assert.Equal("""["number","string"]""", value["type"]!.ToJsonString());
        Assert.Equal("""["null","string"]""", Schema("ModelChange")["properties"]!["tags"]!["additionalProperties"]!["type"]!.ToJsonString());
        Assert.DoesNotContain("IReadOnly", _document.ToJsonString(), StringComparison.Ordinal);
    }

    private JsonNode Schema(string name) => _document["components"]!["schemas"]![name]!;

    private JsonNode Operation(PermissionRow row)
    {
        var path = row.Pattern.Replace("{**path}", "{path}", StringComparison.Ordinal).Replace(":guid", "", StringComparison.Ordinal)
            .Replace(":long", "", StringComparison.Ordinal).Replace(":int", "", StringComparison.Ordinal);
        return _document["paths"]![path]?[row.Method.ToLowerInvariant()] ?? throw new InvalidOperationException($"{row} is not described.");
    }
}

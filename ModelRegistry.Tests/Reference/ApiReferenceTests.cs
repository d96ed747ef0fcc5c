using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Components.Pages.Reference;

namespace ModelRegistry.Tests.Reference;

/// <summary>The page shows the document that programs get: whatever is in it has its entry, its example and its address.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class ApiReferenceTests(RegistryApp app)
{
    [Fact]
    public async Task Every_call_of_the_document_is_there_with_an_example_that_is_json()
    {
        var operations = await app.Get<ApiReference>().OperationsAsync();

        Assert.Contains(operations, operation => operation.Key == "PUT /api/v1/models/{name}/card");
        Assert.Equal(operations.Count, operations.DistinctBy(operation => operation.Key).Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Summary);
            Assert.All(new[] { operation.Example }.Concat(operation.Answers.Select(answer => answer.Example)).OfType<string>(), example =>
                System.Text.Json.JsonDocument.Parse(example).Dispose());
        });
    }

    [Fact]
    public async Task An_example_has_the_fields_of_its_schema()
    {
        var create = (await app.Get<ApiReference>().OperationsAsync()).Single(operation => operation.Key == "POST /api/v1/models");

        Assert.Contains("\"primaryMetric\"", create.Example, StringComparison.Ordinal);
        Assert.True(create.Changes);
        Assert.True((await app.Get<ApiReference>().OperationsAsync()).Single(operation => operation.Key.StartsWith("PUT", StringComparison.Ordinal)
            && operation.Path.Contains("artifacts", StringComparison.Ordinal)).TakesFile);
    }

    [Fact]
    public void A_schema_that_contains_itself_ends()
    {
        const string document = """
            {"paths":{"/a":{"get":{"summary":"A","responses":{"200":{"description":"OK",
            "content":{"application/json":{"schema":{"$ref":"#/components/schemas/N"}}}}}}}},
            "components":{"schemas":{"N":{"type":"object","properties":{"next":{"$ref":"#/components/schemas/N"},"kind":{"enum":["x","y"]}}}}}}
            """;

        var answer = ApiReference.Read(document).Single().Answers.Single();

        Assert.Contains("\"kind\": \"x\"", answer.Example, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fraud", null, "api/v1/models/fraud", null)]
    [InlineData("a/b c?d#e", "x&y", "api/v1/models/a%2Fb%20c%3Fd%23e?filter=x%26y", null)]
    [InlineData("", null, null, "name is part of the address: say which.")]
    [InlineData("..", null, null, "name cannot be '.' or '..'.")]
    [InlineData("a/../../b", null, null, "name cannot be '.' or '..'.")]
    public void An_address_leads_to_the_call_that_was_chosen_whatever_is_typed(string name, string? filter, string? address, string? refusal)
    {
        var operation = new ApiOperation("Models", "GET", "/api/v1/models/{name}", "Read", "",
            [new("name", "path", true, "string", ""), new("filter", "query", false, "string", "")], null, false, []);
        var values = new Dictionary<string, string> { ["name"] = name, ["filter"] = filter ?? "" };

        Assert.Equal((address, refusal), (ApiCall.Address(operation, values, out var why), why));
    }
}

using System.Text.Json;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Components.Pages.Reference;

/// <summary>One call of the API, as the page shows it.</summary>
public sealed record ApiOperation(string Tag, string Method, string Path, string Summary, string Description, IReadOnlyList<ApiParameter> Parameters,
    string? Example, bool TakesFile, IReadOnlyList<ApiAnswer> Answers)
{
    /// <summary>What names it in an address.</summary>
    public string Key => $"{Method} {Path}";

    public bool Changes => Method is not ("GET" or "HEAD");

    public bool Has(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        Key.Contains(word, StringComparison.OrdinalIgnoreCase) || Summary.Contains(word, StringComparison.OrdinalIgnoreCase)
        || Tag.Contains(word, StringComparison.OrdinalIgnoreCase));
}

public sealed record ApiParameter(string Name, string In, bool Required, string Type, string Description);

public sealed record ApiAnswer(string Status, string Description, string? Example);

/// <summary>The OpenAPI document of this server, read for the page that shows it: the document is the one that programs get.</summary>
internal sealed class ApiReference(OpenApiText text)
{
    private static readonly string[] Methods = ["get", "put", "post", "patch", "delete"];

    private readonly Lazy<Task<IReadOnlyList<ApiOperation>>> _operations = new(async () => Read(await text.ReadAsync()));

    /// <summary>In the order of the document.</summary>
    public Task<IReadOnlyList<ApiOperation>> OperationsAsync() => _operations.Value;

    internal static IReadOnlyList<ApiOperation> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var examples = new SchemaExample(document.RootElement);
        return
        [
            .. from path in document.RootElement.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where Methods.Contains(operation.Name)
               select Read(path.Name, operation, examples),
        ];
    }

    private static ApiOperation Read(string path, JsonProperty operation, SchemaExample examples)
    {
        var of = operation.Value;
        var body = of.TryGetProperty("requestBody", out var request) && request.TryGetProperty("content", out var content) ? content : default;
        var takesFile = body.ValueKind == JsonValueKind.Object && !body.TryGetProperty("application/json", out _);
        return new ApiOperation(
            of.TryGetProperty("tags", out var tags) && tags.GetArrayLength() > 0 ? tags[0].GetString()! : "Other",
            operation.Name.ToUpperInvariant(), path, Text(of, "summary"), Text(of, "description"),
            of.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray().Select(Parameter)] : [],
            takesFile ? null : ExampleOf(body, examples), takesFile,
            of.TryGetProperty("responses", out var answers) ? [.. answers.EnumerateObject().OrderBy(answer => answer.Name, StringComparer.Ordinal)
                .Select(answer => new ApiAnswer(answer.Name, Text(answer.Value, "description"),
                answer.Name.StartsWith('2') && answer.Value.TryGetProperty("content", out var shape) ? ExampleOf(shape, examples) : null))] : []);
    }

    private static ApiParameter Parameter(JsonElement parameter) => new(Text(parameter, "name"), Text(parameter, "in"),
        parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
        parameter.TryGetProperty("schema", out var schema) ? SchemaExample.TypeOf(schema) : "", Text(parameter, "description"));

    private static string? ExampleOf(JsonElement content, SchemaExample examples) =>
        content.ValueKind == JsonValueKind.Object && content.TryGetProperty("application/json", out var json) && json.TryGetProperty("schema", out var schema)
            ? examples.Of(schema) : null;

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

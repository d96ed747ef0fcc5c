using System.Text.Json;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>One column or tensor that a model takes or gives.</summary>
public sealed record SignatureRow(string Side, string Name, string Type, string Shape);

/// <summary>A signature as MLflow writes it, in lines for people; what is not understood of it shows as it stands.</summary>
public static class SignatureRows
{
    private const int MostLevels = 4;

    public static IReadOnlyList<SignatureRow> Of(JsonElement signature) => [.. Side(signature, "inputs", "input"), .. Side(signature, "outputs", "output"),
        .. Side(signature, "params", "param")];

    private static IEnumerable<SignatureRow> Side(JsonElement signature, string member, string side) =>
        signature.ValueKind == JsonValueKind.Object && signature.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(column => Row(column, side))
            : [];

    private static SignatureRow Row(JsonElement column, string side)
    {
        var name = Text(column, "name") ?? "";
        var optional = Member(column, "required")?.ValueKind == JsonValueKind.False ? ", optional" : "";
        if (side == "param")
        {
            var preset = Member(column, "default") is { } value ? $", default {value.GetRawText()}" : "";
            return new SignatureRow(side, name, (Text(column, "type") ?? Text(column, "dtype") ?? "any") + preset, Shape(Member(column, "shape")));
        }

        return Member(column, "tensor-spec") is { } tensor
            ? new SignatureRow(side, name, (Text(tensor, "dtype") ?? "tensor") + optional, Shape(Member(tensor, "shape")))
            : new SignatureRow(side, name, Type(column, MostLevels) + optional, "");
    }

    /// <summary><c>array of double</c>, <c>object of { a: long, b: string }</c>; a plain type is its own name.</summary>
    private static string Type(JsonElement column, int levels) => (Text(column, "type"), levels) switch
    {
        (null, _) => column.ValueKind == JsonValueKind.String ? column.GetString()! : column.GetRawText(),
        ("array", > 0) when Member(column, "items") is { } items => $"array of {Type(items, levels - 1)}",
        ("map", > 0) when Member(column, "values") is { } values => $"map of {Type(values, levels - 1)}",
        ("object", > 0) when Member(column, "properties") is { ValueKind: JsonValueKind.Object } members =>
            $"object of {{ {string.Join(", ", members.EnumerateObject().Select(member => $"{member.Name}: {Type(member.Value, levels - 1)}"))} }}",
        var (type, _) => type,
    };

    /// <summary>-1 stands for any length there.</summary>
    private static string Shape(JsonElement? shape) => shape is { ValueKind: JsonValueKind.Array } lengths
        ? $"({string.Join(", ", lengths.EnumerateArray().Select(length => length.GetRawText() == "-1" ? "any" : length.GetRawText()))})"
        : "";

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
}

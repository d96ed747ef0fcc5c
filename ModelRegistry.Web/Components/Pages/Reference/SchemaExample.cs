using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelRegistry.Web.Components.Pages.Reference;

/// <summary>Makes a value that fits a schema of a document, to be changed by whoever reads it.</summary>
internal sealed class SchemaExample(JsonElement document)
{
    private const int Deepest = 6;
    private const string Local = "#/components/schemas/";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Of(JsonElement schema) => Value(schema, 0)?.ToJsonString(Indented) ?? "null";

    /// <summary>The type in a word; of several the first that is not null.</summary>
    public static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return "";
        }

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(one => one.GetString()!).FirstOrDefault(one => one != "null") ?? ""
            : type.GetString() ?? "";
    }

    private JsonNode? Value(JsonElement schema, int depth)
    {
        schema = Resolved(schema);
        if (depth > Deepest)
        {
            return null;
        }

        if (schema.TryGetProperty("enum", out var words) && words.GetArrayLength() > 0)
        {
            return JsonNode.Parse(words[0].GetRawText());
        }

        foreach (var either in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(either, out var shapes) && shapes.EnumerateArray().FirstOrDefault(shape => TypeOf(shape) != "null") is
                { ValueKind: JsonValueKind.Object } shape)
            {
                return Value(shape, depth + 1);
            }
        }

        return TypeOf(schema) switch
        {
            "array" => new JsonArray(schema.TryGetProperty("items", out var items) ? Value(items, depth + 1) : null),
            "string" => schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" ? "2026-03-14T09:00:00Z" : "text",
            "integer" => 1,
            "number" => 0.5,
            "boolean" => false,
            _ => Object(schema, depth),
        };
    }

    private JsonNode? Object(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                made[property.Name] = Value(property.Value, depth + 1);
            }
        }
        else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
        {
            made["name"] = Value(more, depth + 1);
        }

        return made;
    }

    private JsonElement Resolved(JsonElement schema)
    {
        for (var hop = 0; hop < Deepest && schema.TryGetProperty("$ref", out var reference); hop++)
        {
            if (reference.GetString() is not { } name || !name.StartsWith(Local, StringComparison.Ordinal)
                || !document.GetProperty("components").GetProperty("schemas").TryGetProperty(name[Local.Length..], out var found))
            {
                break;
            }

            schema = found;
        }

        return schema;
    }
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelRegistry.Core.Common;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// Reads what an <c>MLmodel</c> file declares as inputs and outputs. The file is somebody's: it is read as a stream of events
/// that builds no objects and follows no aliases, so that no YAML grows in memory, and whatever is odd declares nothing.
/// </summary>
internal static class MlmodelSignature
{
    private const int MostLevels = 64;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// <c>{"inputs":[…],"outputs":[…]}</c> without whitespace, with <c>"params":[…]</c> where those are declared; or why there is nothing to keep.
    /// </summary>
    public static DeclaredSignature Declare(string yaml)
    {
        try
        {
            var sides = Declared(new Parser(new StringReader(yaml)));
            var json = sides is (null, null, null) ? null : Json(sides);
            return json switch
            {
                null => new DeclaredSignature(null, "declares no inputs, outputs or params."),
                { Length: > ModelVersion.SignatureMaxLength } => new DeclaredSignature(null, $"declares a signature of {json.Length.Text()} characters; at "
                    + $"most {ModelVersion.SignatureMaxLength.Text()} are kept."),
                _ => new DeclaredSignature(json, null),
            };
        }
        catch (Exception e) when (e is YamlException or JsonException or ArgumentException or InvalidOperationException or FormatException or OverflowException
            or IndexOutOfRangeException)
        {
            return new DeclaredSignature(null, "is not what MLflow writes: its YAML or the JSON in it cannot be read.");
        }
    }

    public static string? Read(string yaml) => Declare(yaml).Json;

    // To the end of the document, so that a file that is broken further down declares nothing either.
    private static (string? Inputs, string? Outputs, string? Params) Declared(Parser yaml)
    {
        (string?, string?, string?) found = default;
        yaml.Consume<StreamStart>();
        yaml.Consume<DocumentStart>();
        yaml.Consume<MappingStart>();
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            if (KeyOf(yaml) == "signature" && yaml.TryConsume<MappingStart>(out _))
            {
                found = Sides(yaml);
            }
            else
            {
                Skip(yaml);
            }
        }

        yaml.Consume<DocumentEnd>();
        return found;
    }

    private static (string? Inputs, string? Outputs, string? Params) Sides(Parser yaml)
    {
        string? inputs = null, outputs = null, parameters = null;
        while (!yaml.TryConsume<MappingEnd>(out _))
        {
            switch (KeyOf(yaml))
            {
                case "inputs":
                    inputs = TextOf(yaml);
                    break;
                case "outputs":
                    outputs = TextOf(yaml);
                    break;
                case "params":
                    parameters = TextOf(yaml);
                    break;
                default:
                    Skip(yaml);
                    break;
            }
        }

        return (inputs, outputs, parameters);
    }

    private static string? KeyOf(Parser yaml)
    {
        if (yaml.TryConsume<Scalar>(out var key))
        {
            return key.Value;
        }

        Skip(yaml);
        return null;
    }

    private static string? TextOf(Parser yaml)
    {
        if (yaml.TryConsume<Scalar>(out var text))
        {
            return text.Style == ScalarStyle.Plain && text.Value is "" or "~" or "null" ? null : text.Value;
        }

        Skip(yaml);
        return null;
    }

    /// <summary>Passes over one value, whatever it holds.</summary>
    private static void Skip(Parser yaml)
    {
        var level = 0;
        do
        {
            level += yaml.Consume<ParsingEvent>().NestingIncrease;
            if (level > MostLevels)
            {
                throw new FormatException("Nested deeper than any MLmodel file.");
            }
        }
        while (level > 0);
    }

    private static string Json((string? Inputs, string? Outputs, string? Params) sides)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Writing))
        {
            json.WriteStartObject();
            Write(json, "inputs", sides.Inputs ?? "[]");
            Write(json, "outputs", sides.Outputs ?? "[]");
            if (sides.Params is { } parameters)
            {
                Write(json, "params", parameters);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, string side, string list)
    {
        using var read = JsonDocument.Parse(list, new JsonDocumentOptions { MaxDepth = MostLevels });
        if (read.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("A side of a signature is a list.");
        }

        json.WritePropertyName(side);
        read.RootElement.WriteTo(json);
    }
}

/// <summary>A signature as it is kept, or the sentence that says why there is none; both null where no file could declare one.</summary>
internal sealed record DeclaredSignature(string? Json, string? Note);

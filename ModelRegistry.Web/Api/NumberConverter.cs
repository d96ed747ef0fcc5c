using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelRegistry.Web.Api;

/// <summary>
/// A number as the API has it: NaN and the infinities by their names alone. A number beyond what a double can hold, such as 1e400, would silently
/// become infinite and is refused instead.
/// </summary>
internal sealed class NumberConverter : JsonConverter<double>
{
    public const string OutOfRange = "The number is beyond what can be kept.";

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                _ => throw new JsonException(),
            };
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException();
        }

        return reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw new JsonException(OutOfRange);
    }

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}

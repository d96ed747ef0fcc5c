using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Mlflow;

/// <summary>
/// What was sent with a call, or an object inside it. Fields are found in snake_case and camelCase; null is absent; unknown ones are ignored, as MLflow
/// does. What cannot be read is refused by its name, such as <c>metrics[3].value</c>.
/// </summary>
internal sealed class MlflowRequest(JsonElement fields, string path = "")
{
    private const int MostShown = 100;

    private static readonly ConcurrentDictionary<string, string> CamelCase = new();

    /// <summary>Called by the framework for each call that asks for what was sent.</summary>
    public static async ValueTask<MlflowRequest?> BindAsync(HttpContext context) => new(await MlflowBody.ReadAsync(context));

    /// <summary>What is sent there, in the words of messages: the whole path of a field.</summary>
    public string NameOf(string field) => path + field;

    public bool Has(string field) => Find(field) is not null;

    /// <summary>Text that must be there; empty is not, for MLflow's clients send absent text that way.</summary>
    public string Required(string field) => Text(field) is { Length: > 0 } text ? text : throw Missing(field);

    public string? Text(string field) => Find(field) is { } value ? Text(value, field) : null;

    /// <summary>Text, or null where it is absent or empty.</summary>
    public string? Filled(string field) => Text(field) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number of 64 bits, however it is written: 5, "5", 5.0, "1e+05".</summary>
    public long? Whole(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        return MlflowNumbers.TryWhole(Written(value, field), out var number) ? number
            : throw Invalid(field, value, "a whole number that fits in 64 bits is expected");
    }

    public long RequiredWhole(string field) => Whole(field) ?? throw Missing(field);

    /// <summary>A number, or one of the texts NaN, Infinity and -Infinity.</summary>
    public double? Number(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        return MlflowNumbers.TryNumber(Written(value, field), out var number) ? number
            : throw Invalid(field, value, "a number is expected, or one of the texts NaN, Infinity and -Infinity");
    }

    public double RequiredNumber(string field) => Number(field) ?? throw Missing(field);

    /// <summary>True or false, also as text in any case.</summary>
    public bool? Flag(string field) => Find(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } value when bool.TryParse(Text(value, field), out var flag) => flag,
        { } value => throw Invalid(field, value, "true or false is expected"),
    };

    /// <summary>One of MLflow's words, by name or by its number, which starts at 1; what is none of them counts as absent.</summary>
    public string? Choice(string field, params IReadOnlyList<string> words)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        var written = Written(value, field);
        return MlflowNumbers.TryWhole(written, out var number) ? words.ElementAtOrDefault((int)Math.Clamp(number - 1, -1, words.Count))
            : words.FirstOrDefault(word => word == written);
    }

    /// <summary>Texts, also where one stands alone; a key that is repeated in an address is such a list.</summary>
    public IReadOnlyList<string> Texts(string field) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select((item, index) => Text(item, At(field, index)))],
        { } value => [Text(value, field)],
    };

    public IReadOnlyList<MlflowRequest> Objects(string field) => Find(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select((item, index) => Inside(item, At(field, index)))],
        { } value => throw Invalid(field, value, "a list of objects is expected"),
    };

    public MlflowRequest? Object(string field) => Find(field) is { } value ? Inside(value, field) : null;

    /// <summary>Tags and parameters: <c>[{key, value}]</c>, where a value that is absent is empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string field) =>
        [.. Objects(field).Select(pair => KeyValuePair.Create(pair.Required("key"), pair.Text("value") ?? ""))];

    /// <summary>How many a page shall hold.</summary>
    public int Most(int byDefault, int most, string field = "max_results") => Whole(field) switch
    {
        null => byDefault,
        { } asked when asked > 0 && asked <= most => (int)asked,
        { } asked => throw MlflowRefusals.Invalid(string.Create(CultureInfo.InvariantCulture,
            $"Invalid value {asked} for parameter '{NameOf(field)}' supplied: it must be at least 1 and at most {most}.")),
    };

    public RegistryException Missing(string field) =>
        MlflowRefusals.Invalid($"Missing value for required parameter '{NameOf(field)}'. It is absent or empty.");

    /// <summary>The value of a field, for a refusal that the caller finds.</summary>
    public RegistryException Invalid(string field, string expected) => Find(field) is { } value ? Invalid(field, value, expected) : Missing(field);

    private RegistryException Invalid(string field, JsonElement value, string expected)
    {
        return MlflowRefusals.Invalid($"Invalid value {Shown(value)} for parameter '{NameOf(field)}' supplied: {expected}.");
    }

    private static string Shown(JsonElement value)
    {
        try
        {
            return value.GetRawText() is { Length: <= MostShown } text ? text : value.GetRawText()[..MostShown] + "…";
        }
        catch (InvalidOperationException)
        {
            return "(not UTF-8)";
        }
    }

    private JsonElement? Find(string field)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            return (fields.TryGetProperty(field, out var value) || fields.TryGetProperty(Camel(field), out value)) && value.ValueKind != JsonValueKind.Null
                ? value : null;
        }
        catch (InvalidOperationException)
        {
            throw MlflowRefusals.Invalid($"The name of a field beside '{NameOf(field)}' is no well-formed text.");
        }
    }

    private string Text(JsonElement value, string field)
    {
        if (value.ValueKind == JsonValueKind.Number && field.StartsWith("experiment_id", StringComparison.Ordinal))
        {
            return value.GetRawText(); // the one kind of text that MLflow takes as a number too
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw Invalid(field, value, "text in quotes is expected");
        }

        try
        {
            var text = value.GetString()!;
            return !text.Contains('\0', StringComparison.Ordinal) ? text : throw Invalid(field, value, "it holds a NUL character");
        }
        catch (InvalidOperationException)
        {
            throw Invalid(field, value, "it is no well-formed text, for it holds half of a surrogate pair or bytes that are not UTF-8");
        }
    }

    private string Written(JsonElement value, string field) => value.ValueKind == JsonValueKind.String ? Text(value, field) : value.GetRawText();

    private MlflowRequest Inside(JsonElement value, string field) => value.ValueKind == JsonValueKind.Object
        ? new MlflowRequest(value, $"{NameOf(field)}.")
        : throw Invalid(field, value, "an object is expected");

    private static string At(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");

    // Asked for each field that was not sent, three times for a metric; the names of fields are few.
    private static string Camel(string snake) => CamelCase.GetOrAdd(snake, static name =>
    {
        var parts = name.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(part => part.Length == 0 ? "_" : char.ToUpperInvariant(part[0]) + part[1..]));
    });
}

using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Grants;

namespace ModelRegistry.Web.Api;

/// <summary>
/// Says in words of the API what is wrong with a JSON body: 400 with the position when it is no JSON or names a field
/// twice, 422 with the field when a field is unknown, missing or of another kind.
/// </summary>
internal static partial class JsonFault
{
    public static Problem Explain(JsonException error, ParameterInfo? body, JsonSerializerOptions options)
    {
        var type = body is null ? null : options.GetTypeInfo(body.ParameterType);
        var field = FieldOf(error.Path, type is { Kind: JsonTypeInfoKind.Enumerable } ? body!.Name : null);
        if (error.InnerException is JsonException)
        {
            return Malformed(error, "The body is no valid JSON", field);
        }

        if (error.Message.StartsWith("Duplicate propert", StringComparison.Ordinal))
        {
            return Malformed(error, $"The field '{field}' is given twice", field);
        }

        if (error.Message == ApiJson.NullEntry)
        {
            return Invalid(field, "field_invalid", $"{Name(field)} holds null where an entry belongs.");
        }

        if (error.Message == NumberConverter.OutOfRange)
        {
            return Invalid(field, "number_out_of_range",
                $"{Name(field)} is beyond what a number can hold, about 1.8e308. What is infinite is written as \"Infinity\" or \"-Infinity\".");
        }

        if (error.Message == GrantOn.Forms)
        {
            return Invalid(field, "field_invalid", $"{Name(field)} must be {GrantOn.Forms}.");
        }

        return Missing(error, field) ?? UnknownKind(error, field) ?? Mismatch(error, field, type);
    }

    /// <summary>An object of several kinds that does not say of which it is; the reader throws another exception for it than for all else.</summary>
    public static Problem? Explain(NotSupportedException error)
    {
        var match = Kindless().Match(error.Message);
        return match.Success ? Invalid($"{FieldOf(match.Groups["path"].Value, null)}.kind", "field_required",
            $"'{FieldOf(match.Groups["path"].Value, null)}.kind' is required: it says what the other fields mean.") : null;
    }

    // Read unrecognized type discriminator id 'x'.
    private static Problem? UnknownKind(JsonException error, string? field)
    {
        if (!error.Message.StartsWith("Read unrecognized type discriminator", StringComparison.Ordinal))
        {
            return null;
        }

        field = field?.EndsWith(".kind", StringComparison.Ordinal) == true ? field : $"{field}.kind";
        return Invalid(field, "kind_unknown", $"'{field}' is none of the kinds that /openapi/v1.json lists.");
    }

    private static Problem Malformed(JsonException error, string what, string? field)
    {
        var (line, position) = ((error.LineNumber ?? 0) + 1, (error.BytePositionInLine ?? 0) + 1);
        var where = string.Create(CultureInfo.InvariantCulture, $"line {line}, byte {position}");
        return new(400, "json_invalid", $"{what} ({where}). Send one JSON value in UTF-8, without comments or trailing commas.", field,
            new Dictionary<string, object?> { ["line"] = line, ["position"] = position });
    }

    // … was missing required properties including: 'name', 'value'.
    private static Problem? Missing(JsonException error, string? inside)
    {
        var match = RequiredNames().Match(error.Message);
        if (!match.Success)
        {
            return null;
        }

        var field = inside is null ? match.Groups["name"].Value : $"{inside}.{match.Groups["name"].Value}";
        return Invalid(field, "field_required", $"{Name(field)} is required.");
    }

    private static Problem Mismatch(JsonException error, string? field, JsonTypeInfo? body)
    {
        var steps = Steps().Matches(error.Path ?? "").Select(match => match.Groups["name"].Value + match.Groups["key"].Value).ToList();
        var target = body;
        foreach (var step in steps)
        {
            target = Into(target, step);
        }

        // A field of one kind in an object of another is as unknown as any: the reader says so, the types do not.
        return (target is null && body is not null) || error.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal)
            ? Invalid(field, "field_unknown", $"{Name(field)} is no field of this request. See /openapi/v1.json for those it takes.")
            : Invalid(field, "field_invalid",
                target is null ? $"{Name(field)} has a value of the wrong kind." : $"{Name(field)} must be {KindOf(target.Type)}.");
    }

    private static JsonTypeInfo? Into(JsonTypeInfo? type, string step) => type switch
    {
        { Kind: JsonTypeInfoKind.Object } => Members(type).FirstOrDefault(property => property.Name == step) is { } property
            ? type.Options.GetTypeInfo(property.PropertyType)
            : null,
        { ElementType: { } element } => type.Options.GetTypeInfo(element),
        _ => null,
    };

    /// <summary>The members of a type, with those of every kind of it.</summary>
    private static IEnumerable<JsonPropertyInfo> Members(JsonTypeInfo type) =>
        type.Properties.Concat((type.PolymorphismOptions?.DerivedTypes ?? []).SelectMany(kind => type.Options.GetTypeInfo(kind.DerivedType).Properties));

    private static string KindOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var kind when kind == typeof(string) => "text (well-formed Unicode in quotes)",
        var kind when kind == typeof(bool) => "true or false",
        var kind when kind == typeof(double) => "a number, or one of \"NaN\", \"Infinity\", \"-Infinity\"",
        var kind when kind == typeof(int) || kind == typeof(long) => "a whole number",
        var kind when kind == typeof(DateTimeOffset) => "a time with an offset, such as 2026-03-14T09:00:00Z",
        { IsEnum: true } => "one of the values that /openapi/v1.json lists",
        var kind when kind != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(kind) && !IsDictionary(kind) => "a list",
        _ => "an object",
    };

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericArguments().Length == 2;

    private static Problem Invalid(string? field, string code, string sentence) => new(422, code, sentence, field);

    private static string Name(string? field) => field is null ? "The body" : $"'{field}'";

    /// <summary>
    /// The path as people write it: <c>$.metrics[0].name</c> is <c>metrics[0].name</c>, and so is <c>$[0].name</c> where the body is that list.
    /// </summary>
    private static string? FieldOf(string? path, string? list) =>
        (path ?? "$").TrimStart('$').TrimStart('.') is var field && list is not null ? list + field : field is "" ? null : field;

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<key>.*?)'\]|\[(?<key>\d+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Steps();

    [GeneratedRegex(@"missing required properties including: '(?<name>\w+)'", RegexOptions.CultureInvariant)]
    private static partial Regex RequiredNames();

    // … must specify a type discriminator. Path: $.gates[0] | LineNumber: 0 | BytePositionInLine: 45.
    [GeneratedRegex(@"must specify a type discriminator.*Path: (?<path>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Kindless();
}

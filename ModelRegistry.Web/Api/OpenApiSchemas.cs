using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ModelRegistry.Web.Api;

/// <summary>Corrects what the schema generator cannot know: our own converters, the members of errors, nulls inside lists.</summary>
internal static class OpenApiSchemas
{
    public static void Correct(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var type = context.JsonTypeInfo.Type;
        var optional = Nullable.GetUnderlyingType(type) is null ? (JsonSchemaType)0 : JsonSchemaType.Null;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | optional;
            schema.Format = "date-time";
        }
        else if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(double))
        {
            // A number or one of the three names; "object" would contradict both.
            schema.Type = JsonSchemaType.Number | JsonSchemaType.String | optional;
            schema.AnyOf = optional == JsonSchemaType.Null ? [.. schema.AnyOf ?? [], new OpenApiSchema { Type = JsonSchemaType.Null }] : schema.AnyOf;
        }
        else if (type == typeof(ProblemDetails))
        {
            DescribeProblem(schema);
        }

        AllowNullEntries(schema, context.JsonPropertyInfo?.AttributeProvider);
        schema.Description = InFieldNames(schema.Description, type);
    }

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.AdditionalPropertiesAllowed = true;
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable, for programs: model_name_taken." };
        schema.Properties["field"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The input that is wrong, where it is one." };
    }

    private static void AllowNullEntries(OpenApiSchema schema, ICustomAttributeProvider? member)
    {
        if (member is PropertyInfo property && new NullabilityInfoContext()
            .Create(property).GenericTypeArguments is [.., { ReadState: NullabilityState.Nullable }])
        {
            foreach (var entry in new[] { schema.Items, schema.AdditionalProperties }.OfType<OpenApiSchema>()
                .Where(entry => entry.Type == JsonSchemaType.String))
            {
                entry.Type |= JsonSchemaType.Null;
            }
        }
    }

    // Summaries name members as "double? ComparedMetric.Delta", where a reader of the API knows "delta".
    private static string? InFieldNames(string? description, Type type) => description is null
        ? null
        : Regex.Replace(description, $@"\S+ {Regex.Escape(type.Name)}\.(?<member>\w+)", match =>
            JsonNamingPolicy.CamelCase.ConvertName(match.Groups["member"].Value));
}

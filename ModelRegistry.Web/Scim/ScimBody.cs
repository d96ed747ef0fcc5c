using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelRegistry.Web.Scim;

/// <summary>The JSON object that a directory sends, read whole: the framework's own binding finds a field named twice only when it is looked at.</summary>
internal sealed record ScimBody(JsonObject Json)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static async ValueTask<ScimBody?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException("This is no JSON.", StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            return await JsonNode.ParseAsync(context.Request.Body, documentOptions: Strict, cancellationToken: context.RequestAborted) is JsonObject json
                ? new ScimBody(json) : throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    private static Exception Unreadable() => ScimPatch.Refused("invalidSyntax", "The body must be a JSON object in which no field is named twice.");
}

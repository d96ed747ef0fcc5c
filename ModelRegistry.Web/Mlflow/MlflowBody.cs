using System.Text.Json;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Mlflow;

/// <summary>
/// Finds what was sent where MLflow looks for it: in the query of a GET, else in the JSON body, also of GET, PATCH and DELETE; text that holds JSON is
/// read once more.
/// </summary>
internal static class MlflowBody
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new object());

    public static async ValueTask<JsonElement> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Query.Count > 0)
        {
            return JsonSerializer.SerializeToElement(request.Query.ToDictionary(
                parameter => parameter.Key, object? (parameter) => parameter.Value.Count == 1 ? parameter.Value[0] : parameter.Value.ToArray()));
        }

        if ((HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method)) && !request.HasJsonContentType())
        {
            throw MlflowRefusals.Invalid("The body must come with the header 'Content-Type: application/json'"
                + (string.IsNullOrEmpty(request.ContentType) ? ", and came without one." : ", and came with another."));
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            throw MlflowRefusals.Invalid("The body must not be compressed: leave the header Content-Encoding out.");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        return body.Length == 0 ? Nothing : Parse(context, body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static JsonElement Parse(HttpContext context, ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        try
        {
            var fields = Root(context, JsonDocument.Parse(text));
            if (fields.ValueKind == JsonValueKind.String)
            {
                fields = Root(context, JsonDocument.Parse(fields.GetString()!));
            }

            return fields.ValueKind == JsonValueKind.Object ? fields : throw NoObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw NoObject();
        }
    }

    private static JsonElement Root(HttpContext context, JsonDocument document)
    {
        context.Response.RegisterForDispose(document);
        return document.RootElement;
    }

    private static RegistryException NoObject() => MlflowRefusals.Invalid("The body is no JSON object in UTF-8. Send one, such as {\"name\": \"fraud\"}.");
}

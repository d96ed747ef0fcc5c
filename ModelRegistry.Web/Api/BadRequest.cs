using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace ModelRegistry.Web.Api;

/// <summary>
/// Explains requests that the framework could not read, without its type names. What it knows is partly in its message
/// only; the tests of bad input hold on to the texts relied on here.
/// </summary>
internal static partial class BadRequest
{
    public static Problem Explain(HttpContext context, BadHttpRequestException error, JsonSerializerOptions options) => error switch
    {
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Problem.ForStatus(415),
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problem.ForStatus(413),
        { StatusCode: StatusCodes.Status408RequestTimeout } => Problem.ForStatus(408),
        { InnerException: JsonException } when IsEncoded(context) => Problem.ForStatus(415),
        { InnerException: JsonException json } => JsonFault.Explain(json, Body(context), options),
        _ when error.Message.EndsWith("from body.", StringComparison.Ordinal) || error.Message.Contains("no body was provided", StringComparison.Ordinal) =>
            new(400, "body_required", "This address needs a JSON body."),
        _ when Parameter().Match(error.Message) is { Success: true } match =>
            new(400, "parameter_invalid", $"The parameter '{match.Groups["name"]}' is missing or has a value that cannot be read.", match.Groups["name"].Value),
        _ => new(error.StatusCode, "request_malformed", "The request cannot be read, or it ended before it was complete. Nothing was changed."),
    };

    // A compressed body never parses as JSON; it is not unpacked, because a small one may unpack to any size.
    private static bool IsEncoded(HttpContext context) => context.Request.Headers.ContentEncoding.Count > 0;

    // The exception handler has taken the endpoint off the request; its feature still knows it.
    private static ParameterInfo? Body(HttpContext context)
    {
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var type = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        return endpoint?.Metadata.GetMetadata<MethodInfo>()?.GetParameters().FirstOrDefault(parameter => parameter.ParameterType == type);
    }

    // Failed to bind parameter "Nullable<int> pageSize" from "x".
    [GeneratedRegex("parameter \"[^\"]+ (?<name>\\w+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}

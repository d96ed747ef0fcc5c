using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>
/// Gives the actor of a changing call the key that came with it. Before the endpoint and not as a filter of it: a filter runs
/// when the body has been read.
/// </summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";

    private const int MaxLength = 200;

    /// <summary>Marks the routes of a group that change something; a file's PUT needs no key, because sent again it is the same file.</summary>
    public static RouteGroupBuilder TakeIdempotencyKeys(this RouteGroupBuilder api)
    {
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().SelectMany(metadata => metadata.HttpMethods);
            var handler = endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault();
            if (!methods.All(Reads) && handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(ArtifactTarget)) == false)
            {
                endpoint.Metadata.Add(Marker.Only);
            }
        });
        return api;
    }

    public static void UseIdempotencyKeys(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Marker>() is not null && context.Request.Headers[Header] is { Count: > 0 } values)
        {
            var text = Check(values);
            var body = await ReadAsync(context.Request, context.RequestAborted);
            var key = KeyOf(context, text, body);
            context.Request.Body = body;
            context.SetActor(context.Actor() with { Idempotency = key });
            context.Response.OnStarting(() =>
            {
                if (key.Replayed)
                {
                    context.Response.Headers[ReplayedHeader] = "true";
                }

                return Task.CompletedTask;
            });
        }

        await next(context);
    });

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Marker>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Header,
                In = ParameterLocation.Header,
                Description = $"Up to {MaxLength} printable ASCII characters of your choice. For 24 hours the same call with the same key is answered like "
                    + "the first, "
                    + $"with the header {ReplayedHeader}, and changes nothing; where the answer held a secret it is 409 already_created with the id. "
                    + "The same key with another body is 422. A call that failed is not kept.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = MaxLength },
            });
        }

        return Task.CompletedTask;
    }

    private static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static string Check(Microsoft.Extensions.Primitives.StringValues values) =>
        values is [{ Length: > 0 and <= MaxLength } text] && text.All(c => c is >= ' ' and <= '~')
            ? text
            : throw RegistryException.Malformed("idempotency_key_invalid", $"{Header} must be one header of 1 to {MaxLength} printable ASCII characters.",
                Header);

    /// <summary>The whole body, which the limit of the route keeps small; reading past that limit throws.</summary>
    private static async Task<MemoryStream> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        body.Position = 0;
        return body;
    }

    private static IdempotencyKey KeyOf(HttpContext context, string text, MemoryStream body)
    {
        var request = context.Request;
        var call = string.Join('\n', context.Actor().UserId, request.Method, request.Path + request.QueryString, text);
        // With the key in it, because a body may hold a password, of which no plain hash may lie in the database.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{call}\n"));
        hash.AppendData(body.GetBuffer().AsSpan(0, (int)body.Length));
        return new IdempotencyKey(Sha256Hex.Of(call), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private sealed class Marker
    {
        public static Marker Only { get; } = new();
    }
}

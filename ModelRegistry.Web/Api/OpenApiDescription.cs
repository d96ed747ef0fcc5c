using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ModelRegistry.Web.Api;

/// <summary>What the OpenAPI document says beyond what the routes say themselves.</summary>
internal static class OpenApiDescription
{
    public const string DocumentName = "v1";

    private const string About = """
        Registered models, their sealed versions, metrics, checks and the audit trail.
        Times are ISO 8601 in UTC. NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity". Lists are
        {items, nextPageToken}. Unknown fields and parameters are refused. Errors are problem details (RFC 9457) with a stable
        code and, where one input is wrong, its field. A change that is sent again with the same Idempotency-Key happens once.
        """;

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "ModelRegistry", Version = DocumentName, Description = About };
            document.Servers = [];
            AddSecurity(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(NameAndOpen);
        options.AddOperationTransformer(IdempotencyKeys.Describe);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            OpenApiSchemas.Correct(schema, context);
            return Task.CompletedTask;
        });
    }

    public static Task ArtifactUpload(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        AddPath(operation);
        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "Content-Digest",
            In = ParameterLocation.Header,
            Description = "RFC 9530, for example sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:. sha-512 is checked too. A difference or another "
                + "algorithm is refused.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Bytes() };
        return Task.CompletedTask;
    }

    public static Task ArtifactDownload(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        AddPath(operation);
        operation.Responses ??= [];
        operation.Responses["200"] = new OpenApiResponse { Description = "The file", Content = Bytes() };
        operation.Responses["206"] = new OpenApiResponse { Description = "The range asked for", Content = Bytes() };
        operation.Responses["304"] = new OpenApiResponse { Description = "If-None-Match names the present ETag" };
        return Task.CompletedTask;
    }

    /// <summary>A stable id for generated clients, and no credentials where none are needed.</summary>
    private static Task NameAndOpen(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<MethodInfo>().FirstOrDefault() is { } handler)
        {
            var head = HttpMethods.IsHead(context.Description.HttpMethod ?? "") ? "Head" : "";
            operation.OperationId = $"{handler.DeclaringType!.Name.Replace("Api", "", StringComparison.Ordinal)}{handler.Name}{head}";
        }

        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, OpenApiMediaType> Bytes() => new()
    {
        ["application/octet-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
    };

    private static void AddPath(OpenApiOperation operation)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "path",
            In = ParameterLocation.Path,
            Required = true,
            Description = "Path of the file inside the version, such as model/model.pkl; each name percent-encoded once. What Windows cannot keep as a "
                + "name is refused, so that every version can be downloaded anywhere: < > : \" | ? * \\, device names, a space or dot at an end.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static void AddSecurity(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An access token." },
            ["basic"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "basic",
                Description = "An access token as the password of any user name, or e-mail address and password."
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("basic", document)] = [] },
        ];
    }
}

using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class ArtifactsApi
{
    public static void MapArtifacts(this RouteGroupBuilder api)
    {
        var artifacts = api.MapGroup("/models/{name}/versions/{version}/artifacts").WithTags("Artifacts").ProducesProblem(404);
        artifacts.MapGet("", ReadManifest).Produces<IReadOnlyList<ManifestEntry>>();
        artifacts.MapPut("/{**path}", Put).WithMetadata(new DisableRequestSizeLimitAttribute())
            .Produces<StoredFile>().ProducesProblem(409).ProducesProblem(415).ProducesProblem(422)
            .AddOpenApiOperationTransformer(OpenApiDescription.ArtifactUpload);
        artifacts.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], Get)
            .ProducesProblem(409).ProducesProblem(416).ProducesProblem(422)
            .AddOpenApiOperationTransformer(OpenApiDescription.ArtifactDownload);
    }

    [EndpointSummary("Read the manifest of a version")]
    [EndpointDescription("The canonical text: its SHA-256 is the digest of a sealed version. Of a PENDING version, the files so far. A token with the scope "
        + "resolve reads what is in a slot at this moment; for any other version it gets 403 scope_missing.")]
    private static async Task<ContentHttpResult> ReadManifest(string name, string version, VersionArtifacts artifacts, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Text(Manifest.TextOf(await artifacts.ListAsync(name, version, context.Actor(), ct)), "application/json", Encoding.UTF8);

    [EndpointSummary("Upload a file of a PENDING version")]
    [EndpointDescription("The body is the file itself and all of it, of any size and type; a part (Content-Range) or a form (multipart/form-data) is "
        + "refused. Digests declared in Content-Digest or Repr-Digest (sha-256, sha-512) and the Content-Length are checked; whatever differs leaves nothing.")]
    private static async Task<Results<Created<StoredFile>, Ok<StoredFile>>> Put(string name, string version, ArtifactTarget target, VersionArtifacts artifacts,
        UploadPatience patience, HttpContext context, CancellationToken ct)
    {
        RefuseOtherThanTheFile(context.Request);
        var declared = DeclaredDigest.Of(context.Request);
        patience.Apply(context);
        using var watched = declared.Sha512 is { } sha512 ? new Sha512Stream(context.Request.Body, sha512) : null;
        var sha256 = declared.Sha256 is { } digest ? Convert.ToHexStringLower(digest) : null;
        var file = new IncomingFile(target.Path, watched ?? context.Request.Body, sha256, context.Request.ContentLength);
        var stored = await artifacts.PutAsync(name, version, file, context.Actor(), ct);
        return stored.Created ? TypedResults.Created(target.Address, stored) : TypedResults.Ok(stored);
    }

    /// <summary>What comes is kept byte for byte: a compressed body, a part, or a form around a file would be another file than its name says.</summary>
    private static void RefuseOtherThanTheFile(HttpRequest request)
    {
        if (request.Headers.ContentRange.Count > 0)
        {
            throw RegistryException.Malformed("partial_content", "A part of a file is not taken here. Send the whole file without Content-Range.",
                "Content-Range");
        }

        if (request.HasFormContentType && request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw RegistryException.Malformed("form_refused",
                "A form is not taken here: it would be stored with its boundaries. Send the file itself as the body (curl: -T FILE, not -F).", "Content-Type");
        }

        if (request.Headers.ContentEncoding.Any(coding => !string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            throw new BadHttpRequestException("Content-Encoding", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    [EndpointSummary("Download a file")]
    [EndpointDescription("Always as an attachment. Its ETag is the SHA-256 of the file; one range is supported. Bytes that changed on disk are never "
        + "delivered as a complete file. A token with the scope resolve reads what is in a slot at this moment; for any other version it gets 403 "
        + "scope_missing.")]
    private static async Task<ArtifactDownload> Get(string name, string version, ArtifactTarget target, VersionArtifacts artifacts, ArtifactStore store,
        HttpContext context, CancellationToken ct) =>
        new(await artifacts.FindAsync(name, version, target.Path, context.Actor(), ct), store);
}

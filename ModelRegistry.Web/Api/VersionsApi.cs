using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class VersionsApi
{
    /// <summary>Room for a manifest of 100 000 files.</summary>
    private const long SealBytes = 32 << 20;

    public static void MapVersions(this RouteGroupBuilder api)
    {
        var versions = api.MapGroup("/models/{name}/versions").WithTags("Versions").ProducesProblem(404);
        versions.MapGet("", List).ProducesProblem(422);
        versions.MapPost("", Create).ProducesProblem(409).ProducesProblem(422);
        versions.MapGet("/{version}", Get);
        versions.MapPatch("/{version}", Edit).ProducesProblem(409).ProducesProblem(422);
        versions.MapPost("/{version}/seal", Seal).WithMetadata(new RequestSizeLimitAttribute(SealBytes)).ProducesProblem(409).ProducesProblem(422);
        versions.MapPost("/{version}/verify", Verify).ProducesProblem(409);
    }

    [EndpointSummary("List the versions of a model")]
    [EndpointDescription("filter: comparisons such as metrics.accuracy >= 0.9 and params.family = 'svc' with and, or, not, in and parentheses, or plain words. "
        + "orderBy: number, label, created, framework, size, metrics.<name>, params.<name> or tags.<key>, with asc or desc; what a version lacks comes "
        + "last. Without it the newest number comes first. archived=true: archived ones too. pageSize: 1 to 200, 50 by default.")]
    private static async Task<Ok<Page<VersionView>>> List(string name, string? filter, string? orderBy, bool? archived, int? pageSize, string? pageToken,
        VersionQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(name, new VersionSearch(filter, orderBy, archived == true, pageSize, pageToken), context.Actor(), ct));

    [EndpointSummary("Register a version")]
    [EndpointDescription("Takes the next number of the model. The version is PENDING: upload its files, then seal it. Metric values may be the strings NaN, "
        + "Infinity and -Infinity.")]
    private static async Task<Created<VersionView>> Create(string name, NewVersion command, VersionWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var version = await workflow.CreateAsync(name, command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Version(context, version.Model, version.Number), version);
    }

    [EndpointSummary("Read a version by number or label")]
    private static async Task<Ok<VersionView>> Get(string name, string version, VersionQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(name, version, context.Actor(), ct));

    [EndpointSummary("Change label, description or tags of a version")]
    [EndpointDescription("Fields left out stay. A tag set to null is removed; a label is set once.")]
    private static async Task<Ok<VersionView>> Edit(string name, string version, VersionEdit edit, VersionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.EditAsync(name, version, edit, context.Actor(), ct));

    [EndpointSummary("Seal a version")]
    [EndpointDescription("Makes it READY and returns its digest: from now on files and parameters never change. A digest or list of files in the body must "
        + "be what the server has, else 422 names the files that differ.")]
    private static async Task<Ok<VersionView>> Seal(string name, string version, SealExpectation? expected, VersionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.SealAsync(name, version, expected, context.Actor(), ct));

    [EndpointSummary("Hash every file of a sealed version again")]
    [EndpointDescription("Compares each stored file with the manifest now, and keeps the result as evidence.")]
    private static async Task<Ok<Verification>> Verify(string name, string version, VersionVerification verification, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await verification.VerifyAsync(name, version, context.Actor(), progress: null, ct));
}

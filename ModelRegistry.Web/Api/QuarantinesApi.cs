using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class QuarantinesApi
{
    public static void MapQuarantines(this RouteGroupBuilder api)
    {
        var version = api.MapGroup("/models/{name}/versions/{version}").WithTags("Quarantine").ProducesProblem(404);
        version.MapPost("/quarantine", Set).ProducesProblem(409).ProducesProblem(422);
        version.MapPost("/release", Release).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/quarantines", List).WithTags("Quarantine");
    }

    [EndpointSummary("Quarantine a version")]
    [EndpointDescription("Its bytes may not enter a stage until they are released: every version with the same digest, or with the same files apart from "
        + "MLmodel and environment files, in every model. Moves no slot. While it holds, calls that would let them in answer 409 version_quarantined.")]
    private static async Task<Ok<QuarantineView>> Set(string name, string version, QuarantineReason command, QuarantineWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.SetAsync(name, version, command.Reason, context.Actor(), ct));

    [EndpointSummary("Release the bytes of a version")]
    [EndpointDescription("For reviewers who had no hand in them. Lifts every quarantine that holds these bytes; answers with those of models that you see.")]
    private static async Task<Ok<Page<QuarantineView>>> Release(string name, string version, QuarantineReason command, QuarantineWorkflow workflow,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.ReleaseAsync(name, version, command.Reason, context.Actor(), ct));

    [EndpointSummary("List quarantines")]
    [EndpointDescription("Those that hold, newest first; all=true for those that were released too.")]
    private static async Task<Ok<Page<QuarantineView>>> List(bool? all, int? pageSize, string? pageToken, QuarantineQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(new QuarantineSearch(all == true, PageSize: pageSize, PageToken: pageToken), context.Actor(), ct));

    internal sealed record QuarantineReason(string Reason);
}

using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>One act on several, with an answer for each.</summary>
internal static class BulkApi
{
    public static void MapBulk(this RouteGroupBuilder api)
    {
        api.MapPost("/models/{name}/versions/bulk", OnVersions).WithTags("Versions").ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/models/bulk", OnModels).WithTags("Models").ProducesProblem(422);
    }

    [EndpointSummary("Tag or archive several versions")]
    [EndpointDescription("act: tag (tags as in the change of one version: null removes), archive or unarchive (with a reason if you like), on up to 200 "
        + "numbers. Each version is changed under the rules for one, and answers for itself: ok, or the code and detail of the refusal. Who may change none "
        + "of them gets 403; what is wrong with the call itself is 422 and changes nothing.")]
    private static async Task<Ok<Page<BulkAnswer>>> OnVersions(string name, VersionsAct act, BulkActs bulk, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(new Page<BulkAnswer>(await bulk.OnVersionsAsync(name, act, context.Actor(), ct), null));

    [EndpointSummary("Tag several models")]
    [EndpointDescription("act: tag, with tags as in the change of one model (null removes), on up to 200 names. Each model answers for itself.")]
    private static async Task<Ok<Page<BulkAnswer>>> OnModels(ModelsAct act, BulkActs bulk, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(new Page<BulkAnswer>(await bulk.OnModelsAsync(act, context.Actor(), ct), null));
}

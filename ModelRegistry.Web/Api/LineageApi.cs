using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class LineageApi
{
    public static void MapLineage(this RouteGroupBuilder api)
    {
        var lineage = api.MapGroup("").WithTags("Lineage").ProducesProblem(422);
        lineage.MapGet("/models/{name}/versions/{version}/lineage", Get).ProducesProblem(404);
        lineage.MapGet("/datasets/versions", Uses);
        lineage.MapPost("/datasets/quarantine", Quarantine).ProducesProblem(409);
    }

    [EndpointSummary("Read where a version comes from and where it went")]
    [EndpointDescription("Its data set with the number of versions that used the same (1 001 stands for more than 1 000), its source, its last stay in each "
        + "slot, and the hosts that were told it last.")]
    private static async Task<Ok<VersionLineage>> Get(string name, string version, LineageQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.OfVersionAsync(name, version, context.Actor(), ct));

    [EndpointSummary("List the versions that used a data set")]
    [EndpointDescription("By the digest of the data set, of models that you see, the last registered first. quarantineRefusal says why you may not quarantine "
        + "one; null: you may.")]
    private static async Task<Ok<Page<DatasetUse>>> Uses(string? digest, int? pageSize, string? pageToken, LineageQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.OfDatasetAsync(digest, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Quarantine versions that used a data set")]
    [EndpointDescription("At most 100 in one act, all or none, under the rules of each: your right to quarantine each of them, and none that is quarantined "
        + "already. Moves no slot.")]
    private static async Task<Ok<Page<QuarantineView>>> Quarantine(QuarantineOfDataset wish, DatasetQuarantine workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.SetAsync(wish, context.Actor(), ct));
}

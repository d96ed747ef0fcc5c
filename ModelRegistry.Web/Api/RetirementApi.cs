using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class RetirementApi
{
    public static void MapRetirement(this RouteGroupBuilder api)
    {
        var version = api.MapGroup("/models/{name}/versions/{version}").WithTags("Retirement").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        version.MapPost("/archive", Archive);
        version.MapPost("/unarchive", Unarchive);
        version.MapDelete("", Delete);
        version.MapPost("/restore", Restore);
        version.MapPost("/purge", Purge);
        version.MapPost("/hold", Hold);
        version.MapPost("/unhold", ReleaseHold);
        var model = api.MapGroup("/models/{name}").WithTags("Retirement").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        model.MapDelete("", DeleteModel);
        model.MapPost("/restore", RestoreModel);
        var server = api.MapGroup("").WithTags("Retirement");
        server.MapGet("/bin", Bin);
        server.MapPost("/store/sweep", Sweep).ProducesProblem(409);
    }

    [EndpointSummary("Archive a version")]
    [EndpointDescription("Hides it from lists and charts and keeps it out of slots; it stays readable by its address. Its open requests are withdrawn. 409 "
        + "while it is in a slot or is what a stage would be rolled back to.")]
    private static async Task<Ok<VersionView>> Archive(string name, string version, RetirementReason? body, VersionRetirement retirement, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await retirement.ArchiveAsync(name, version, body?.Reason, context.Actor(), ct));

    [EndpointSummary("Unarchive a version")]
    private static async Task<Ok<VersionView>> Unarchive(string name, string version, RetirementReason? body, VersionRetirement retirement, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await retirement.UnarchiveAsync(name, version, body?.Reason, context.Actor(), ct));

    [EndpointSummary("Delete a version")]
    [EndpointDescription("From then on every address of it answers 404, but for the bin; restore brings it back. Its open requests are withdrawn. 409 while "
        + "it is in a slot, is what a stage would be rolled back to, or is held.")]
    private static async Task<NoContent> Delete(string name, string version, string? reason, VersionRetirement retirement, HttpContext context,
        CancellationToken ct)
    {
        await retirement.DeleteAsync(name, version, reason, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("Restore a deleted version")]
    private static async Task<Ok<VersionView>> Restore(string name, string version, RetirementReason? body, VersionRetirement retirement, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await retirement.RestoreAsync(name, version, body?.Reason, context.Actor(), ct));

    [EndpointSummary("Purge a version")]
    [EndpointDescription("For admins, with a reason, and for good: its files, metrics, parameters, tags and checks go; number, digest, history, requests "
        + "and audit trail stay. Deleted versions can be purged too.")]
    private static async Task<Ok<BinEntry>> Purge(string name, string version, RetirementReason? body, VersionPurge purge, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await purge.PurgeAsync(name, version, body?.Reason, context.Actor(), ct));

    [EndpointSummary("Hold a version")]
    [EndpointDescription("For admins, with a reason: it cannot be deleted or purged until the hold is released.")]
    private static async Task<Ok<VersionView>> Hold(string name, string version, RetirementReason? body, VersionPurge purge, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await purge.HoldAsync(name, version, body?.Reason, context.Actor(), ct));

    [EndpointSummary("Release the hold on a version")]
    private static async Task<Ok<VersionView>> ReleaseHold(string name, string version, RetirementReason? body, VersionPurge purge, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await purge.ReleaseHoldAsync(name, version, body?.Reason, context.Actor(), ct));

    [EndpointSummary("Delete a model")]
    [EndpointDescription("With all its versions; restore brings it back. Its open requests are withdrawn. Its former owner or an admin may take the name "
        + "again: numbering, policies and restriction then carry on. 409 while a slot is occupied or a version is held.")]
    private static async Task<NoContent> DeleteModel(string name, string? reason, ModelRetirement retirement, HttpContext context, CancellationToken ct)
    {
        await retirement.DeleteAsync(name, reason, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("Restore a deleted model")]
    [EndpointDescription("With the versions that were not deleted on their own before.")]
    private static async Task<Ok<ModelView>> RestoreModel(string name, RetirementReason? body, ModelRetirement retirement, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await retirement.RestoreAsync(name, body?.Reason, context.Actor(), ct));

    [EndpointSummary("List what is deleted")]
    [EndpointDescription("For admins: models, and versions that were deleted on their own, the latest first. pageSize: 1 to 200, 50 by default.")]
    private static async Task<Ok<Page<BinEntry>>> Bin(int? pageSize, string? pageToken, BinQueries bin, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await bin.ListAsync(pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Sweep the store")]
    [EndpointDescription("For admins: marks stored files that nothing lists, and removes those marked for longer than the grace time. dryRun=true "
        + "changes nothing and tells what would be removed now.")]
    private static async Task<Ok<SweepResult>> Sweep(bool? dryRun, SweepWorkflow sweep, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await sweep.RunAsync(dryRun == true, context.Actor(), ct));

    internal sealed record RetirementReason(string? Reason = null);
}

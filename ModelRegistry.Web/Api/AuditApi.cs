using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class AuditApi
{
    private const string JsonLines = "application/jsonl";

    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", List).ProducesProblem(422);
        audit.MapGet("/export", Export).Produces<AuditLine>(200, JsonLines);
        audit.MapGet("/verify", Verify);
        audit.MapPost("/acknowledge", Acknowledge).ProducesProblem(409).ProducesProblem(422);
    }

    [EndpointSummary("List audit events")]
    [EndpointDescription("Newest first. You see the events of the models that you may see and those you caused; admins and auditors see all. model, actor "
        + "(an e-mail address) and action filter exactly; from is inclusive, to is exclusive.")]
    private static async Task<Ok<Page<AuditEntry>>> List(string? model, string? actor, string? action, DateTimeOffset? from, DateTimeOffset? to, int? pageSize,
        string? pageToken,
        AuditQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(new AuditSearch(model, actor, action, from, to, pageSize, pageToken), context.Actor(), ct));

    [EndpointSummary("Export the whole audit chain")]
    [EndpointDescription("One JSON object a line, {seq, body, previousHash, hash}, for the offline verifier. For admins and auditors; a token "
        + "that is limited to models is refused, because a part proves nothing.")]
    private static PushStreamHttpResult Export(AuditQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Stream(destination => queries.ExportAsync(destination, context.Actor(), ct), JsonLines, "audit.jsonl");

    [EndpointSummary("Verify the audit chain against its checkpoints")]
    [EndpointDescription("Recomputes every hash and names every event that was edited, deleted, inserted or moved. For admins and auditors.")]
    private static async Task<Ok<AuditVerification>> Verify(ChainVerification verification, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await verification.RunAsync(progress: null, context.Actor(), ct));

    [EndpointSummary("Acknowledge that checkpoints or keys were lost")]
    [EndpointDescription("For admins, with a reason. When the registry starts and its checkpoints, its key or the chain are not as it left them, that becomes "
        + "an event, and every verification names it until somebody has looked into it and says so here. Both events stay.")]
    private static async Task<NoContent> Acknowledge(ChainReason reason, ChainVerification verification, HttpContext context, CancellationToken ct)
    {
        await verification.AcknowledgeAsync(reason.Reason, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    internal sealed record ChainReason(string Reason);
}

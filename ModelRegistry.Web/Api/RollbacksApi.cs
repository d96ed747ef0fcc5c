using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class RollbacksApi
{
    public static void MapRollbacks(this RouteGroupBuilder api)
    {
        var slot = api.MapGroup("/models/{name}/slots/{slot}/rollback").WithTags("Slots").ProducesProblem(404);
        slot.MapGet("", Preview);
        slot.MapPost("", RollBack).ProducesProblem(409).ProducesProblem(422);
    }

    [EndpointSummary("See what a slot can be rolled back to")]
    [EndpointDescription("Its former occupants, newest departure first, each with every pre-check; proposed: what a rollback without toVersion goes to. "
        + "rehash=true hashes every file of every candidate now, for those who may roll back.")]
    private static async Task<Ok<RollbackPreview>> Preview(string name, string slot, bool? rehash, RollbackQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.PreviewAsync(name, slot, rehash == true, context.Actor(), ct));

    [EndpointSummary("Roll a slot back")]
    [EndpointDescription("Every SHA-256 of the target is recomputed before anything moves; a difference answers 409 integrity_failed with the files and the "
        + "next candidate. expectedOccupant is required: with another one there, 409 occupant_changed. "
        + "toVersion left out: what is proposed. quarantine: of the version that is removed, true unless the rollback takes the last one back. takeOut "
            + "empties the slot when nothing is left to go back to. incident: for a version that came without approval.")]
    private static async Task<Ok<RollbackView>> RollBack(string name, string slot, WantedRollback wanted, RollbackWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.RollBackAsync(name, slot, wanted.Command, null, context.Actor(), ct));

    /// <summary>What of a rollback may be left out; what is missing otherwise, the service names.</summary>
    internal sealed record WantedRollback(
        int? ToVersion = null, string? Reason = null, int? ExpectedOccupant = null, bool? Quarantine = null, bool TakeOut = false, string? Incident = null,
            string? ReleaseReason = null)
    {
        internal NewRollback Command => new(ToVersion, Reason ?? "", ExpectedOccupant, Quarantine, TakeOut, Incident, ReleaseReason);
    }
}

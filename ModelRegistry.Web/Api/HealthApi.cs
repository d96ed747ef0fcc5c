using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Audit;

namespace ModelRegistry.Web.Api;

/// <summary>What a load balancer asks: no detail beyond which part does not work, and how old the last audit checkpoint is.</summary>
/// <param name="Ready">All of it works.</param>
/// <param name="Database">The database answers.</param>
/// <param name="Files">Files can be stored.</param>
/// <param name="Checkpoints">Audit checkpoints are written.</param>
/// <param name="LastCheckpoint">When the last one was signed.</param>
/// <param name="EventsAfterIt">How many audit events none covers yet.</param>
internal sealed record ReadyAnswer(bool Ready, bool Database, bool Files, bool Checkpoints, DateTimeOffset? LastCheckpoint, long EventsAfterIt);

internal sealed record Liveness(bool Live);

internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous().AddEndpointFilter(RegistryApi.NotStored);
        health.MapGet("/live", Live);
        health.MapGet("/ready", Ready).Produces<ReadyAnswer>().Produces<ReadyAnswer>(503);
    }

    [EndpointSummary("Is the process running?")]
    private static Ok<Liveness> Live() => TypedResults.Ok(new Liveness(true));

    [EndpointSummary("Can it serve: does the database answer, can files be stored, are audit checkpoints written?")]
    private static async Task<JsonHttpResult<ReadyAnswer>> Ready(HealthProbe probe, AuditCheckpoints checkpoints)
    {
        var (answers, writable) = await probe.LookAsync();
        var readiness = new ReadyAnswer(answers && writable && checkpoints.Healthy, answers, writable, checkpoints.Healthy,
            checkpoints.LastAt, checkpoints.Uncovered);
        return TypedResults.Json(readiness, statusCode: readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

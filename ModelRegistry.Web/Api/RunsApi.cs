using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>Experiments and runs to be read; scripts log by MLflow's client.</summary>
internal static class RunsApi
{
    public static void MapRuns(this RouteGroupBuilder api)
    {
        var runs = api.MapGroup("").WithTags("Runs").ProducesProblem(422);
        runs.MapGet("/experiments", Experiments);
        runs.MapGet("/experiments/{experiment}/runs", Runs).ProducesProblem(404);
        runs.MapGet("/runs/{run}", Run).ProducesProblem(404);
    }

    [EndpointSummary("List the experiments that you see")]
    [EndpointDescription("filter and orderBy as MLflow has them: name ilike '%fraud%'; name, creation_time or last_update_time with ASC or DESC. deleted=true: "
        + "those that are deleted. pageSize: 1 to 200, 50 by default.")]
    private static async Task<Ok<Page<ExperimentView>>> Experiments(string? filter, string? orderBy, bool? deleted, int? pageSize, string? pageToken,
        ExperimentQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.SearchAsync(new ExperimentSearch(filter, Terms(orderBy), View(deleted), PageToken.Size(pageSize), pageToken),
            context.Actor(), ct));

    [EndpointSummary("List the runs of an experiment")]
    [EndpointDescription("filter and orderBy as MLflow has them: metrics.loss < 0.1 and params.depth = '3'; metrics.loss ASC, start_time DESC. Metrics are the "
        + "latest value of each with its extremes; times are milliseconds since 1970, as the client said. deleted=true: those that are deleted. pageSize: 1 "
        + "to 200, 50 by default.")]
    private static async Task<Ok<Page<RunView>>> Runs(string experiment, string? filter, string? orderBy, bool? deleted, int? pageSize, string? pageToken,
        ExperimentQueries experiments, RunQueries queries, HttpContext context, CancellationToken ct)
    {
        var found = await experiments.GetAsync(experiment, context.Actor(), ct);
        return TypedResults.Ok(await queries.SearchAsync(new RunSearch([found.IdText], filter, Terms(orderBy), View(deleted), PageToken.Size(pageSize),
            pageToken), context.Actor(), ct));
    }

    [EndpointSummary("Read a run")]
    [EndpointDescription("By its id, with what it logged: the latest value of each metric, parameters, tags, data sets and models. Times are milliseconds "
        + "since 1970, as the client said.")]
    private static async Task<Ok<RunView>> Run(string run, RunQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(run, context.Actor(), ct));

    private static string[]? Terms(string? orderBy) => string.IsNullOrWhiteSpace(orderBy) ? null : orderBy.Split(',');

    private static Lifecycle View(bool? deleted) => deleted == true ? Lifecycle.Deleted : Lifecycle.Active;
}

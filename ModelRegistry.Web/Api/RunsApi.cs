using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>An experiment as the API shows it; closed says whether it is restricted, by itself or by its collection.</summary>
internal sealed record ListedExperiment(int Id, string Name, string ArtifactLocation, bool Restricted, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, IReadOnlyDictionary<string, string> Tags, string Collection, bool Closed)
{
    public static ListedExperiment Of(ExperimentView view) => new(view.Id, view.Name, view.ArtifactLocation, view.Restricted, view.CreatedAt, view.CreatedBy,
        view.UpdatedAt, view.DeletedAt, view.Tags, view.Collection, view.Closed);
}

/// <summary>A run as the API shows it. Times are milliseconds since 1970, as its client said.</summary>
internal sealed record ListedRun(string Id, int ExperimentId, string Name, string User, RunStatus Status, long StartTime, long? EndTime, string? ParentId,
    string ArtifactUri, bool Deleted, DateTimeOffset CreatedAt, string CreatedBy, IReadOnlyList<RunMetricView> Metrics,
    IReadOnlyDictionary<string, string> Params, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<RunInputView> Inputs,
    IReadOnlyList<RunModelView> Models)
{
    public static ListedRun Of(RunView view) => new(view.Id, view.ExperimentId, view.Name, view.User, view.Status, view.StartTime, view.EndTime, view.ParentId,
        view.ArtifactUri, view.Deleted, view.CreatedAt, view.CreatedBy, view.Metrics, view.Params, view.Tags, view.Inputs, view.Models);
}

/// <summary>Where an experiment is to live.</summary>
internal sealed record ExperimentMove(string Collection);

/// <summary>Experiments and runs to be read, and moved between collections; scripts log by MLflow's client.</summary>
internal static class RunsApi
{
    public static void MapRuns(this RouteGroupBuilder api)
    {
        var runs = api.MapGroup("").WithTags("Runs").ProducesProblem(422);
        runs.MapGet("/experiments", Experiments);
        runs.MapGet("/experiments/{experiment}/runs", Runs).ProducesProblem(404);
        runs.MapPut("/experiments/{experiment}/collection", Move).ProducesProblem(404);
        runs.MapGet("/runs/{run}", Run).ProducesProblem(404);
    }

    [EndpointSummary("List the experiments that you see")]
    [EndpointDescription("filter and orderBy as MLflow has them: name ilike '%fraud%'; name, creation_time or last_update_time with ASC or DESC. deleted=true: "
        + "those that are deleted. pageSize: 1 to 200, 50 by default.")]
    private static async Task<Ok<Page<ListedExperiment>>> Experiments(string? filter, string? orderBy, bool? deleted, int? pageSize, string? pageToken,
        ExperimentQueries queries, HttpContext context, CancellationToken ct)
    {
        var page = await queries.SearchAsync(new ExperimentSearch(filter, Terms(orderBy), View(deleted), PageToken.Size(pageSize), pageToken),
            context.Actor(), ct);
        return TypedResults.Ok(new Page<ListedExperiment>([.. page.Items.Select(ListedExperiment.Of)], page.NextPageToken));
    }

    [EndpointSummary("Move an experiment to another collection")]
    [EndpointDescription("Its restriction and grants hold for the experiment from then on; / is the root. GET /explain/move says beforehand who gains and who "
        + "loses what.")]
    private static async Task<Ok<ListedExperiment>> Move(string experiment, ExperimentMove command, ExperimentWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(ListedExperiment.Of(await workflow.MoveAsync(experiment, command.Collection, context.Actor(), ct)));

    [EndpointSummary("List the runs of an experiment")]
    [EndpointDescription("filter and orderBy as MLflow has them: metrics.loss < 0.1 and params.depth = '3'; metrics.loss ASC, start_time DESC. Metrics are the "
        + "latest value of each with its extremes; times are milliseconds since 1970, as the client said. deleted=true: those that are deleted. pageSize: 1 "
        + "to 200, 50 by default.")]
    private static async Task<Ok<Page<ListedRun>>> Runs(string experiment, string? filter, string? orderBy, bool? deleted, int? pageSize, string? pageToken,
        ExperimentQueries experiments, RunQueries queries, HttpContext context, CancellationToken ct)
    {
        var found = await experiments.GetAsync(experiment, context.Actor(), ct);
        var page = await queries.SearchAsync(new RunSearch([found.IdText], filter, Terms(orderBy), View(deleted), PageToken.Size(pageSize), pageToken),
            context.Actor(), ct);
        return TypedResults.Ok(new Page<ListedRun>([.. page.Items.Select(ListedRun.Of)], page.NextPageToken));
    }

    [EndpointSummary("Read a run")]
    [EndpointDescription("By its id, with what it logged: the latest value of each metric, parameters, tags, data sets and models. Times are milliseconds "
        + "since 1970, as the client said.")]
    private static async Task<Ok<ListedRun>> Run(string run, RunQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(ListedRun.Of(await queries.GetAsync(run, context.Actor(), ct)));

    private static string[]? Terms(string? orderBy) => string.IsNullOrWhiteSpace(orderBy) ? null : orderBy.Split(',');

    private static Lifecycle View(bool? deleted) => deleted == true ? Lifecycle.Deleted : Lifecycle.Active;
}

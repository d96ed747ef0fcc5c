using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls for runs and for what was logged of them.</summary>
internal static class RunsRpc
{
    private static readonly string[] Statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public static void MapRuns(this RouteGroupBuilder rpc)
    {
        rpc.MapRpc("POST", "runs/create", CreateAsync);
        rpc.MapRpc("POST", "runs/update", UpdateAsync);
        rpc.MapRpc("POST", "runs/delete", DeleteAsync);
        rpc.MapRpc("POST", "runs/restore", RestoreAsync);
        rpc.MapRpc("GET", "runs/get", GetAsync);
        rpc.MapRpc("POST", "runs/search", SearchAsync);
        rpc.MapRpc("GET", "metrics/get-history", HistoryAsync);
        rpc.MapRpc("GET", "metrics/get-history-bulk-interval", IntervalAsync);
        rpc.MapRpc("POST", "experiments/search-datasets", DatasetsAsync);
    }

    /// <summary>Clients send both names of the field, old ones the second alone.</summary>
    public static string RunId(MlflowRequest request) => request.Filled("run_id") ?? request.Filled("run_uuid") ?? throw request.Missing("run_id");

    private static async Task<object> CreateAsync(MlflowRequest request, RunWorkflow workflow, HttpContext context, CancellationToken ct) => new
    {
        Run = RunAnswer.Of(await workflow.CreateAsync(new NewRun(request.Filled("experiment_id"), request.Text("user_id"), request.Filled("run_name"),
            request.Whole("start_time"), request.Pairs("tags")), context.Actor(), ct)),
    };

    private static async Task<object> UpdateAsync(MlflowRequest request, RunWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        RunStatus? status = request.Choice("status", Statuses) is { } word ? Enum.Parse<RunStatus>(word, ignoreCase: true) : null;
        var run = await workflow.UpdateAsync(RunId(request), new RunEdit(status, request.Whole("end_time"), request.Filled("run_name")), context.Actor(), ct);
        return new { RunInfo = RunAnswer.InfoOf(run) };
    }

    private static Task DeleteAsync(MlflowRequest request, RunWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.DeleteAsync(request.Required("run_id"), context.Actor(), ct);

    private static Task RestoreAsync(MlflowRequest request, RunWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.RestoreAsync(request.Required("run_id"), context.Actor(), ct);

    private static async Task<object> GetAsync(MlflowRequest request, RunQueries queries, HttpContext context, CancellationToken ct) =>
        new { Run = RunAnswer.Of(await queries.GetAsync(RunId(request), context.Actor(), ct)) };

    private static async Task<object> SearchAsync(MlflowRequest request, RunQueries queries, HttpContext context, CancellationToken ct)
    {
        var page = await queries.SearchAsync(new RunSearch(request.Texts("experiment_ids"), request.Text("filter"), request.Texts("order_by"),
            ExperimentsRpc.View(request, "run_view_type"), request.Most(1_000, RunSearch.Most), request.Filled("page_token")), context.Actor(), ct);
        return new { Runs = page.Items.Select(RunAnswer.Of).ToList(), page.NextPageToken };
    }

    private static async Task<object> HistoryAsync(MlflowRequest request, RunHistory history, HttpContext context, CancellationToken ct)
    {
        var key = request.Required("metric_key");
        var page = await history.PageAsync(RunId(request), key, request.Most(RunHistory.PageSize, RunHistory.MostOfPage), request.Filled("page_token"),
            context.Actor(), ct);
        return new { Metrics = page.Items.Select(point => new MetricAnswer(key, point.Value, point.Time, point.Step)).ToList(), page.NextPageToken };
    }

    private static async Task<object> IntervalAsync(MlflowRequest request, RunHistory history, HttpContext context, CancellationToken ct)
    {
        var (runs, key) = (request.Texts("run_ids"), request.Required("metric_key"));
        var (from, to) = (request.Whole("start_step"), request.Whole("end_step"));
        if (from is null != to is null)
        {
            throw MlflowRefusals.Invalid("If either start step or end step are specified, both must be specified.");
        }

        if (from > to)
        {
            throw MlflowRefusals.Invalid($"end_step must be greater than start_step. Found start_step={from} and end_step={to}.");
        }

        var most = request.Whole("max_results") ?? RunHistory.MostOfRun;
        if (most is < 1 or > RunHistory.MostOfRun)
        {
            throw MlflowRefusals.Invalid($"max_results must be between 1 and {Answers.Number(RunHistory.MostOfRun)}.");
        }

        var curves = await history.ThinnedAsync(runs, key, new StepSpan(from, to), (int)most, context.Actor(), ct);
        return new
        {
            Metrics = curves.SelectMany(curve => curve.Points
                .Select(point => new MetricAnswer(key, point.Value, point.Time, point.Step, curve.RunId))).ToList(),
        };
    }

    private static async Task<object> DatasetsAsync(MlflowRequest request, RunQueries queries, HttpContext context, CancellationToken ct)
    {
        var found = await queries.DatasetsAsync(request.Texts("experiment_ids"), context.Actor(), ct);
        return new
        {
            DatasetSummaries = found.Select(dataset => new
            {
                ExperimentId = RunAnswer.ExperimentIdOf(dataset.ExperimentId),
                dataset.Name,
                dataset.Digest,
                dataset.Context,
            }).ToList(),
        };
    }
}

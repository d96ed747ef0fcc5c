using ModelRegistry.Core.Experiments;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls for experiments.</summary>
internal static class ExperimentsRpc
{
    private static readonly string[] Views = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL"];

    public static void MapExperiments(this RouteGroupBuilder rpc)
    {
        rpc.MapRpc("POST", "experiments/create", CreateAsync);
        rpc.MapRpc("GET", "experiments/get", GetAsync);
        rpc.MapRpc("GET", "experiments/get-by-name", GetByNameAsync);
        rpc.MapRpc("POST", "experiments/search", SearchAsync);
        rpc.MapRpc("GET", "experiments/search", SearchAsync);
        rpc.MapRpc("POST", "experiments/delete", DeleteAsync);
        rpc.MapRpc("POST", "experiments/restore", RestoreAsync);
        rpc.MapRpc("POST", "experiments/update", UpdateAsync);
        rpc.MapRpc("POST", "experiments/set-experiment-tag", SetTagAsync);
        rpc.MapRpc("POST", "experiments/delete-experiment-tag", DeleteTagAsync);
    }

    public static Lifecycle View(MlflowRequest request, string field) => request.Choice(field, Views) switch
    {
        "DELETED_ONLY" => Lifecycle.Deleted,
        "ALL" => Lifecycle.All,
        _ => Lifecycle.Active,
    };

    private static async Task<object> CreateAsync(MlflowRequest request, ExperimentWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var tags = request.Pairs("tags").GroupBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value);
        var made = await workflow.CreateAsync(new NewExperiment(request.Required("name"), request.Filled("artifact_location"), tags), context.Actor(), ct);
        return new { ExperimentId = made.IdText };
    }

    private static async Task<object> GetAsync(MlflowRequest request, ExperimentQueries queries, HttpContext context, CancellationToken ct) =>
        new { Experiment = ExperimentAnswer.Of(await queries.GetAsync(request.Required("experiment_id"), context.Actor(), ct)) };

    private static async Task<object> GetByNameAsync(MlflowRequest request, ExperimentQueries queries, HttpContext context, CancellationToken ct) =>
        new { Experiment = ExperimentAnswer.Of(await queries.GetByNameAsync(request.Required("experiment_name"), context.Actor(), ct)) };

    private static async Task<object> SearchAsync(MlflowRequest request, ExperimentQueries queries, HttpContext context, CancellationToken ct)
    {
        var most = request.Has("max_results") ? request.Most(0, ExperimentSearch.Most) : throw request.Missing("max_results");
        var page = await queries.SearchAsync(new ExperimentSearch(request.Text("filter"), request.Texts("order_by"), View(request, "view_type"), most,
            request.Filled("page_token")), context.Actor(), ct);
        return new { Experiments = page.Items.Select(ExperimentAnswer.Of).ToList(), page.NextPageToken };
    }

    private static Task DeleteAsync(MlflowRequest request, ExperimentWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.DeleteAsync(request.Required("experiment_id"), context.Actor(), ct);

    private static Task RestoreAsync(MlflowRequest request, ExperimentWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.RestoreAsync(request.Required("experiment_id"), context.Actor(), ct);

    private static Task UpdateAsync(MlflowRequest request, ExperimentWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.RenameAsync(request.Required("experiment_id"), request.Required("new_name"), context.Actor(), ct);

    private static Task SetTagAsync(MlflowRequest request, ExperimentWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.SetTagAsync(request.Required("experiment_id"), request.Required("key"), request.Text("value") ?? "", context.Actor(), ct);

    private static Task DeleteTagAsync(MlflowRequest request, ExperimentWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.DeleteTagAsync(request.Required("experiment_id"), request.Required("key"), context.Actor(), ct);
}

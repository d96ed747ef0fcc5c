using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>The calls of MLflow 3 for logged models.</summary>
internal static class LoggedModelsRpc
{
    private static readonly string[] Statuses =
        ["LOGGED_MODEL_STATUS_UNSPECIFIED", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    public static void MapLoggedModels(this RouteGroupBuilder rpc)
    {
        rpc.MapRpc("POST", "logged-models", CreateAsync);
        rpc.MapRpc("POST", "logged-models/search", SearchAsync);
        rpc.MapRpc("GET", "logged-models/{modelId}", GetAsync);
        rpc.MapRpc("PATCH", "logged-models/{modelId}", FinalizeAsync);
        rpc.MapRpc("DELETE", "logged-models/{modelId}", DeleteAsync);
        rpc.MapRpc("PATCH", "logged-models/{modelId}/tags", SetTagsAsync);
        rpc.MapRpc("DELETE", "logged-models/{modelId}/tags/{tagKey}", DeleteTagAsync);
        rpc.MapRpc("POST", "logged-models/{modelId}/params", AddParamsAsync);
    }

    public static object AnswerOf(LoggedModelView model) => new
    {
        Info = new
        {
            ModelId = model.Id,
            ExperimentId = RunAnswer.ExperimentIdOf(model.ExperimentId),
            model.Name,
            CreationTimestampMs = model.CreatedTime,
            LastUpdatedTimestampMs = model.UpdatedTime,
            model.ArtifactUri,
            Status = Statuses[(int)model.Status],
            CreatorId = model.CreatedBy,
            ModelType = model.Type,
            model.SourceRunId,
            model.StatusMessage,
            Tags = PairAnswer.Of(model.Tags),
        },
        Data = new
        {
            Params = PairAnswer.Of(model.Params),
            Metrics = model.Metrics.Select(metric => new MetricAnswer(metric.Name, metric.Value, metric.Time, metric.Step, metric.RunId, model.Id,
                metric.DatasetName, metric.DatasetDigest)).ToList(),
        },
    };

    private static async Task<object> CreateAsync(MlflowRequest request, LoggedModelWorkflow workflow, HttpContext context, CancellationToken ct) => new
    {
        Model = AnswerOf(await workflow.CreateAsync(new NewLoggedModel(request.Required("experiment_id"), request.Filled("name"), request.Text("model_type"),
            request.Filled("source_run_id"), request.Pairs("params"), request.Pairs("tags")), context.Actor(), ct)),
    };

    private static async Task<object> GetAsync(string modelId, MlflowRequest request, LoggedModelQueries queries, HttpContext context, CancellationToken ct) =>
        new { Model = AnswerOf(await queries.GetAsync(modelId, request.Flag("allow_deleted") ?? false, context.Actor(), ct)) };

    private static async Task<object> FinalizeAsync(string modelId, MlflowRequest request, LoggedModelWorkflow workflow, HttpContext context,
        CancellationToken ct)
    {
        var status = Array.IndexOf(Statuses, request.Choice("status", Statuses[1..])) is var place and > 0 ? (LoggedModelStatus)place
            : throw request.Missing("status");
        return new { Model = AnswerOf(await workflow.SetStatusAsync(modelId, status, request.Filled("status_message"), context.Actor(), ct)) };
    }

    private static Task DeleteAsync(string modelId, LoggedModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.DeleteAsync(modelId, context.Actor(), ct);

    private static async Task<object> SearchAsync(MlflowRequest request, LoggedModelQueries queries, HttpContext context, CancellationToken ct)
    {
        var search = new LoggedModelSearch(
            request.Texts("experiment_ids"),
            request.Text("filter"),
            [.. request.Objects("order_by").Select(term => new LoggedModelTerm(term.Required("field_name"), term.Flag("ascending") ?? true,
                term.Filled("dataset_name"), term.Filled("dataset_digest")))],
            [.. request.Objects("datasets").Select(dataset => new LoggedModelDataset(dataset.Required("dataset_name"), dataset.Filled("dataset_digest")))],
            request.Whole("max_results") == 0 ? 100 : request.Most(50, LoggedModelSearch.Most),
            request.Filled("page_token"));
        var page = await queries.SearchAsync(search, context.Actor(), ct);
        return new { Models = page.Items.Select(AnswerOf).ToList(), page.NextPageToken };
    }

    private static Task SetTagsAsync(string modelId, MlflowRequest request, LoggedModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        DoneAsync(workflow.SetTagsAsync(modelId, request.Pairs("tags"), context.Actor(), ct));

    private static Task DeleteTagAsync(string modelId, string tagKey, LoggedModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.DeleteTagAsync(modelId, tagKey, context.Actor(), ct);

    private static Task AddParamsAsync(string modelId, MlflowRequest request, LoggedModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        DoneAsync(workflow.AddParamsAsync(modelId, request.Pairs("params"), context.Actor(), ct));

    private static async Task DoneAsync(Task done) => await done; // MLflow answers with nothing
}

using ModelRegistry.Core.Runs;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls by which a run logs.</summary>
internal static class RunLogRpc
{
    public static void MapRunLog(this RouteGroupBuilder rpc)
    {
        rpc.MapRpc("POST", "runs/log-metric", LogMetricAsync);
        rpc.MapRpc("POST", "runs/log-parameter", LogParamAsync);
        rpc.MapRpc("POST", "runs/set-tag", SetTagAsync);
        rpc.MapRpc("POST", "runs/delete-tag", DeleteTagAsync);
        rpc.MapRpc("POST", "runs/log-batch", LogBatchAsync);
        rpc.MapRpc("POST", "runs/log-model", LogModelAsync);
        rpc.MapRpc("POST", "runs/log-inputs", LogInputsAsync);
        rpc.MapRpc("POST", "runs/outputs", LogOutputsAsync);
    }

    private static Task LogMetricAsync(MlflowRequest request, RunLog log, HttpContext context, CancellationToken ct) =>
        log.LogAsync(RunsRpc.RunId(request), new RunBatch([Point(request)]), context.Actor(), ct);

    private static Task LogParamAsync(MlflowRequest request, RunLog log, HttpContext context, CancellationToken ct) =>
        log.LogAsync(RunsRpc.RunId(request), new RunBatch(Params: [Pair(request)]), context.Actor(), ct);

    private static Task SetTagAsync(MlflowRequest request, RunLog log, HttpContext context, CancellationToken ct) =>
        log.LogAsync(RunsRpc.RunId(request), new RunBatch(Tags: [Pair(request)]), context.Actor(), ct);

    private static Task DeleteTagAsync(MlflowRequest request, RunLog log, HttpContext context, CancellationToken ct) =>
        log.DeleteTagAsync(RunsRpc.RunId(request), request.Required("key"), context.Actor(), ct);

    private static Task LogBatchAsync(MlflowRequest request, RunLog log, HttpContext context, CancellationToken ct) => log.LogAsync(
        RunsRpc.RunId(request), new RunBatch([.. request.Objects("metrics").Select(Point)], request.Pairs("params"), request.Pairs("tags")),
        context.Actor(), ct);

    private static Task LogModelAsync(MlflowRequest request, RunModelLog log, HttpContext context, CancellationToken ct) =>
        log.LogAsync(RunsRpc.RunId(request), request.Required("model_json"), context.Actor(), ct);

    private static Task LogInputsAsync(MlflowRequest request, RunInputs inputs, HttpContext context, CancellationToken ct) => inputs.LogAsync(
        RunsRpc.RunId(request), [.. request.Objects("datasets").Select(Input)], [.. request.Objects("models").Select(model => model.Required("model_id"))],
        context.Actor(), ct);

    private static Task LogOutputsAsync(MlflowRequest request, RunInputs inputs, HttpContext context, CancellationToken ct) => inputs.LogOutputsAsync(
        RunsRpc.RunId(request), [.. request.Objects("models").Select(model => new RunOutput(model.Required("model_id"), model.Whole("step") ?? 0))],
        context.Actor(), ct);

    private static KeyValuePair<string, string> Pair(MlflowRequest request) => new(request.Required("key"), request.Text("value") ?? "");

    private static NewPoint Point(MlflowRequest metric) => new(metric.Required("key"), metric.RequiredNumber("value"), metric.RequiredWhole("timestamp"),
        metric.Whole("step") ?? 0, metric.Filled("model_id"), metric.Filled("dataset_name"), metric.Filled("dataset_digest"));

    private static NewRunInput Input(MlflowRequest input)
    {
        var dataset = input.Object("dataset") ?? throw input.Missing("dataset");
        return new NewRunInput(dataset.Required("name"), dataset.Required("digest"), dataset.Text("source_type"), dataset.Text("source"),
            dataset.Text("schema"), dataset.Text("profile"), input.Pairs("tags"));
    }
}

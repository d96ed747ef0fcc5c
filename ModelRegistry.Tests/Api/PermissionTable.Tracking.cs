using ModelRegistry.Tests.Mlflow;
using static ModelRegistry.Tests.Api.Who;

namespace ModelRegistry.Tests.Api;

public static partial class PermissionTable
{
    private const string Experiments = Calls.Root + "experiments/";
    private const string Runs = Calls.Root + "runs/";
    private const string Histories = Calls.Root + "metrics/";
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";
    private const string LoggedModels = Calls.Root + "logged-models";
    private const string LoggedModel = LoggedModels + "/{modelId}";
    private const string OfExperiment = """{"experiment_id":"{experiment}"}""";
    private const string OfRun = """{"run_id":"{run}"}""";

    // A token that is limited to a model sees no experiment; nor does an account without a role, which is told so where it only reads.
    private const Who Loggers = Scientists | LogToken;

    /// <summary>Whether a row is about what is tracked.</summary>
    public static bool IsTracking(PermissionRow row) => Tracking.Contains(row);

    /// <summary>Whether it is one of MLflow's calls, which name in query and body what others name in the address.</summary>
    public static bool IsMlflow(PermissionRow row) => IsTracking(row) || Mlflow.Contains(row);

    /// <summary>Whether it changes nothing: MLflow's clients also read by POST.</summary>
    public static bool OnlyReads(PermissionRow row) => row.Method is "GET" or "HEAD" || (IsMlflow(row)
        && (row.Pattern.EndsWith("/search", StringComparison.Ordinal) || row.Pattern.EndsWith("/search-datasets", StringComparison.Ordinal)
            || row.Pattern.EndsWith("/get-latest-versions", StringComparison.Ordinal)));

    /// <summary>MLflow's calls for experiments, runs and logged models.</summary>
    private static PermissionRow[] Tracking =>
    [
        new("GET", "/api/v1/experiments", Readers | TokenElsewhere),
        new("GET", "/api/v1/experiments/{experiment}/runs", Readers, Hidden: TokenElsewhere),
        new("PUT", "/api/v1/experiments/{experiment}/collection", Scientist | LogToken | Admin, Hidden: Blind, Body: """{"collection":"/"}"""),
        new("GET", "/api/v1/runs/{run}", Readers, Hidden: TokenElsewhere),
        new("POST", Experiments + "create", Loggers, Body: """{"name":"{new}"}"""),
        new("GET", Experiments + "get", Readers, Hidden: TokenElsewhere, Query: "experiment_id={experiment}"),
        new("GET", Experiments + "get-by-name", Readers, Hidden: TokenElsewhere, Query: "experiment_name={experiment name}"),
        new("POST", Experiments + "search", Readers | TokenElsewhere, Body: """{"max_results":1}"""),
        new("GET", Experiments + "search", Readers | TokenElsewhere, Query: "max_results=1"),
        new("POST", Experiments + "delete", Loggers | Admin, Hidden: Blind, Body: """{"experiment_id":"{going experiment}"}"""),
        new("POST", Experiments + "restore", Loggers | Admin, Hidden: Blind, Body: """{"experiment_id":"{deleted experiment}"}"""),
        new("POST", Experiments + "update", Loggers | Admin, Hidden: Blind, Body: """{"experiment_id":"{going experiment}","new_name":"{new}"}"""),
        new("POST", Experiments + "set-experiment-tag", Loggers, Hidden: Blind, Body: """{"experiment_id":"{experiment}","key":"k","value":"v"}"""),
        new("POST", Experiments + "delete-experiment-tag", Loggers, Hidden: Blind, Body: """{"experiment_id":"{tagged experiment}","key":"k"}"""),
        new("POST", Experiments + "search-datasets", Readers | TokenElsewhere, Body: """{"experiment_ids":["{experiment}"]}"""),
        new("POST", Runs + "create", Loggers, Hidden: Blind, Body: OfExperiment),
        new("POST", Runs + "update", Loggers, Hidden: Blind, Body: """{"run_id":"{run}","status":"FINISHED"}"""),
        new("POST", Runs + "delete", Loggers | Admin, Hidden: Blind, Body: """{"run_id":"{going run}"}"""),
        new("POST", Runs + "restore", Loggers | Admin, Hidden: Blind, Body: """{"run_id":"{going run}"}"""),
        new("GET", Runs + "get", Readers, Hidden: TokenElsewhere, Query: "run_id={run}"),
        new("POST", Runs + "search", Readers | TokenElsewhere, Body: """{"experiment_ids":["{experiment}"]}"""),
        new("POST", Runs + "log-metric", Loggers, Hidden: Blind, Body: """{"run_id":"{run}","key":"m","value":1,"timestamp":1}"""),
        new("POST", Runs + "log-parameter", Loggers, Hidden: Blind, Body: """{"run_id":"{run}","key":"p","value":"1"}"""),
        new("POST", Runs + "set-tag", Loggers, Hidden: Blind, Body: """{"run_id":"{run}","key":"k","value":"v"}"""),
        new("POST", Runs + "delete-tag", Loggers, Hidden: Blind, Body: """{"run_id":"{going run}","key":"mlflow.runName"}"""),
        new("POST", Runs + "log-batch", Loggers, Hidden: Blind, Body: OfRun),
        new("POST", Runs + "log-model", Loggers, Hidden: Blind,
            Body: """{"run_id":"{run}","model_json":"{\"artifact_path\":\"m\",\"run_id\":\"r\",\"utc_time_created\":\"now\",\"flavors\":{}}"}"""),
        new("POST", Runs + "log-inputs", Loggers, Hidden: Blind, Body: OfRun),
        new("POST", Runs + "outputs", Loggers, Hidden: Blind, Body: OfRun),
        new("GET", Histories + "get-history", Readers, Hidden: TokenElsewhere, Query: "run_id={run}&metric_key=m"),
        new("GET", Histories + "get-history-bulk-interval", Readers, Hidden: TokenElsewhere, Query: "run_ids={run}&metric_key=m"),
        new("GET", Calls.Root + "artifacts/list", Readers, Hidden: TokenElsewhere, Query: "run_id={run}"),
        new("GET", "/get-artifact", Readers, Hidden: TokenElsewhere, Query: "run_id={run}&path=a.txt"),
        new("GET", Proxy, Readers, Hidden: TokenElsewhere, Query: "path={experiment}/{run}/artifacts"),
        new("GET", Proxy + "/{**path}", Readers, Hidden: TokenElsewhere),
        new("HEAD", Proxy + "/{**path}", Readers, Hidden: TokenElsewhere),
        new("PUT", Proxy + "/{**path}", Loggers, Hidden: Blind, Body: "{}"),
        new("DELETE", Proxy + "/{**path}", Loggers, Hidden: Blind),
        new("POST", LoggedModels, Loggers, Hidden: Blind, Body: OfExperiment),
        new("POST", LoggedModels + "/search", Readers | TokenElsewhere, Body: """{"experiment_ids":["{experiment}"]}"""),
        new("GET", LoggedModel, Readers, Hidden: TokenElsewhere),
        new("PATCH", LoggedModel, Loggers, Hidden: Blind, Body: """{"status":"LOGGED_MODEL_READY"}"""),
        new("DELETE", LoggedModel, Loggers, Hidden: Blind),
        new("PATCH", LoggedModel + "/tags", Loggers, Hidden: Blind, Body: """{"tags":[{"key":"k","value":"v"}]}"""),
        new("DELETE", LoggedModel + "/tags/{tagKey}", Loggers, Hidden: Blind),
        new("GET", LoggedModel + "/artifacts/directories", Readers, Hidden: TokenElsewhere),
        new("GET", LoggedModel + "/artifacts/files", Readers, Hidden: TokenElsewhere, Query: "artifact_file_path=MLmodel"),
        new("POST", LoggedModel + "/params", Loggers, Hidden: Blind, Body: """{"params":[{"key":"k","value":"v"}]}"""),
    ];
}

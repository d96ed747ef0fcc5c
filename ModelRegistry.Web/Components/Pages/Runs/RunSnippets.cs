namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>How a training script logs here, to be copied.</summary>
internal static class RunSnippets
{
    public const string Training = """
        import mlflow
        mlflow.set_experiment("digits")
        with mlflow.start_run():
            mlflow.log_param("C", 1.0)
            mlflow.log_metric("accuracy", 0.97)
            # mlflow.sklearn.log_model(model, "model", registered_model_name="digits")
        """;

    /// <summary>The variables that every MLflow client reads. <paramref name="server"/> ends with a slash.</summary>
    public static string Shell(string server) => $"""
        pip install mlflow
        export MLFLOW_TRACKING_URI={server.TrimEnd('/')}
        export MLFLOW_TRACKING_TOKEN=
        """;
}

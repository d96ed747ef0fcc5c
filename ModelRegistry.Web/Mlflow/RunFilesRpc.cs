using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's ways to the files of a run beside the proxy: the list that its pages read, and its downloads by run or version.</summary>
internal static class RunFilesRpc
{
    public static void MapRunFiles(this RouteGroupBuilder rpc)
    {
        rpc.MapRpc("GET", "artifacts/list", ListAsync);
        rpc.MapRpc("GET", "logged-models/{modelId}/artifacts/directories", ListModelAsync);
        rpc.MapRpc("GET", "logged-models/{modelId}/artifacts/files", OfModelAsync);
    }

    /// <summary>At addresses of their own, outside of the API.</summary>
    public static void MapRunDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/get-artifact", OfRunAsync);
        routes.MapGet("/model-versions/get-artifact", OfVersionAsync);
    }

    private static async Task<FileList> ListAsync(MlflowRequest request, RunQueries runs, RunArtifacts files, HttpContext context, CancellationToken ct)
    {
        var run = await RunAsync(request, runs, context, ct);
        return await ListedAsync(RunFilePlace.RunRoot(run.ExperimentId, run.Id), request.Text("path"), run.ArtifactUri, files, context, ct);
    }

    private static async Task<object> ListModelAsync(string modelId, MlflowRequest request, LoggedModelQueries models, RunArtifacts files,
        HttpContext context, CancellationToken ct)
    {
        var model = await models.GetAsync(modelId, alsoDeleted: false, context.Actor(), ct);
        var folder = request.Text("artifact_directory_path");
        return await ListedAsync(RunFilePlace.ModelRoot(model.ExperimentId, model.Id), folder, model.ArtifactUri, files, context, ct);
    }

    private static async Task<FileList> ListedAsync(string root, string? folder, string address, RunArtifacts files, HttpContext context, CancellationToken ct)
    {
        var path = RunFilePlace.Parse(folder ?? "").Full;
        var entries = await files.ListAsync(RunFilePlace.Parse($"{root}/{path}"), context.Actor(), ct);
        return new FileList([.. entries.Select(entry => new FileInfo(path.Length == 0 ? entry.Name : $"{path}/{entry.Name}", entry.IsFolder, entry.Size))])
        {
            RootUri = address,
        };
    }

    private static async Task<ArtifactDownload> OfModelAsync(string modelId, MlflowRequest request, LoggedModelQueries models, RunArtifacts files,
        VersionArtifacts versions, ArtifactStore store, HttpContext context, CancellationToken ct)
    {
        var model = await models.GetAsync(modelId, alsoDeleted: false, context.Actor(), ct);
        var path = $"{RunFilePlace.ModelRoot(model.ExperimentId, model.Id)}/{RunFilePlace.Parse(request.Required("artifact_file_path")).Full}";
        return await ArtifactProxy.DownloadAsync(path, files, versions, store, context, ct);
    }

    private static async Task<ArtifactDownload> OfRunAsync(MlflowRequest request, RunQueries runs, RunArtifacts files, VersionArtifacts versions,
        ArtifactStore store, HttpContext context, CancellationToken ct)
    {
        var run = await RunAsync(request, runs, context, ct);
        var path = $"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/{RunFilePlace.Parse(request.Required("path")).Full}";
        return await ArtifactProxy.DownloadAsync(path, files, versions, store, context, ct);
    }

    private static async Task<ArtifactDownload> OfVersionAsync(MlflowRequest request, RunArtifacts files, VersionArtifacts versions, ArtifactStore store,
        HttpContext context, CancellationToken ct)
    {
        var address = RegisteredFile.AddressOf(request.Required("name"), ModelVersionsRpc.Version(request));
        var folder = address[(address.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return await ArtifactProxy.DownloadAsync($"{folder}/{RunFilePlace.Parse(request.Required("path")).Full}", files, versions, store, context, ct);
    }

    private static Task<RunView> RunAsync(MlflowRequest request, RunQueries runs, HttpContext context, CancellationToken ct) =>
        runs.GetAsync(request.Filled("run_id") ?? request.Filled("run_uuid") ?? throw request.Missing("run_id"), context.Actor(), ct);
}

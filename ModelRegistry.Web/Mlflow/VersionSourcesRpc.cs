using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls that make a version of stored files and say where its files are.</summary>
internal static class VersionSourcesRpc
{
    public static void MapVersionSources(this RouteGroupBuilder models)
    {
        models.MapRpc("POST", "model-versions/create", CreateAsync);
        models.MapRpc("GET", "model-versions/get-download-uri", DownloadUriAsync);
    }

    private static async Task<ModelVersionResponse> CreateAsync(MlflowRequest request, SourceRegistration registration, ModelVersionQueries queries,
        HttpContext context, CancellationToken ct)
    {
        var (name, source) = (request.Required("name"), request.Required("source"));
        var command = new SourcedVersion(source, request.Filled("run_id"), request.Filled("model_id"), request.Text("description"),
            request.Pairs("tags").DistinctBy(tag => tag.Key).ToDictionary(tag => tag.Key, tag => tag.Value), request.Filled("run_link"));
        var version = await registration.CreateAsync(name, command, context.Actor(), ct);
        return ModelVersionResponse.Of(await queries.GetAsync(name, version.Number, context.Actor(), ct));
    }

    private static async Task<DownloadUriResponse> DownloadUriAsync(MlflowRequest request, VersionArtifacts versions, HttpContext context, CancellationToken ct)
    {
        var (name, number) = (request.Required("name"), ModelVersionsRpc.Version(request));
        var version = await versions.WhichAsync(name, Answers.Number(number), context.Actor(), ct);
        return new DownloadUriResponse(RegisteredFile.AddressOf(version.Model, version.Number));
    }
}

internal sealed record DownloadUriResponse(string ArtifactUri);

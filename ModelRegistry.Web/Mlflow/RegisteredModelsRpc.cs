using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls about registered models.</summary>
internal static class RegisteredModelsRpc
{
    private const int UsualPage = 100;
    private const int LargestPage = 1_000;

    public static void MapRegisteredModels(this RouteGroupBuilder rpc)
    {
        var models = rpc.MapGroup("").AddEndpointFilter(RegistryWording.SayAsync);
        models.MapRpc("POST", "registered-models/create", CreateAsync);
        models.MapRpc("GET", "registered-models/get", GetAsync);
        models.MapRpc("PATCH", "registered-models/update", UpdateAsync);
        models.MapRpc("POST", "registered-models/rename", RenameAsync);
        models.MapRpc("DELETE", "registered-models/delete", DeleteAsync);
        models.MapRpc("GET", "registered-models/search", SearchAsync);
        models.MapRpc("POST", "registered-models/get-latest-versions", LatestAsync);
        models.MapRpc("GET", "registered-models/get-latest-versions", LatestAsync);
        models.MapRpc("POST", "registered-models/set-tag", SetTagAsync);
        models.MapRpc("DELETE", "registered-models/delete-tag", DeleteTagAsync);
        models.MapModelAliases();
        models.MapModelVersions();
    }

    private static async Task<RegisteredModelResponse> CreateAsync(MlflowRequest request, ModelWorkflow workflow, RegisteredModelQueries queries,
        HttpContext context, CancellationToken ct)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (key, value) in request.Pairs("tags"))
        {
            tags[key] = value; // of one that is sent twice the last counts, as in MLflow
        }

        var command = new NewModel(request.Required("name"), request.Text("description"), tags);
        var model = await workflow.CreateAsync(command, context.Actor(), ct);
        return await ChangedAsync(model.Name, queries, context, ct);
    }

    private static async Task<RegisteredModelResponse> GetAsync(MlflowRequest request, RegisteredModelQueries queries, HttpContext context,
        CancellationToken ct) =>
        new(RegisteredModelAnswer.Of(await queries.GetAsync(request.Required("name"), context.Actor(), ct)));

    private static async Task<RegisteredModelResponse> UpdateAsync(MlflowRequest request, ModelWorkflow workflow, RegisteredModelQueries queries,
        HttpContext context, CancellationToken ct)
    {
        // A description that is not sent is taken away.
        var model = await workflow.EditAsync(request.Required("name"), new ModelEdit(Description: request.Text("description") ?? ""), context.Actor(), ct);
        return await ChangedAsync(model.Name, queries, context, ct);
    }

    private static async Task<RegisteredModelResponse> RenameAsync(MlflowRequest request, ModelRenames renames, RegisteredModelQueries queries,
        HttpContext context, CancellationToken ct)
    {
        var (name, next) = (request.Required("name"), request.Required("new_name"));
        try
        {
            name = (await renames.RenameAsync(name, next, reason: null, context.Actor(), ct)).Name;
        }
        catch (RegistryException refusal) when (refusal.Field == "reason")
        {
            throw MlflowRefusals.Invalid($"'{name}' has a version in a stage, or a request is open: an admin renames it with a reason, on its page.");
        }

        return await ChangedAsync(name, queries, context, ct);
    }

    private static Task DeleteAsync(MlflowRequest request, ModelRetirement retirement, HttpContext context, CancellationToken ct) =>
        retirement.DeleteAsync(request.Required("name"), reason: null, context.Actor(), ct);

    private static async Task<RegisteredModelsResponse> SearchAsync(MlflowRequest request, RegisteredModelQueries queries, HttpContext context,
        CancellationToken ct)
    {
        // Nothing asked for is an empty page here, unlike in other searches of MLflow.
        var most = request.Whole("max_results") == 0 ? 0 : request.Most(UsualPage, LargestPage);
        var page = await queries.SearchAsync(
            new MlflowSearch(request.Text("filter"), request.Texts("order_by"), most, request.Filled("page_token")), context.Actor(), ct);
        return new RegisteredModelsResponse([.. page.Items.Select(RegisteredModelAnswer.Of)], page.NextPageToken);
    }

    private static async Task<ModelVersionsResponse> LatestAsync(MlflowRequest request, ModelVersionQueries queries, HttpContext context, CancellationToken ct)
    {
        var stages = request.Texts("stages").Select(ModelVersionsRpc.Stage).ToHashSet();
        var versions = await queries.LatestAsync(request.Required("name"), stages, context.Actor(), ct);
        return new ModelVersionsResponse([.. versions.Select(ModelVersionAnswer.Of)]);
    }

    private static Task SetTagAsync(MlflowRequest request, ModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TagAsync(request, request.Text("value") ?? "", workflow, context, ct);

    private static Task DeleteTagAsync(MlflowRequest request, ModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TagAsync(request, null, workflow, context, ct);

    private static Task TagAsync(MlflowRequest request, string? value, ModelWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.EditAsync(request.Required("name"), new ModelEdit(Tags: new Dictionary<string, string?> { [request.Required("key")] = value }),
            context.Actor(), ct);

    private static async Task<RegisteredModelResponse> ChangedAsync(string name, RegisteredModelQueries queries, HttpContext context, CancellationToken ct) =>
        new(RegisteredModelAnswer.Of(await queries.ChangedAsync(name, context.Actor(), ct)));
}

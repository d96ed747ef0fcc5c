using ModelRegistry.Core.Common;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls about aliases; a stage is one too.</summary>
internal static class ModelAliasesRpc
{
    public static void MapModelAliases(this RouteGroupBuilder models)
    {
        models.MapRpc("POST", "registered-models/alias", SetAsync);
        models.MapRpc("GET", "registered-models/alias", GetAsync);
        models.MapRpc("DELETE", "registered-models/alias", DeleteAsync);
    }

    private static async Task SetAsync(MlflowRequest request, StageTransitions transitions, HttpContext context, CancellationToken ct)
    {
        var (name, alias, version) = (request.Required("name"), request.Required("alias"), ModelVersionsRpc.Version(request));
        var waiting = await transitions.SetAsync(name, alias, version, archivesFormer: false, context.Actor(), ct);
        ModelVersionsRpc.RequireMoved(context, waiting, name, version, alias);
    }

    private static async Task<ModelVersionResponse> GetAsync(MlflowRequest request, ModelVersionQueries queries, HttpContext context, CancellationToken ct)
    {
        var (name, alias) = (request.Required("name"), request.Required("alias"));
        try
        {
            return ModelVersionResponse.Of(await queries.GetByAliasAsync(name, alias, context.Actor(), ct));
        }
        catch (RegistryException refusal) when (IsNowhere(refusal))
        {
            throw MlflowRefusals.Invalid($"Registered model alias {alias} not found.");
        }
    }

    /// <summary>One that is not there is taken away already.</summary>
    private static async Task DeleteAsync(MlflowRequest request, AliasWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        try
        {
            await workflow.DeleteAsync(request.Required("name"), request.Required("alias"), context.Actor(), ct);
        }
        catch (RegistryException refusal) when (IsNowhere(refusal))
        {
            // as it shall be
        }
    }

    private static bool IsNowhere(RegistryException refusal) => refusal.Code is SlotRefusals.Empty or SlotRefusals.NotFound;
}

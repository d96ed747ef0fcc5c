using System.Globalization;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Mlflow;

/// <summary>MLflow's calls about versions that are there.</summary>
internal static class ModelVersionsRpc
{
    private const int UsualPage = 200_000;

    public static void MapModelVersions(this RouteGroupBuilder models)
    {
        models.MapRpc("GET", "model-versions/get", GetAsync);
        models.MapRpc("PATCH", "model-versions/update", UpdateAsync);
        models.MapRpc("POST", "model-versions/transition-stage", TransitionAsync);
        models.MapRpc("DELETE", "model-versions/delete", DeleteAsync);
        models.MapRpc("GET", "model-versions/search", SearchAsync);
        models.MapRpc("POST", "model-versions/set-tag", SetTagAsync);
        models.MapRpc("DELETE", "model-versions/delete-tag", DeleteTagAsync);
    }

    /// <summary>The number of a version, which is sent as text.</summary>
    public static int Version(MlflowRequest request)
    {
        var text = request.Required("version");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw MlflowRefusals.Invalid($"Invalid value \"{text}\" for parameter 'version' supplied: a model version must be an integer, as text.");
    }

    /// <summary>One of MLflow's stages in whatever case.</summary>
    public static string Stage(string stage) => VersionStages.Find(stage) ?? throw MlflowRefusals.Invalid(
        $"Invalid Model Version stage: {stage}. Value must be one of {string.Join(", ", VersionStages.All)}.");

    /// <summary>Tells a client that cannot know requests where the one for its wish is.</summary>
    public static void RequireMoved(HttpContext context, long? waiting, string model, int version, string slot)
    {
        if (waiting is { } number)
        {
            var request = context.Request;
            throw MlflowRefusals.Denied(string.Create(CultureInfo.InvariantCulture,
                $"'{slot}' of '{model}' is governed by a policy: version {version} comes there when promotion request #{number} is approved. ")
                + $"See {request.Scheme}://{request.Host}{request.PathBase}/{Urls.Request(number)}");
        }
    }

    private static async Task<ModelVersionResponse> GetAsync(MlflowRequest request, ModelVersionQueries queries, HttpContext context,
        CancellationToken ct) =>
        ModelVersionResponse.Of(await queries.GetAsync(request.Required("name"), Version(request), context.Actor(), ct));

    private static async Task<ModelVersionResponse> UpdateAsync(MlflowRequest request, VersionWorkflow workflow, ModelVersionQueries queries,
        HttpContext context, CancellationToken ct)
    {
        await workflow.EditAsync(request.Required("name"), Answers.Number(Version(request)), new VersionEdit(Description: request.Text("description") ?? ""),
            context.Actor(), ct);
        return await ChangedAsync(request, queries, context, ct);
    }

    private static async Task<ModelVersionResponse> TransitionAsync(MlflowRequest request, StageTransitions transitions, ModelVersionQueries queries,
        HttpContext context, CancellationToken ct)
    {
        var (name, version, stage) = (request.Required("name"), Version(request), Stage(request.Required("stage")));
        var archivesFormer = request.Flag("archive_existing_versions") == true;
        if (VersionStages.SlotOf(stage) is { } slot)
        {
            RequireMoved(context, await transitions.SetAsync(name, slot, version, archivesFormer, context.Actor(), ct), name, version, slot);
        }
        else if (archivesFormer)
        {
            throw MlflowRefusals.Invalid($"Invalid value true for parameter 'archive_existing_versions' supplied: nothing is in the stage {stage}, "
                + $"so only {VersionStages.Staging} and {VersionStages.Production} take it.");
        }
        else
        {
            await transitions.LeaveAsync(name, version, archives: stage == VersionStages.Archived, context.Actor(), ct);
        }

        return await ChangedAsync(request, queries, context, ct);
    }

    private static Task DeleteAsync(MlflowRequest request, VersionRetirement retirement, HttpContext context, CancellationToken ct) =>
        retirement.DeleteAsync(request.Required("name"), Answers.Number(Version(request)), reason: null, context.Actor(), ct);

    private static async Task<ModelVersionsResponse> SearchAsync(MlflowRequest request, ModelVersionQueries queries, HttpContext context,
        CancellationToken ct)
    {
        var page = await queries.SearchAsync(
            new MlflowSearch(request.Text("filter"), request.Texts("order_by"), request.Most(UsualPage, UsualPage), request.Filled("page_token")),
            context.Actor(), ct);
        return new ModelVersionsResponse([.. page.Items.Select(ModelVersionAnswer.Of)], page.NextPageToken);
    }

    private static Task SetTagAsync(MlflowRequest request, VersionWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TagAsync(request, request.Text("value") ?? throw request.Missing("value"), workflow, context, ct);

    private static Task DeleteTagAsync(MlflowRequest request, VersionWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TagAsync(request, null, workflow, context, ct);

    private static Task TagAsync(MlflowRequest request, string? value, VersionWorkflow workflow, HttpContext context, CancellationToken ct) =>
        workflow.EditAsync(request.Required("name"), Answers.Number(Version(request)),
            new VersionEdit(Tags: new Dictionary<string, string?> { [request.Required("key")] = value }), context.Actor(), ct);

    private static async Task<ModelVersionResponse> ChangedAsync(MlflowRequest request, ModelVersionQueries queries, HttpContext context,
        CancellationToken ct) =>
        ModelVersionResponse.Of(await queries.ChangedAsync(request.Required("name"), Version(request), context.Actor(), ct));
}

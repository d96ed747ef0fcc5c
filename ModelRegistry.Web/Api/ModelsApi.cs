using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class ModelsApi
{
    public static void MapModels(this RouteGroupBuilder api)
    {
        var models = api.MapGroup("/models").WithTags("Models");
        models.MapGet("", List).ProducesProblem(422);
        models.MapPost("", Create).ProducesProblem(409).ProducesProblem(422);
        models.MapGet("/{name}", Get).ProducesProblem(404);
        models.MapPatch("/{name}", Edit).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    [EndpointSummary("List registered models")]
    [EndpointDescription("The models that you may see. filter: comparisons such as stage = 'production' and metrics.accuracy >= 0.9 with and, or, not, in and "
        + "parentheses (metrics and parameters of the version in the last filled stage, else of the newest sealed one), or words that must all occur in the "
        + "name, the description or a tag's value. orderBy: name, updatedAt, createdAt or metrics.<name>, with asc or "
        + "desc after each. pageSize: 1 to 200, 50 by default.")]
    private static async Task<Ok<Page<ModelView>>> List(string? filter, string? orderBy, int? pageSize, string? pageToken, ModelQueries queries,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.ListAsync(new ModelSearch(filter, orderBy, pageSize, pageToken), context.Actor(), ct));

    [EndpointSummary("Register a model")]
    [EndpointDescription("The name is unique without regard to case and character width. The owner is an e-mail address; by default that of "
        + "the collection, else you. collection is a path such as risk/emea, / by default.")]
    private static async Task<Created<ModelView>> Create(NewModel command, ModelWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        var model = await workflow.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Model(context, model.Name), model);
    }

    [EndpointSummary("Read a model")]
    [EndpointDescription("A name that the model had before it was renamed finds it too, here and wherever a model is read; the header Link then names the "
        + "present address with rel=\"canonical\". Changes under such a name answer 409 model_renamed with the present name.")]
    private static async Task<Ok<ModelView>> Get(string name, ModelQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(name, context.Actor(), ct));

    [EndpointSummary("Change a model")]
    [EndpointDescription("Fields left out stay. A tag set to null is removed; an empty primaryMetric goes back to the automatic one; card is Markdown; "
        + "collection moves it, / to the root. "
        + "name, alone or with a reason, renames the model: history, policies, rights and numbers stay, and the former name stays reserved for it. While a "
        + "stage holds a version or a request is open, only an admin renames it, with a reason.")]
    private static async Task<Ok<ModelView>> Edit(string name, ModelChange change, ModelWorkflow workflow, ModelRenames renames, HttpContext context,
        CancellationToken ct)
    {
        if (change is { Name: null, Reason: null })
        {
            return TypedResults.Ok(await workflow.EditAsync(name, change.ToEdit(), context.Actor(), ct));
        }

        return change.ToEdit() == new ModelEdit()
            ? TypedResults.Ok(await renames.RenameAsync(name, change.Name, change.Reason, context.Actor(), ct))
            : throw RegistryException.Invalid("name", "rename_alone",
                "A model is renamed by itself: send name and reason in one call, other changes in another.");
    }

    /// <summary>What a call changes of a model: its name, or anything else.</summary>
    internal sealed record ModelChange(
        string? Name = null,
        string? Reason = null,
        string? Description = null,
        string? Owner = null,
        bool? Restricted = null,
        string? PrimaryMetric = null,
        IReadOnlyDictionary<string, string?>? Tags = null,
        string? Card = null,
        string? Collection = null)
    {
        internal ModelEdit ToEdit() => new(Description, Owner, Restricted, PrimaryMetric, Tags, Card, Collection);
    }
}

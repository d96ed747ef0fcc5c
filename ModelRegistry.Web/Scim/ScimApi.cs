using System.Text.Json.Nodes;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Scim;

/// <summary>
/// SCIM 2.0: a directory (Entra ID, Okta) makes, changes and disables people, and keeps teams as its groups. It has a description of its own, at
/// <c>/scim/v2/Schemas</c>; parameters that it does not know it ignores, because directories send some.
/// </summary>
internal static class ScimApi
{
    public static void MapScim(this IEndpointRouteBuilder routes)
    {
        var scim = routes.MapGroup(ScimAnswers.Root).RequireAuthorization().DisableCookieRedirect().AddEndpointFilter(RegistryApi.NotStored)
            .ExcludeFromDescription();
        scim.MapGet("/Users", ListPeople);
        scim.MapPost("/Users", CreatePerson);
        scim.MapGet("/Users/{id}", GetPerson);
        scim.MapPut("/Users/{id}", PutPerson);
        scim.MapPatch("/Users/{id}", PatchPerson);
        scim.MapDelete("/Users/{id}", DisablePerson);
        scim.MapGet("/Groups", ListGroups);
        scim.MapPost("/Groups", CreateGroup);
        scim.MapGet("/Groups/{id}", GetGroup);
        scim.MapPut("/Groups/{id}", PutGroup);
        scim.MapPatch("/Groups/{id}", PatchGroup);
        scim.MapDelete("/Groups/{id}", DeleteGroup);
        scim.MapGet("/ServiceProviderConfig", () => ScimAnswers.Json(ScimSchemas.Config()));
        scim.MapGet("/ResourceTypes", () => ScimAnswers.List(ScimSchemas.ResourceTypes(), 2, 1));
        scim.MapGet("/ResourceTypes/{id}", (string id) => Described(ScimSchemas.ResourceTypes(), id));
        scim.MapGet("/Schemas", () => ScimAnswers.List(ScimSchemas.All(), 2, 1));
        scim.MapGet("/Schemas/{id}", (string id) => Described(ScimSchemas.All(), id));
    }

    private static async Task<IResult> ListPeople(string? filter, int? startIndex, int? count, ProvisioningQueries queries, HttpContext context,
        CancellationToken ct) =>
        ScimAnswers.List(await queries.PeopleAsync(ScimFilter.Read(filter, startIndex, count, people: true), context.Actor(), ct),
            person => ScimAnswers.Person(person, context));

    private static async Task<IResult> CreatePerson(ScimBody body, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct) =>
        ScimAnswers.Created(
            ScimAnswers.Person(await workflow.CreatePersonAsync(ScimPatch.Person(ScimPatch.Whole(body.Json)), context.Actor(), ct), context), context);

    private static async Task<IResult> GetPerson(string id, ProvisioningQueries queries, HttpContext context, CancellationToken ct) =>
        ScimAnswers.Json(ScimAnswers.Person(await queries.PersonAsync(Id(id), context.Actor(), ct), context));

    private static Task<IResult> PutPerson(string id, ScimBody body, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct) =>
        ChangePersonAsync(id, ScimPatch.Whole(body.Json), workflow, context, ct);

    private static Task<IResult> PatchPerson(string id, ScimBody body, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct) =>
        ChangePersonAsync(id, ScimPatch.Operations(body.Json, ScimNames.OfPeople), workflow, context, ct);

    /// <summary>People are never deleted: who is, is disabled.</summary>
    private static async Task<IResult> DisablePerson(string id, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.ChangePersonAsync(Id(id), new PersonWish(Active: false), context.Actor(), ct);
        return Results.NoContent();
    }

    private static async Task<IResult> ListGroups(string? filter, int? startIndex, int? count, string? excludedAttributes, ProvisioningQueries queries,
        HttpContext context, CancellationToken ct) =>
        ScimAnswers.List(
            await queries.TeamsAsync(ScimFilter.Read(filter, startIndex, count, people: false), WithMembers(excludedAttributes), context.Actor(), ct),
            team => ScimAnswers.Group(team, context));

    private static async Task<IResult> CreateGroup(ScimBody body, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct) =>
        ScimAnswers.Created(
            ScimAnswers.Group(await workflow.CreateTeamAsync(ScimPatch.Group(ScimPatch.Whole(body.Json)), context.Actor(), ct), context), context);

    private static async Task<IResult> GetGroup(string id, string? excludedAttributes, ProvisioningQueries queries, HttpContext context,
        CancellationToken ct) =>
        ScimAnswers.Json(ScimAnswers.Group(await queries.TeamAsync(Id(id), WithMembers(excludedAttributes), context.Actor(), ct), context));

    private static async Task<IResult> PutGroup(string id, ScimBody body, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct) =>
        ScimAnswers.Json(ScimAnswers.Group(await workflow.ChangeTeamAsync(Id(id), ScimPatch.Group(ScimPatch.Whole(body.Json)), context.Actor(), ct), context));

    private static async Task<IResult> PatchGroup(string id, ScimBody body, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.ChangeTeamAsync(Id(id), ScimPatch.Group(ScimPatch.Operations(body.Json, ScimNames.OfGroups)), context.Actor(), ct);
        return Results.NoContent();
    }

    private static async Task<IResult> DeleteGroup(string id, ProvisioningWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        await workflow.DeleteTeamAsync(Id(id), context.Actor(), ct);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePersonAsync(string id, IReadOnlyList<ScimChange> changes, ProvisioningWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        ScimAnswers.Json(ScimAnswers.Person(await workflow.ChangePersonAsync(Id(id), ScimPatch.Person(changes), context.Actor(), ct), context));

    private static IResult Described(JsonNode[] all, string id) =>
        all.FirstOrDefault(one => one["id"]!.GetValue<string>().Equals(id, StringComparison.OrdinalIgnoreCase)) is JsonObject found ? ScimAnswers.Json(found)
            : throw NotThere();

    private static Guid Id(string text) => Guid.TryParse(text, out var id) ? id : throw NotThere();

    private static bool WithMembers(string? excluded) =>
        excluded?.Split(',').Any(attribute => attribute.Trim().Equals("members", StringComparison.OrdinalIgnoreCase)) != true;

    private static RegistryException NotThere() => RegistryException.NotFound("resource_not_found", "There is no such resource.");
}

using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Factors;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>The roles that an account has from now on.</summary>
internal sealed record RoleList(IReadOnlyList<string> Roles);

/// <summary>An account and, when one was made, the link of its invitation (else null): the only time it is shown.</summary>
internal sealed record InvitedUser(Guid Id, string Email, string DisplayName, IReadOnlyList<string> Roles, bool Active, bool Invited, DateTimeOffset CreatedAt,
    string? Responsible, bool SecondFactor, string? Invitation)
{
    public static InvitedUser Of(Invited invited, HttpContext context)
    {
        var user = invited.User;
        var link = invited.Invitation is null ? null : $"{context.Request.PathBase}/account/invitation?token={invited.Invitation}";
        return new(user.Id, user.Email, user.DisplayName, user.Roles, user.Active, user.Invited, user.CreatedAt, user.Responsible, user.SecondFactor,
            link);
    }
}

/// <summary>The password or a code of the app of whoever is signed in.</summary>
internal sealed record ProofCommand(string? Proof);

internal static class UsersApi
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Access");
        users.MapGet("", List).ProducesProblem(422);
        users.MapPost("", Create).ProducesProblem(409).ProducesProblem(422);
        users.MapPatch("/{id:guid}", Edit).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        users.MapPut("/{id:guid}/roles", SetRoles).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        users.MapDelete("/{id:guid}/second-factor", ResetSecondFactor).ProducesProblem(404).ProducesProblem(409);
        users.MapDelete("/{id:guid}/sessions", EndSessions).ProducesProblem(404);
        api.MapPost("/account/proof", Prove).WithTags("Access").ProducesProblem(422);
        var roles = api.MapGroup("/second-factor/roles").WithTags("Access");
        roles.MapGet("", FactorRoles);
        roles.MapPut("", SetFactorRoles).ProducesProblem(422);
    }

    [EndpointSummary("List accounts")]
    [EndpointDescription("By e-mail address, for admins.")]
    private static async Task<Ok<Page<UserView>>> List(int? pageSize, string? pageToken, People people, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await people.ListAsync(pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Make an account")]
    [EndpointDescription("Without a password the answer holds the link of a one-time invitation, valid seven days, through which the person sets one; it is "
        + "never shown again. responsible: the e-mail address of the person who answers for a service account, which has no password, no invitation and none "
        + "of the roles Admin, Emergency and Reviewer: make it an access token.")]
    private static async Task<Created<InvitedUser>> Create(NewUser command, People people, HttpContext context, CancellationToken ct)
    {
        var created = await people.CreateAsync(command, context.Actor(), ct);
        return TypedResults.Created(Addresses.User(context, created.User.Id), InvitedUser.Of(created, context));
    }

    [EndpointSummary("Change or disable an account, or start a new invitation")]
    [EndpointDescription("Fields left out stay. reset takes the password away, ends every session and makes a new invitation; an empty responsible takes "
        + "that person away, another makes a service account of it, which loses its password. Accounts are never deleted.")]
    private static async Task<Ok<InvitedUser>> Edit(Guid id, UserEdit edit, People people, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(InvitedUser.Of(await people.EditAsync(id, edit, context.Actor(), ct), context));

    [EndpointSummary("Set the roles of an account")]
    [EndpointDescription("Replaces all: Viewer, DataScientist, Reviewer, Operator, Emergency, Admin, Auditor. The last active admin stays one.")]
    private static async Task<Ok<UserView>> SetRoles(Guid id, RoleList command, People people, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await people.SetRolesAsync(id, command.Roles, context.Actor(), ct));

    [EndpointSummary("Reset the second factor of an account")]
    [EndpointDescription("For who lost their app and their recovery codes. It ends every session of theirs; their password alone signs them in until they set "
        + "up another one. Never your own.")]
    private static async Task<NoContent> ResetSecondFactor(Guid id, SecondFactorWorkflow factors, HttpContext context, CancellationToken ct)
    {
        await factors.ResetAsync(id, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("Sign an account out everywhere")]
    [EndpointDescription("Ends every session of its browsers. Access tokens go on working: revoke them one by one, or disable the account.")]
    private static async Task<NoContent> EndSessions(Guid id, Sessions sessions, HttpContext context, CancellationToken ct)
    {
        await sessions.EndAllOfAsync(id, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("Prove that it is still you")]
    [EndpointDescription("For signed-in sessions, which answer 403 proof_needed where it is asked for before an act: approving and breaking the glass by the "
        + "policy's reauthenticate, purging and giving roles where an admin says so. proof is your password or a code of your app; it counts for five minutes "
        + "in this session. Signing in is a proof too.")]
    private static async Task<NoContent> Prove(ProofCommand command, Presence presence, HttpContext context, CancellationToken ct)
    {
        await presence.RenewAsync(context.Actor(), command.Proof, ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("List the roles that need a second factor")]
    [EndpointDescription("And whether admins prove that it is still them before they purge and give roles (proof).")]
    private static async Task<Ok<FactorRoles>> FactorRoles(SecondFactorQueries factors, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await factors.RolesAsync(context.Actor(), ct));

    [EndpointSummary("Set the roles that need a second factor")]
    [EndpointDescription("Replaces all. Who holds one of them and has no second factor sets it up before they may do anything else in a browser, and their "
        + "password alone is refused to scripts. Access tokens go on working. proof: whether admins prove that it is still them before they purge and give "
        + "roles; left out it stays.")]
    private static async Task<Ok<FactorRoles>> SetFactorRoles(FactorRoles command, SecondFactorWorkflow factors, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await factors.DemandAsync(command, context.Actor(), ct));
}

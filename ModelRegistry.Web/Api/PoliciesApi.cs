using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

/// <summary>
/// A policy to publish. expectedVersion is the version it was written on (0 for a model without one of its own): another one by now is refused.
/// byRisk asks for more approvals where the model's card rates the risk medium or high; seats ask for approvals of teams, which are named; reauthenticate asks
/// whoever approves, or breaks the glass, to prove just before that it is still them.
/// </summary>
internal sealed record PolicyEdit(int RequiredApprovals, ExecutionMode Execution = ExecutionMode.OnApproval, bool Automatic = false,
    IReadOnlyList<Gate>? Gates = null,
    int ExpiresAfterDays = PolicyContent.DefaultExpiryDays, string? Reason = null, int? ExpectedVersion = null, RiskApprovals? ByRisk = null,
    IReadOnlyList<PolicySeat>? Seats = null, bool Reauthenticate = false)
{
    public PolicyContent ToContent() => new(RequiredApprovals, Execution, Automatic, Gates, ExpiresAfterDays, ByRisk, Seats, Reauthenticate);
}

internal static class PoliciesApi
{
    public static void MapPolicies(this RouteGroupBuilder api)
    {
        var policies = api.MapGroup("").WithTags("Policies").ProducesProblem(404).ProducesProblem(422);
        policies.MapGet("/policies/{stage}", Get);
        policies.MapPut("/policies/{stage}", Put).ProducesProblem(409);
        policies.MapGet("/policies/{stage}/history", History);
        policies.MapGet("/policies/{stage}/collections/{**path}", GetOfCollection);
        policies.MapPut("/policies/{stage}/collections/{**path}", PutOfCollection).ProducesProblem(409);
        policies.MapGet("/policies/{stage}/history/collections/{**path}", HistoryOfCollection);
        policies.MapGet("/models/{name}/policies/{stage}", GetOfModel);
        policies.MapPut("/models/{name}/policies/{stage}", PutOfModel).ProducesProblem(409);
        policies.MapGet("/models/{name}/policies/{stage}/history", HistoryOfModel);
    }

    [EndpointSummary("Read the server's policy of a stage")]
    [EndpointDescription("It holds for every model that neither has a policy of its own nor lives in a collection that has one.")]
    private static async Task<Ok<PolicyView>> Get(string stage, PolicyQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(null, stage, context.Actor(), ct));

    [EndpointSummary("Publish the server's policy of a stage")]
    [EndpointDescription("For admins. A new version each time, unless it says the same; published versions never change. warnings name what is allowed and "
        + "yet odd. Reviewers and auditors are told when it asks for less than before. seats ask for approvals of teams, each of which somebody in that team "
        + "must give; requiredApprovals is then at least their sum.")]
    private static async Task<Ok<PolicyView>> Put(string stage, PolicyEdit policy, PolicyWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.PublishAsync(null, stage, policy.ToContent(), policy.Reason, policy.ExpectedVersion, context.Actor(), ct));

    [EndpointSummary("List every version of the server's policy of a stage")]
    [EndpointDescription("Newest first.")]
    private static async Task<Ok<Page<PolicyView>>> History(string stage, int? pageSize, string? pageToken, PolicyQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.HistoryAsync(null, stage, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Read the policy in force for a stage in a collection")]
    [EndpointDescription("Of the collection or the nearest above it that has one, which collection names; else the server's.")]
    private static async Task<Ok<PolicyView>> GetOfCollection(string stage, string path, PolicyQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(PolicyScope.OfCollection(path), stage, context.Actor(), ct));

    [EndpointSummary("Publish a collection's policy of a stage")]
    [EndpointDescription("For admins. It holds for all models in the collection and below it, unless a nearer collection or the model itself has one.")]
    private static async Task<Ok<PolicyView>> PutOfCollection(string stage, string path, PolicyEdit policy, PolicyWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.PublishAsync(PolicyScope.OfCollection(path), stage, policy.ToContent(), policy.Reason, policy.ExpectedVersion,
            context.Actor(), ct));

    [EndpointSummary("List every version of a collection's own policy")]
    [EndpointDescription("Newest first; empty while one from above holds.")]
    private static async Task<Ok<Page<PolicyView>>> HistoryOfCollection(string stage, string path, int? pageSize, string? pageToken, PolicyQueries queries,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.HistoryAsync(PolicyScope.OfCollection(path), stage, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Read the policy in force for a slot of a model")]
    [EndpointDescription("model is null where it is a collection's, which collection names, or the server's. A free alias has none: 404.")]
    private static async Task<Ok<PolicyView>> GetOfModel(string name, string stage, PolicyQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(PolicyScope.OfModel(name), stage, context.Actor(), ct));

    [EndpointSummary("Publish a model's own policy of a stage or alias")]
    [EndpointDescription("It takes the place of those of its collections and of the server for this model. An alias with a policy is protected: "
        + "it moves by requests.")]
    private static async Task<Ok<PolicyView>> PutOfModel(string name, string stage, PolicyEdit policy, PolicyWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.PublishAsync(PolicyScope.OfModel(name), stage, policy.ToContent(), policy.Reason, policy.ExpectedVersion,
            context.Actor(), ct));

    [EndpointSummary("List every version of a model's own policy")]
    [EndpointDescription("Newest first; empty while one from above holds.")]
    private static async Task<Ok<Page<PolicyView>>> HistoryOfModel(string name, string stage, int? pageSize, string? pageToken, PolicyQueries queries,
        HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.HistoryAsync(PolicyScope.OfModel(name), stage, pageSize, pageToken, context.Actor(), ct));
}

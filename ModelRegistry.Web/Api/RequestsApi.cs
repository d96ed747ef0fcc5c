using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class RequestsApi
{
    public static void MapRequests(this RouteGroupBuilder api)
    {
        api.MapPost("/models/{name}/stages/{stage}/requests", Open).WithTags("Promotion").ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        var requests = api.MapGroup("/requests").WithTags("Promotion");
        requests.MapGet("", List).ProducesProblem(404);
        var request = requests.MapGroup("/{id:long}").ProducesProblem(404);
        request.MapGet("", Get);
        request.MapGet("/comments", Comments);
        request.MapGet("/reviews/{review:int}/sheet", Sheet).Produces<DecisionSheet>(200, "application/json");
        request.MapGet("/emergency/sheet", EmergencySheet).Produces<DecisionSheet>(200, "application/json");
        request.MapPost("/reviews", Review).ProducesProblem(409).ProducesProblem(422);
        request.MapPost("/comments", Comment).ProducesProblem(409).ProducesProblem(422);
        request.MapDelete("/comments/{comment:long}", TakeBackComment);
        request.MapPost("/withdraw", Withdraw).ProducesProblem(409).ProducesProblem(422);
        request.MapPost("/dismiss", Dismiss).ProducesProblem(409).ProducesProblem(422);
        request.MapPost("/execute", Execute).ProducesProblem(409).ProducesProblem(422);
        var after = api.MapGroup("/post-reviews").WithTags("Promotion");
        after.MapGet("", PostReviewList);
        after.MapPost("/{id:long}", DecidePostReview).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    [EndpointSummary("Ask for a promotion")]
    [EndpointDescription("version: the number of a sealed version, or null to empty the stage. Moves at once where the policy needs nobody's approval and "
        + "every gate passes. dryRun=true only evaluates and answers 200 with what a request would be judged by.")]
    private static async Task<Results<Created<RequestView>, Ok<PromotionPreview>>> Open(
        string name, string stage, NewRequest command, bool? dryRun, PromotionWorkflow workflow, HttpContext context, CancellationToken ct)
    {
        if (dryRun == true)
        {
            return TypedResults.Ok(await workflow.PreviewAsync(name, stage, command.Version, context.Actor(), ct));
        }

        var request = await workflow.OpenAsync(name, stage, command, context.Actor(), ct);
        return TypedResults.Created(Addresses.Request(context, request.Id), request);
    }

    [EndpointSummary("List promotion requests")]
    [EndpointDescription("Newest first. state: open (all that have not ended), done, or one state. reviewer=me: those that wait for you, oldest first, with "
        + "no other filter.")]
    private static async Task<Ok<Page<RequestSummary>>> List(
        string? state, string? model, string? reviewer, int? pageSize, string? pageToken, RequestQueries queries, Inbox inbox, HttpContext context,
            CancellationToken ct)
    {
        if (reviewer is null)
        {
            return TypedResults.Ok(await queries.ListAsync(new RequestSearch(state, model, PageSize: pageSize, PageToken: pageToken), context.Actor(), ct));
        }

        if (reviewer != "me")
        {
            throw RegistryException.Malformed("reviewer_unknown", "reviewer is 'me' or left out.", "reviewer");
        }

        return state is null or RequestSearch.Open
            ? TypedResults.Ok(await inbox.WaitingAsync(model, pageSize, pageToken, context.Actor(), ct))
            : throw RegistryException.Malformed("state_unknown", "Only open requests wait for a reviewer: leave state out.", "state");
    }

    [EndpointSummary("Read a promotion request")]
    private static async Task<Ok<RequestView>> Get(long id, RequestQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.GetAsync(id, context.Actor(), ct));

    [EndpointSummary("Read what a reviewer had before them")]
    [EndpointDescription("review: the number of the decision, the first about the request being 1. The body is the JSON text that was kept, without a "
        + "change: its "
        + "SHA-256 is the sheet of the decision, which the audit event of the decision names too.")]
    private static async Task<ContentHttpResult> Sheet(long id, int review, RequestQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Content((await queries.SheetAsync(id, review, context.Actor(), ct)).Text, "application/json");

    [EndpointSummary("Read what a break-glass execution was decided by")]
    private static async Task<ContentHttpResult> EmergencySheet(long id, RequestQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Content((await queries.SheetAsync(id, null, context.Actor(), ct)).Text, "application/json");

    [EndpointSummary("Read the discussion of a request")]
    [EndpointDescription("Oldest first. The text is Markdown.")]
    private static async Task<Ok<Page<RequestCommentView>>> Comments(long id, int? pageSize, string? pageToken, RequestQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.CommentsAsync(id, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Approve, request changes, reject, or take back")]
    [EndpointDescription("subject: the one of the request that you read; another one by now answers 409 subject_changed with the difference. A comment is "
        + "required but for approve and withdraw. Access tokens never decide.")]
    private static async Task<Ok<RequestView>> Review(long id, NewReview review, ReviewWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.ReviewAsync(id, review, context.Actor(), ct));

    [EndpointSummary("Take a comment back")]
    [EndpointDescription("For its author, the owner of the model and admins, also when the request has ended. Its text is gone from here; that it was there, "
        + "and who took it back, stays.")]
    private static async Task<Ok<RequestCommentView>> TakeBackComment(long id, long comment, PromotionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.TakeBackCommentAsync(id, comment, context.Actor(), ct));

    [EndpointSummary("Comment on a request")]
    private static async Task<Ok<RequestCommentView>> Comment(long id, NewComment comment, PromotionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.CommentAsync(id, comment.Comment, context.Actor(), ct));

    [EndpointSummary("Withdraw a request")]
    private static async Task<Ok<RequestView>> Withdraw(long id, Withdrawal? withdrawal, PromotionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.WithdrawAsync(id, withdrawal?.Reason, context.Actor(), ct));

    [EndpointSummary("Dismiss a request for changes")]
    [EndpointDescription("For admins. reviewer: whose; left out for all that block.")]
    private static async Task<Ok<RequestView>> Dismiss(long id, Dismissal dismissal, ReviewWorkflow workflow, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await workflow.DismissAsync(id, dismissal.Reviewer, dismissal.Reason, context.Actor(), ct));

    [EndpointSummary("Execute an approved request")]
    [EndpointDescription("subject: as for a review. emergency {reason, incident}: break-glass, without approvals and without gates other than integrity, by "
        + "the Emergency role; opens a post-review.")]
    private static async Task<Ok<RequestView>> Execute(long id, NewExecution execution, PromotionWorkflow workflow, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await workflow.ExecuteAsync(id, execution.Subject, execution.Emergency, context.Actor(), ct));

    [EndpointSummary("List post-reviews")]
    [EndpointDescription("Open and objected ones, newest first; all=true for those that are closed too.")]
    private static async Task<Ok<Page<PostReviewView>>> PostReviewList(bool? all, int? pageSize, string? pageToken, PostReviews reviews, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await reviews.ListAsync(all == true, pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("Confirm what was done without approval, or object")]
    private static async Task<Ok<PostReviewView>> DecidePostReview(long id, NewPostReview decision, PostReviews reviews, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await reviews.DecideAsync(id, decision, context.Actor(), ct));

    internal sealed record NewComment(string Comment);

    internal sealed record Withdrawal(string? Reason = null);

    internal sealed record Dismissal(string Reason, string? Reviewer = null);

    internal sealed record NewExecution(string? Subject = null, Emergency? Emergency = null);
}

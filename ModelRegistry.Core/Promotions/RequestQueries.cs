using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>What a list of requests is narrowed to: open ones, ended ones, one state, those of a person, those of a model or of one version.</summary>
public sealed record RequestSearch(string? State = null, string? Model = null, int? Version = null, bool Mine = false, int? PageSize = null,
    string? PageToken = null)
{
    /// <summary>Everything that has not ended, whether or not something blocks it.</summary>
    public const string Open = "open";

    /// <summary>Everything that has ended.</summary>
    public const string Done = "done";
}

/// <summary>Reads promotion requests for pages and the API; where each stands is evaluated for a whole page at once.</summary>
public sealed class RequestQueries(RegistryStore store, TimeProvider time)
{
    private const int MostReviews = 10_000;

    /// <summary>Requests, newest first.</summary>
    public Task<Page<RequestSummary>> ListAsync(RequestSearch search, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(search.PageSize);
            var before = PageToken.DecodeLong(search.PageToken) ?? long.MaxValue;
            var requests = await MatchingAsync(db, actor, search, ct);
            return await RequestSummaries.PageAsync(db,
                requests.Where(request => request.Number < before).OrderByDescending(request => request.Number), size, time.Now(), ct);
        }, ct);

    public Task<RequestView> GetAsync(long number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (request, model) = await db.FindRequestAsync(actor, number, ct);
            return await RequestViews.BuildAsync(db, await RequestFiles.ReadAsync(db, request, model, ct), time.Now(), ct);
        }, ct);

    /// <summary>What the actor may do with a request, so that its page disables what a service would refuse.</summary>
    public Task<RequestRights> RightsAsync(long number, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (request, model) = await db.FindRequestAsync(actor, number, ct);
            var standing = RequestStanding.Of(await RequestFiles.ReadAsync(db, request, model, ct), time.Now());
            var ended = RequestStates.IsFinal(standing.State) ? RequestStates.AlreadyFinal(number, standing.State).Message : null;
            return new RequestRights(
                ended ?? RequestGuards.WhyNotReview(actor, standing),
                ended ?? RequestGuards.WhyNotExecute(actor, standing)
                    ?? (standing.CanExecute ? null : (standing.Blockers.Count > 0 ? standing.Blockers[0].Sentence : null) ?? "It is not approved yet."),
                ended ?? await RequestGuards.WhyNotWithdrawAsync(db, actor, standing, ct),
                ended ?? Rights.WhyNot(actor, Right.DismissReview),
                ended ?? Rights.WhyNot(actor, Right.BreakGlass),
                ended ?? Rights.WhyNot(actor, Right.CommentOnRequest),
                ended is null ? BreakGlass.Skipped(standing) : []);
        }, ct);

    /// <summary>
    /// What the author of a decision had before them, as the text whose SHA-256 the event of the decision names; of the break-glass execution when no
    /// decision is named.
    /// </summary>
    public Task<SheetText> SheetAsync(long number, int? review, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (request, _) = await db.FindRequestAsync(actor, number, ct);
            var digest = request.EmergencySheet;
            if (review is { } wanted)
            {
                var first = await db.Reviews.Where(found => found.RequestId == request.Id).OrderBy(found => found.Id)
                    .Take(Math.Clamp(wanted, 0, MostReviews)).Select(found => found.Sheet).ToListAsync(ct);
                digest = wanted > 0 && first.Count == wanted ? first[^1] : null;
            }

            return await db.SheetTexts.AsNoTracking().FirstOrDefaultAsync(sheet => sheet.Digest == digest, ct)
                ?? throw RegistryException.NotFound("sheet_not_found", review is null
                    ? $"Request #{number.ToString(PageToken.Culture)} was not executed in an emergency."
                    : $"There is no such decision about request #{number.ToString(PageToken.Culture)}.");
        }, ct);

    /// <summary>The discussion, oldest first.</summary>
    public Task<Page<RequestCommentView>> CommentsAsync(long number, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var (request, model) = await db.FindRequestAsync(actor, number, ct);
            var size = PageToken.Size(pageSize);
            var after = PageToken.DecodeLong(pageToken) ?? 0;
            var rows = await db.RequestComments.Where(comment => comment.RequestId == request.Id && comment.Id > after).OrderBy(comment => comment.Id)
                .Take(size + 1).ToListAsync(ct);
            return new Page<RequestCommentView>([.. rows.Take(size).Select(comment => RequestCommentView.Of(comment, model, actor))],
                rows.Count > size ? PageToken.Encode(rows[size - 1].Id) : null);
        }, ct);

    private async Task<IQueryable<PromotionRequest>> MatchingAsync(RegistryDbContext db, Actor actor, RequestSearch search, CancellationToken ct)
    {
        var requests = db.RequestsVisibleTo(actor);
        if (!string.IsNullOrEmpty(search.Model))
        {
            var model = await db.FindModelAsync(actor, search.Model, ct);
            requests = requests.Where(request => request.ModelId == model.Id);
            if (search.Version is { } number)
            {
                var version = (await db.FindVersionAsync(actor, search.Model, number.Text(), ct)).Version;
                requests = requests.Where(request => request.VersionId == version.Id);
            }
        }

        if (search.Mine)
        {
            requests = requests.Where(request => request.RequestedById == actor.UserId);
        }

        return search.State switch
        {
            null or "" => requests,
            RequestSearch.Open => requests.Ended(false),
            RequestSearch.Done => requests.Ended(true),
            _ => await InStateAsync(db, requests, search.State, ct),
        };
    }

    // Where an open request stands is found at reading; what its row says is only what was decided last.
    private async Task<IQueryable<PromotionRequest>> InStateAsync(RegistryDbContext db, IQueryable<PromotionRequest> requests, string text,
        CancellationToken ct)
    {
        var now = time.Now();
        return State(text) switch
        {
            RequestState.ChangesRequested => requests.Blocked(db, now),
            RequestState.Approved => await requests.ApprovedAsync(db, now, ct),
            RequestState.Expired => requests.Where(request => request.State == RequestState.Expired || (!request.IsFinal && request.ExpiresAt <= now)),
            var final => requests.Where(request => request.State == final),
        };
    }

    private static RequestState State(string text) =>
        Enum.TryParse<RequestState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && !int.TryParse(text, out _)
            ? state
            : throw RegistryException.Malformed("state_unknown",
                "state is open (everything that has not ended), done, changesRequested, approved, executed, rejected, withdrawn, expired or superseded.",
                "state");
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Promotions;

/// <summary>Builds the views of requests from where they stand.</summary>
internal static class RequestViews
{
    private const int MostReviews = 100;

    /// <summary>Of a request whose file was read, or changed in memory as the transaction changed it; saved before.</summary>
    public static async Task<RequestView> BuildAsync(RegistryDbContext db, RequestFile file, DateTimeOffset now, CancellationToken ct)
    {
        var standing = RequestStanding.Of(file, now);
        var reviews = await ReviewsAsync(db, standing, ct);
        return View(standing, reviews, file.Request.IsFinal ? null : await Reviewers.ReadAsync(db, standing, ct));
    }

    /// <summary>Of a request with these reviews; the people who may decide are known while it is open.</summary>
    public static RequestView View(RequestStanding standing, IReadOnlyList<ReviewView> reviews, Reviewers? pool)
    {
        var (file, request, end) = (standing.File, standing.File.Request, standing.End);
        return new RequestView(
            request.Number, file.Model.Name, request.VersionNumber, request.Slot, standing.State, request.Comment, request.RequestedByName, request.RequestedAt,
            request.Automatic, request.ExpectedVersionNumber, request.IsFinal || request.ExpectedVersionId is null ? null : file.Slot?.MovedAt,
            Subject.Show(standing.Subject.Digest), file.OpenedUnder.Number, standing.Policy.RequiredApprovals, standing.Approvals,
            standing.Policy.Execution, standing.Gates, reviews,
            end?.Eligible ?? pool?.Names ?? [], end?.EligibleCount ?? pool?.Count ?? 0, end?.Excluded ?? pool?.Excluded ?? [],
            pool is null ? standing.Blockers : [.. standing.Blockers, .. SeatPools.Blockers(pool.Seats)], pool is null ? [] : Warnings(standing, pool),
            request.ExpiresAt, request.DecidedAt, request.DecidedByName, request.Outcome, request.Incident,
            request.EmergencySheet is { } sheet ? Subject.Show(sheet) : null)
        {
            StandIns = pool?.StandIns ?? [],
            Seats = end?.Seats ?? (pool is null ? [] : SeatView.Of(standing, pool)),
        };
    }

    /// <summary>A sentence when fewer people can approve than are needed.</summary>
    public static IReadOnlyList<string> Warnings(int needed, int able) => able >= needed ? [] :
    [
        able == 0
            ? "Nobody can approve this: every active reviewer had a hand in it, or there is none. An admin can give somebody the Reviewer role."
            : string.Create(CultureInfo.InvariantCulture,
                $"{needed} approvals are needed, but only {able} {(able == 1 ? "person" : "people")} can approve. An admin can give somebody the Reviewer "
                + $"role."),
    ];

    private static IReadOnlyList<string> Warnings(RequestStanding standing, Reviewers pool) => Warnings(standing.Policy.RequiredApprovals, pool.Count);

    private static async Task<IReadOnlyList<ReviewView>> ReviewsAsync(RegistryDbContext db, RequestStanding standing, CancellationToken ct)
    {
        var (request, subject) = (standing.File.Request, standing.Subject.Digest);
        var rows = await db.Reviews.Where(review => review.RequestId == request.Id).OrderByDescending(review => review.Id).Take(MostReviews)
            .Select(review => new { Review = review, Number = db.Reviews.Count(other => other.RequestId == request.Id && other.Id <= review.Id) })
            .ToListAsync(ct);
        string[] digests = [.. rows.Select(row => row.Review).Where(review => review.EndedAt is null && review.Subject != subject)
            .Select(review => review.Subject).Distinct()];
        var texts = digests.Length == 0
            ? []
            : await db.SubjectTexts.AsNoTracking().Where(text => digests.Contains(text.Digest) || text.Digest == subject)
                .ToDictionaryAsync(text => text.Digest, text => text.Text, ct);
        if (standing.Subject.Text.Length > 0)
        {
            texts.TryAdd(subject, standing.Subject.Text);
        }

        return [.. rows.OrderBy(row => row.Review.Id).Select(row => View(standing, row.Review, row.Number, texts))];
    }

    private static ReviewView View(RequestStanding standing, Review review, int number, Dictionary<string, string> texts)
    {
        var subject = standing.Subject.Digest;
        var stale = review.Subject != subject;
        var found = standing.File.Reviews.FirstOrDefault(other => other.Review.Id == review.Id);
        var whyNot = found switch
        {
            null => null,
            { Exclusion: { } exclusion } => exclusion,
            { AuthorIsReviewer: false } => "is no active reviewer any more",
            _ when standing.OneWith(review) is { } first => $"counts as one with {first.ByName}, who approved before: one of them stands in for the other",
            _ => null,
        };
        var counts = review is { EndedAt: null, Decision: ReviewDecision.Approve } && !stale
            && (standing.End is { } end ? end.Counted.Contains(review.ById) : whyNot is null);
        var changed = stale && review.EndedAt is null && texts.TryGetValue(review.Subject, out var seen) && texts.TryGetValue(subject, out var now)
            ? SubjectDifference.Between(seen, now)
            : [];
        return new ReviewView(review.ByName, review.Decision, review.Comment, review.At, stale, counts, standing.File.Request.IsFinal ? null : whyNot, changed,
            review.End, review.EndedByName, review.AskedAgainAt, review.EndReason)
        {
            Number = number,
            For = review.ForNames?.Split('\n') ?? [],
            Sheet = review.Sheet.Length == 0 ? null : Subject.Show(review.Sheet),
        };
    }
}

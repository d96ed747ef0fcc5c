using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Executed requests against their approvals: those that the event names are decisions about exactly the subject that was executed,
/// by people who had no hand in it, and as many as the policy asked for.
/// </summary>
internal static class ApprovalCheck
{
    public static async Task RunAsync(CheckScope scope, IReadOnlyList<ExecutedRequest> executed, CancellationToken ct)
    {
        if (executed.Count == 0)
        {
            return;
        }

        var ids = executed.Select(row => row.Request.Id).ToArray();
        var reviews = (await scope.Db.Reviews.Where(review => ids.Contains(review.RequestId)).ToListAsync(ct)).ToLookup(review => review.RequestId);
        var policyIds = executed.Select(row => row.Request.OpenedUnderId).Distinct().ToArray();
        var policies = await scope.Db.PolicyVersions.Where(policy => policyIds.Contains(policy.Id)).ToDictionaryAsync(policy => policy.Id, ct);
        var hands = await HandsAsync(scope.Db, executed, ct);
        var numbers = executed.Select(row => (long?)row.Request.Number).ToArray();
        var postReviews = (await scope.Db.PostReviews.Where(review => numbers.Contains(review.RequestNumber)).Select(review => review.Number).ToListAsync(ct))
            .ToHashSet();
        foreach (var row in executed)
        {
            CheckSubject(scope.Log, row);
            if (row.Event.Event is RequestForced { After: var forced })
            {
                CheckEmergency(scope.Log, row, forced, postReviews);
                continue;
            }

            var outcome = ((RequestExecuted)row.Event.Event).After;
            var asked = policies.TryGetValue(row.Request.OpenedUnderId, out var policy) ? policy.Content : PolicyContent.Open;
            CheckApprovals(scope.Log, row, outcome, [.. reviews[row.Request.Id]], [.. hands[row.Request.Id]], asked.RequiredApprovals);
            CheckSeats(scope.Log, row, outcome, asked.Seats ?? []);
        }
    }

    private static void CheckSubject(FindingLog log, ExecutedRequest row)
    {
        var subject = row.Event.Event is RequestForced forced ? forced.After.Subject : ((RequestExecuted)row.Event.Event).After.Subject;
        if (subject != Subject.Show(row.Request.FinalSubject ?? ""))
        {
            log.Error("request_differs", $"Request #{row.Request.Number} keeps another subject than the one that was executed.",
                row.Place with { Seq = row.Event.Seq });
        }
    }

    private static void CheckEmergency(FindingLog log, ExecutedRequest row, RequestForced.Outcome forced, HashSet<long> postReviews)
    {
        if (row.Request.Incident is null || forced.Incident != row.Request.Incident)
        {
            log.Error("request_differs", $"Request #{row.Request.Number} was executed in an emergency, but does not keep its incident.",
                row.Place with { Seq = row.Event.Seq });
        }

        if (!postReviews.Contains(forced.PostReview))
        {
            log.Error("post_review_missing", $"The emergency execution of request #{row.Request.Number} has no post-review.",
                row.Place with { Seq = row.Event.Seq });
        }
    }

    private static void CheckApprovals(FindingLog log, ExecutedRequest row, RequestExecuted.Outcome outcome, List<Review> reviews, HashSet<Guid> hands,
        int needed)
    {
        var (request, at) = (row.Request, row.Place with { Seq = row.Event.Seq });
        var counted = new HashSet<Guid>();
        foreach (var name in outcome.Approvals)
        {
            var approval = reviews.Find(review => review.ByName == name && review.Decision == ReviewDecision.Approve && review.EndedAt is null
                && review.Subject == request.FinalSubject && review.At <= request.DecidedAt);
            if (approval is null)
            {
                log.Error("approval_missing", $"Request #{request.Number} was executed with an approval by {name} of exactly this subject, but there is none.",
                    at);
            }
            else if (hands.Contains(approval.ById))
            {
                log.Error("approval_ineligible", $"{name} approved request #{request.Number}, but had a hand in it.", at);
            }
            else
            {
                counted.Add(approval.ById);
            }
        }

        var required = Math.Max(needed, outcome.Required);
        if (counted.Count < required)
        {
            log.Error("approvals_too_few", $"Request #{request.Number} needed {required} approvals and has {counted.Count}.", at);
        }
    }

    /// <summary>Each team that the policy of the opening named gave its approvals, and nobody gave one for two.</summary>
    private static void CheckSeats(FindingLog log, ExecutedRequest row, RequestExecuted.Outcome outcome, IReadOnlyList<PolicySeat> asked)
    {
        var at = row.Place with { Seq = row.Event.Seq };
        var filled = outcome.Seats ?? [];
        List<string> seated = [.. filled.SelectMany(seat => seat.By)];
        if (seated.Count != seated.Distinct(StringComparer.Ordinal).Count() || seated.Except(outcome.Approvals).Any())
        {
            log.Error("seat_ineligible", $"Request #{row.Request.Number} was executed with a seat that no approval of its own fills.", at);
        }

        foreach (var seat in asked.Where(seat => filled.Where(found => found.Team == seat.Team).Sum(found => found.By.Count) < seat.Approvals))
        {
            log.Error("approvals_too_few", $"Request #{row.Request.Number} needed {seat.Approvals} approvals from {seat.Team} and has fewer.", at);
        }
    }

    /// <summary>Who had a hand in each request before it was executed, as far as rows say so that never change (rule 8).</summary>
    private static async Task<ILookup<Guid, Guid>> HandsAsync(RegistryDbContext db, IReadOnlyList<ExecutedRequest> executed, CancellationToken ct)
    {
        var versionIds = executed.Select(row => row.Request.VersionId).OfType<Guid>().Distinct().ToArray();
        var versions = db.Versions.IgnoreQueryFilters(Deletion.Filters);
        var registrants = (await versions.Where(version => versionIds.Contains(version.Id) && version.Digest != null)
            .Join(versions, version => version.Digest, other => other.Digest, (version, other) => new { version.Id, other.CreatedById, other.CreatedAt })
                .Distinct().ToListAsync(ct)).ToLookup(row => row.Id);
        var uploaders = (await db.VersionFiles.Where(file => versionIds.Contains(file.VersionId)).Select(file => new { file.VersionId, file.UploadedById })
            .Distinct().ToListAsync(ct))
            .ToLookup(file => file.VersionId, file => file.UploadedById);
        var runners = (await versions.Where(version => versionIds.Contains(version.Id) && version.RunCreatedById != null)
            .Select(version => new { version.Id, CreatedById = version.RunCreatedById!.Value }).ToListAsync(ct))
                .ToLookup(row => row.Id, row => row.CreatedById);
        return executed.SelectMany(row => Of(row.Request).Select(person => (row.Request.Id, person))).ToLookup(pair => pair.Id, pair => pair.person);

        IEnumerable<Guid> Of(PromotionRequest request)
        {
            var version = request.VersionId ?? Guid.Empty;
            return [request.RequestedById, .. registrants[version].Where(row => row.CreatedAt <= request.DecidedAt)
                .Select(row => row.CreatedById), .. uploaders[version], .. runners[version]];
        }
    }
}

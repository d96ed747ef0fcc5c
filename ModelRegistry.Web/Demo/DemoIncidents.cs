using System.Globalization;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Web.Demo;

/// <summary>
/// What went wrong in the demo's months: two rollbacks with their quarantines, one released again and one still to be looked at.
/// </summary>
internal sealed class DemoIncidents(IServiceProvider services, DemoClock clock, DemoCast cast)
{
    /// <summary>Not the model's fault after all: taken back at night, looked at, released by a reviewer in the morning.</summary>
    public const string Blameless = "wine-cultivar";

    /// <summary>Taken back a few days ago; the post-review waits.</summary>
    public const string Recent = "digits-classifier";

    private readonly HashSet<string> _done = [];

    /// <summary>Something goes wrong once for each of these models, as soon as there is a version to go back to.</summary>
    public async Task FollowAsync(string model, bool late, DateTimeOffset until, CancellationToken ct)
    {
        if (_done.Contains(model) || !(model == Blameless || (model == Recent && late)))
        {
            return;
        }

        var preview = await Get<RollbackQueries>().PreviewAsync(model, Stage.Production, rehash: false, cast.Operator, ct);
        if (preview is not { Occupant: { } occupant } || !preview.Candidates.Any(candidate => candidate.Proposed))
        {
            return;
        }

        _done.Add(model);
        clock.Add(TimeSpan.FromHours(2), until);
        var rollback = await Get<RollbackWorkflow>()
            .RollBackAsync(model, Stage.Production, new NewRollback(null, Reason(model), occupant), null, cast.Operator, ct);
        if (model == Blameless)
        {
            await ReleaseAsync(rollback, until, ct);
        }
    }

    private async Task ReleaseAsync(RollbackView rollback, DateTimeOffset until, CancellationToken ct)
    {
        clock.Add(TimeSpan.FromHours(5), until);
        await Get<PostReviews>().DecideAsync(rollback.PostReviewId,
            new NewPostReview(PostReviewAnswer.Confirm, "Right to go back first and to look afterwards."), cast.Reviewer, ct);
        clock.Add(TimeSpan.FromHours(1), until);
        await Get<QuarantineWorkflow>()
            .ReleaseAsync(rollback.Model, rollback.From.ToString(CultureInfo.InvariantCulture), "A full disk on the serving host made it slow, not the model.",
            cast.Reviewer, ct);
    }

    private static string Reason(string model) =>
        model == Blameless ? "Latency too high; answers take two seconds" : "Wrong predictions; it takes ones for sevens on the new scanners";

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}

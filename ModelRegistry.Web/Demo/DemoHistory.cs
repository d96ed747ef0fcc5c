using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Demo;

/// <summary>
/// What people did with the demo's versions over its months: asked, answered, approved, rejected and once broke the glass, all
/// through the services that everybody uses and decided by the real numbers.
/// </summary>
internal sealed class DemoHistory(IServiceProvider services, DemoClock clock, DemoCast cast)
{
    private readonly Dictionary<string, int> _asked = [];
    private bool _glassBroken;

    /// <summary>The days after a version was registered, up to <paramref name="until"/>.</summary>
    public async Task FollowAsync(VersionView version, DateTimeOffset until, bool isLast, CancellationToken ct)
    {
        if (DemoPolicies.BarOf(version.Model) is not { } bar)
        {
            return;
        }

        await Get<AutomaticPromotions>().SweepAsync(ct);
        if (bar.Check is { } check)
        {
            clock.Add(TimeSpan.FromMinutes(20), until);
            await Get<VersionEvidence>().PostCheckAsync(version.Model, Text(version.Number),
                new NewCheck(check, CheckState.Success, Summary: "No group differs by more than 2 %."), cast.Scientist, ct);
        }

        if (isLast)
        {
            return;
        }

        if (await OccupantAsync(version.Model, Stage.Staging, ct) == version.Number)
        {
            await AskForProductionAsync(version, bar, until, ct);
        }
        else if (version.Number % 2 == 0)
        {
            await AskInVainAsync(version, until, ct);
        }
    }

    /// <summary>What is open when the demo begins, so that a reviewer has something to do.</summary>
    public async Task LeaveOpenAsync(IReadOnlyList<string> models, CancellationToken ct)
    {
        foreach (var reader in cast.Everybody)
        {
            await Get<NotificationWorkflow>().MarkReadAsync(null, reader, ct); // months of old news wait for nobody
        }

        foreach (var model in models.Where(model => DemoPolicies.BarOf(model) is not null))
        {
            if (await OccupantAsync(model, Stage.Staging, ct) is not { } candidate || await WasAskedForAsync(model, candidate, ct))
            {
                continue;
            }

            var request = await AskAsync(model, Stage.Production, candidate, "Please look at size and latency too.", ct);
            if (request.RequiredApprovals > 1)
            {
                await DecideAsync(request.Id, ReviewAction.Approve, "Better where it counts.", cast.Reviewer, ct);
            }
        }
    }

    private async Task<bool> WasAskedForAsync(string model, int version, CancellationToken ct) =>
        (await Get<RequestQueries>().ListAsync(new RequestSearch(Model: model, Version: version), cast.Reviewer, ct)).Items.Any(request =>
            request.Stage == Stage.Production);

    private async Task AskForProductionAsync(VersionView version, DemoBar bar, DateTimeOffset until, CancellationToken ct)
    {
        clock.Add(TimeSpan.FromHours(5), until);
        var turn = _asked[version.Model] = _asked.GetValueOrDefault(version.Model) + 1;
        var production = await OccupantAsync(version.Model, Stage.Production, ct);
        var gain = production is { } number ? bar.Gain(Value(version, bar), Value(await VersionAsync(version.Model, number, ct), bar)) : 0;
        var request = await AskAsync(version.Model, Stage.Production, version.Number, Wish(version, bar, production, gain), ct);
        clock.Add(TimeSpan.FromHours(3), until);
        if (production is not null && gain < 0)
        {
            await DecideAsync(request.Id, ReviewAction.Reject,
                string.Create(CultureInfo.InvariantCulture, $"Worse than v{production} on {bar.Metric}. Let us keep what runs."), cast.Reviewer, ct);
            return;
        }

        if (turn >= 3 && version.Model == "wine-cultivar" && !_glassBroken)
        {
            _glassBroken = true;
            await BreakGlassAsync(request.Id, until, ct);
            return;
        }

        if (turn % 3 == 2)
        {
            await ArgueAsync(request.Id, version, until, ct);
        }

        await ApproveAsync(request.Id, until, ct);
    }

    private async Task ArgueAsync(long request, VersionView version, DateTimeOffset until, CancellationToken ct)
    {
        await DecideAsync(request, ReviewAction.RequestChanges,
            "How long does one row take on the **target hardware**? The number here is from a training machine.", cast.Reviewer, ct);
        clock.Add(TimeSpan.FromHours(4), until);
        var latency = version.Metric("inference_us_per_row")?.Value ?? 0;
        await Get<PromotionWorkflow>()
            .CommentAsync(request, string.Create(CultureInfo.InvariantCulture,
            $"Measured again there: {latency * 1.4:0.0} µs a row, {latency:0.0} µs on the training machine."), cast.Scientist, ct);
        clock.Add(TimeSpan.FromHours(2), until);
    }

    private async Task ApproveAsync(long request, DateTimeOffset until, CancellationToken ct)
    {
        foreach (var (reviewer, words) in new[] { (cast.Reviewer, "Numbers and files are in order."), (cast.SecondReviewer, "Agreed.") })
        {
            var now = await Get<RequestQueries>().GetAsync(request, reviewer, ct);
            if (!now.IsFinal)
            {
                await Get<ReviewWorkflow>().ReviewAsync(request, new NewReview(ReviewAction.Approve, words, now.Subject), reviewer, ct);
                clock.Add(TimeSpan.FromHours(2), until);
            }
        }
    }

    private async Task BreakGlassAsync(long request, DateTimeOffset until, CancellationToken ct)
    {
        var now = await Get<RequestQueries>().GetAsync(request, cast.Emergency, ct);
        await Get<PromotionWorkflow>()
            .ExecuteAsync(request, now.Subject, new Emergency("The running version fails on the new bottles, and no reviewer answers.", "INC-2041"),
            cast.Emergency, ct);
        clock.Add(TimeSpan.FromHours(6), until);
        var review = (await Get<PostReviews>().ListAsync(all: false, null, null, cast.Reviewer, ct)).Items[0];
        await Get<PostReviews>().DecideAsync(review.Id, new NewPostReview(PostReviewAnswer.Confirm, "Right in that hour; the incident is closed."),
            cast.Reviewer, ct);
    }

    /// <summary>For a version that does not reach the bar: the gates say so, and it is taken back.</summary>
    private async Task AskInVainAsync(VersionView version, DateTimeOffset until, CancellationToken ct)
    {
        clock.Add(TimeSpan.FromHours(2), until);
        var request = await AskAsync(version.Model, Stage.Staging, version.Number, "To see what the gates say.", ct);
        clock.Add(TimeSpan.FromHours(6), until);
        await Get<PromotionWorkflow>().WithdrawAsync(request.Id, "It does not reach the bar. Training goes on.", cast.Scientist, ct);
    }

    private Task<RequestView> AskAsync(string model, string stage, int version, string comment, CancellationToken ct) =>
        Get<PromotionWorkflow>().OpenAsync(model, stage, new NewRequest(version, comment), cast.Scientist, ct);

    private async Task DecideAsync(long request, ReviewAction decision, string comment, Actor by, CancellationToken ct) =>
        await Get<ReviewWorkflow>().ReviewAsync(request, new NewReview(decision, comment, (await Get<RequestQueries>().GetAsync(request, by, ct)).Subject), by,
            ct);

    private async Task<int?> OccupantAsync(string model, string stage, CancellationToken ct) =>
        (await Get<SlotQueries>().ListAsync(model, null, cast.Scientist, ct)).Single(slot => slot.Slot == stage).Version;

    private Task<VersionView> VersionAsync(string model, int number, CancellationToken ct) =>
        Get<VersionQueries>().GetAsync(model, Text(number), cast.Scientist, ct);

    private static double Value(VersionView version, DemoBar bar) => version.Metric(bar.Metric)?.Value ?? double.NaN;

    private static string Wish(VersionView version, DemoBar bar, int? production, double gain)
    {
        var measured = MetricValue.Show(Value(version, bar), MetricDefinitions.BuiltIn.For(bar.Metric));
        return production is null
            ? $"The first that is good enough: {bar.Metric} {measured}."
            : string.Create(CultureInfo.InvariantCulture, $"{bar.Metric} {measured}, {Against(gain)} v{production}. Same data set.");
    }

    private static string Against(double gain) => gain switch
    {
        > 0 => string.Create(CultureInfo.InvariantCulture, $"better by {gain:0.####} than"),
        0 => "as good as",
        _ => string.Create(CultureInfo.InvariantCulture, $"worse by {-gain:0.####} than"),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}

/// <summary>Who plays which part in the demo's months.</summary>
internal sealed record DemoCast(Actor Scientist, Actor Reviewer, Actor SecondReviewer, Actor Emergency, Actor Operator, Actor Admin)
{
    public IEnumerable<Actor> Everybody => [Scientist, Reviewer, SecondReviewer, Emergency, Operator, Admin];
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Rollbacks;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

/// <summary>
/// Every list that spans models, with a restricted one and a twin that everybody sees, in which the same happened: an outsider reads of the twin
/// alone, whoever may see both reads of both.
/// </summary>
public sealed class SpanningListsTests(RollbackScene scene) : IClassFixture<RollbackScene>, IAsyncLifetime
{
    private static readonly Dictionary<string, Func<RollbackScene, string[], Actor, Task<IEnumerable<string>>>> Lists = new()
    {
        ["models"] = async (scene, _, actor) =>
            (await scene.Get<ModelQueries>().ListAsync(new ModelSearch(PageSize: PageToken.MaxSize), actor, default)).Items.Select(model => model.Name),
        ["Home: latest models"] = async (scene, _, actor) => (await scene.Get<ModelQueries>().LatestAsync(100, actor, default)).Select(model => model.Name),
        ["sparks"] = async (scene, models, actor) => (await scene.Get<ModelQueries>().SparksAsync(models, actor, default)).Keys,
        ["Home: in production"] = async (scene, _, actor) => (await scene.Get<SlotOverview>().InProductionAsync(actor, default)).Select(row => row.Model),
        ["Home: stages that need a look"] = async (scene, _, actor) =>
            (await scene.Get<ReadinessQueries>().AttentionAsync(actor, default, most: 100)).Stages.Select(view => view.Model),
        ["Home: stages, as rehearsed"] = async (scene, _, actor) =>
            (await scene.Get<ReadinessQueries>().AttentionAsync(actor, default, most: 100, rehearsed: true)).Stages.Select(view => view.Model),
        ["quarantines"] = async (scene, _, actor) =>
            (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), actor, default)).Items.Select(view => view.Model),
        ["quarantines, released ones too"] = async (scene, _, actor) =>
            (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(All: true), actor, default)).Items.Select(view => view.Model),
        ["requests"] = async (scene, _, actor) => (await scene.Get<RequestQueries>().ListAsync(new RequestSearch(), actor, default)).Items
            .Select(request => request.Model),
        ["post-reviews"] = async (scene, _, actor) =>
            (await scene.Get<PostReviews>().ListAsync(true, PageToken.MaxSize, null, actor, default)).Items.Select(review => review.Model),
        ["activity"] = async (scene, _, actor) =>
            (await scene.Get<AuditQueries>().ListAsync(new AuditSearch(PageSize: PageToken.MaxSize), actor, default)).Items
                .Select(entry => entry.Model).OfType<string>(),
    };

    private readonly string[] _models = new string[2];
    private readonly long[] _requests = new long[2];
    private readonly long[] _rollbacks = new long[2];
    private Actor _insider = null!;

    public static TheoryData<string> Names => [.. Lists.Keys];

    public async Task InitializeAsync()
    {
        var metric = new NewVersion(Metrics: [new("accuracy", 0.9)]);
        for (var i = 0; i < 2; i++)
        {
            var model = _models[i] = await scene.AHistoryAsync(3);
            var measured = await scene.AVersionAsync(model, $"{model} measured", metric);
            await scene.Get<ReadinessRehearsal>().SweepAsync(default);
            await scene.PolicyAsync(model, Stage.Staging, new PolicyContent());
            _requests[i] = (await scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Staging, new NewRequest(measured), scene.Scientist, default)).Id;
            File.Delete(await scene.StoredFileAsync(model, 1, "model/a.bin"));
            _rollbacks[i] = (await scene.BackAsync(model, to: 2, from: 3)).Id; // opens a post-review, quarantines v3, tells the reviewers
        }

        scene.Registry.Clock.Advance(ReadinessRehearsal.Every);
        await scene.Get<ReadinessRehearsal>().SweepAsync(default);
        await scene.Get<ModelWorkflow>().EditAsync(_models[0], new ModelEdit(Restricted: true), scene.Scientist, default);
        _insider = await scene.PersonAsync(scene.NewName("insider"), Roles.Auditor);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_outsider_reads_of_the_other_model_alone(string list)
    {
        foreach (var outsider in new[] { scene.Reviewer, scene.OtherReviewer, scene.Viewer })
        {
            var seen = (await Lists[list](scene, _models, outsider)).ToHashSet();

            Assert.Contains(_models[1], seen);
            Assert.DoesNotContain(_models[0], seen);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whoever_may_see_both_reads_of_both(string list)
    {
        var seen = (await Lists[list](scene, _models, _insider)).ToHashSet();

        Assert.Superset(_models.ToHashSet(), seen);
    }

    [Fact]
    public async Task What_waits_for_a_reviewer_is_not_of_a_model_that_they_may_not_see()
    {
        var inbox = scene.Get<Inbox>();

        var waiting = (await inbox.WaitingAsync(null, PageToken.MaxSize, null, scene.Reviewer, default)).Items.Select(request => request.Id).ToList();

        Assert.Contains(_requests[1], waiting);
        Assert.DoesNotContain(_requests[0], waiting);
        var after = (await scene.Get<PostReviews>().WaitingAsync(PageToken.MaxSize, null, scene.Reviewer, default)).Items
            .Select(review => review.Model).ToList();
        Assert.Contains(_models[1], after);
        Assert.DoesNotContain(_models[0], after);
        Assert.Equal(waiting.Count + after.Count, await inbox.CountAsync(scene.Reviewer, default));
    }

    [Fact]
    public async Task A_notice_is_read_and_counted_only_while_its_model_may_be_seen()
    {
        var notices = scene.Get<NotificationQueries>();

        var (newest, unread) = await notices.BellAsync(PageToken.MaxSize, scene.Reviewer, default);

        Assert.Contains(newest, notice => notice.Model == _models[1]);
        Assert.DoesNotContain(newest, notice => notice.Model == _models[0] || notice.Text.Contains(_models[0], StringComparison.Ordinal));
        Assert.Equal(newest.Count, unread);
        Assert.Equal(unread, await notices.UnreadCountAsync(scene.Reviewer, default));
    }

    [Fact]
    public async Task What_has_a_number_is_not_found_by_it()
    {
        var post = await scene.PostReviewsAsync(_models[0]);

        await Refused.ByAsync("request_not_found", () => scene.Get<RequestQueries>().GetAsync(_requests[0], scene.Reviewer, default));
        await Refused.ByAsync("rollback_not_found", () => scene.Get<RollbackQueries>().GetAsync(_rollbacks[0], scene.Reviewer, default));
        await Refused.ByAsync("post_review_not_found", () => scene.Get<PostReviews>().GetAsync(Assert.Single(post).Id, scene.Reviewer, default));
        Assert.Equal(_models[1], (await scene.Get<RollbackQueries>().GetAsync(_rollbacks[1], scene.Reviewer, default)).Model);
    }
}

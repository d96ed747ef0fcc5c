using ModelRegistry.Core;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Tests.Rollbacks;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

/// <summary>
/// Every list that spans models (<see cref="SpanningLists"/>), with a restricted one and a twin that everybody sees, in which the same happened: an outsider
/// and a token that is limited to the twin read of the twin alone, whoever may see both reads of both.
/// </summary>
public sealed class SpanningListsTests(SpanningWorld world) : IClassFixture<SpanningWorld>
{
    private readonly RollbackScene _scene = world.Scene;
    private readonly string[] _models = world.Models;

    public static TheoryData<string> Lists => [.. SpanningLists.ForEverybody.Keys];

    public static TheoryData<string> ListsOfReviewers => [.. SpanningLists.ForReviewers.Keys];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task An_outsider_and_a_token_for_the_other_model_read_of_that_alone(string list)
    {
        foreach (var outsider in new[] { _scene.Reviewer, _scene.OtherReviewer, _scene.Viewer, world.Token, world.TokenOfCollection })
        {
            var seen = (await SpanningLists.ForEverybody[list](_scene, _models, outsider)).ToHashSet();

            Assert.Contains(_models[1], seen);
            Assert.DoesNotContain(_models[0], seen);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Whoever_may_see_both_reads_of_both(string list)
    {
        foreach (var reader in new[] { world.Insider, world.Member })
        {
            var seen = (await SpanningLists.ForEverybody[list](_scene, _models, reader)).ToHashSet();

            Assert.Superset(_models.ToHashSet(), seen);
        }
    }

    [Theory]
    [MemberData(nameof(ListsOfReviewers))]
    public async Task What_waits_for_a_reviewer_is_of_models_that_they_see(string list)
    {
        var read = SpanningLists.ForReviewers[list];

        var outside = (await read(_scene, _models, _scene.Reviewer)).ToHashSet();
        Assert.Contains(_models[1], outside);
        Assert.DoesNotContain(_models[0], outside);
        Assert.DoesNotContain(_models[0], await read(_scene, _models, world.Token));
        Assert.DoesNotContain(_models[0], await read(_scene, _models, world.TokenOfCollection));
        Assert.Superset(_models.ToHashSet(), (await read(_scene, _models, world.Member)).ToHashSet());
    }

    [Fact]
    public void Every_list_that_spans_models_has_a_row_or_says_why_not()
    {
        var lists = typeof(RegistryServices).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsClass: true })
            .SelectMany(type => type.GetMethods().Where(method => method.DeclaringType == type && SpanningLists.IsList(method))
                .Select(method => $"{type.Name}.{method.Name}")).ToHashSet();
        var told = SpanningLists.ForEverybody.Keys.Concat(SpanningLists.ForReviewers.Keys).Select(name => name.Split(' ')[0])
            .Concat(SpanningLists.Counted.Keys).Concat(SpanningLists.NotOfModels.Keys).ToHashSet();

        Assert.Empty(lists.Except(told));
        Assert.Empty(SpanningLists.NotOfModels.Keys.Concat(SpanningLists.Counted.Keys).Except(lists));
    }

    [Fact]
    public async Task What_waits_for_a_reviewer_is_counted_as_it_is_listed()
    {
        foreach (var reader in new[] { _scene.Reviewer, world.Member })
        {
            var waiting = (await _scene.Get<Inbox>().WaitingAsync(null, PageToken.MaxSize, null, reader, default)).Items;
            var after = (await _scene.Get<PostReviews>().WaitingAsync(PageToken.MaxSize, null, reader, default)).Items;

            Assert.Equal(waiting.Count + after.Count, await _scene.Get<Inbox>().CountAsync(reader, default));
        }
    }

    [Fact]
    public async Task What_is_in_production_and_what_is_new_is_counted_as_it_is_listed()
    {
        foreach (var reader in new[] { _scene.Viewer, world.Token, world.TokenOfCollection, world.Member, world.Insider })
        {
            var overview = _scene.Get<SlotOverview>();
            var running = (await overview.InProductionAsync(reader, default)).Select(row => row.Model).Distinct().Count();
            Assert.Equal(running, (await overview.CountInProductionAsync(reader, default)).Models);

            var search = new AuditSearch(PageSize: 10);
            var newest = (await _scene.Get<AuditQueries>().ListAsync(search, reader, default)).Items;
            Assert.Equal(newest.Count - 1, await _scene.Get<AuditQueries>().CountNewsAsync(search, newest[^1].Seq, reader, default));
        }
    }

    [Fact]
    public async Task A_notice_is_read_and_counted_only_while_its_model_may_be_seen()
    {
        var notices = _scene.Get<NotificationQueries>();

        var (newest, unread) = await notices.BellAsync(PageToken.MaxSize, _scene.Reviewer, default);

        Assert.Contains(newest, notice => notice.Model == _models[1]);
        Assert.DoesNotContain(newest, notice => notice.Model == _models[0] || notice.Text.Contains(_models[0], StringComparison.Ordinal));
        Assert.Equal(newest.Count, unread);
        Assert.Equal(unread, await notices.UnreadCountAsync(_scene.Reviewer, default));
        Assert.Equal(newest.Select(notice => notice.Id),
            (await notices.ListAsync(PageToken.MaxSize, null, _scene.Reviewer, default)).Items.Select(notice => notice.Id));
    }

    [Fact]
    public async Task What_has_a_number_is_not_found_by_it()
    {
        var post = await _scene.PostReviewsAsync(_models[0]);

        await Refused.ByAsync("request_not_found", () => _scene.Get<RequestQueries>().GetAsync(world.Requests[0], _scene.Reviewer, default));
        await Refused.ByAsync("rollback_not_found", () => _scene.Get<RollbackQueries>().GetAsync(world.Rollbacks[0], _scene.Reviewer, default));
        await Refused.ByAsync("post_review_not_found", () => _scene.Get<PostReviews>().GetAsync(Assert.Single(post).Id, _scene.Reviewer, default));
        Assert.Equal(_models[1], (await _scene.Get<RollbackQueries>().GetAsync(world.Rollbacks[1], _scene.Reviewer, default)).Model);
    }
}

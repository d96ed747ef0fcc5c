using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Lists of what waits are filtered where the rows are: many requests for others hide none of one's own.</summary>
public sealed class InboxTests : IAsyncLifetime
{
    private const int Others = 120;

    private readonly PromotionScene _scene = new();

    private Actor Reviewer => _scene.ReviewerA;

    public Task InitializeAsync() => _scene.InitializeAsync();

    public Task DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task A_page_is_full_or_the_last()
    {
        await FillAsync(requestedBy: Reviewer, count: 3);
        var first = await _scene.ARequestAsync(await _scene.AModelAsync());
        await FillAsync(requestedBy: Reviewer, count: 3);
        var second = await _scene.ARequestAsync(await _scene.AModelAsync());
        await FillAsync(requestedBy: Reviewer, count: 3);

        var page = await WaitingAsync(1, null);
        Assert.Equal([first.Id], page.Items.Select(request => request.Id));
        var last = await WaitingAsync(1, page.NextPageToken);
        Assert.Equal([second.Id], last.Items.Select(request => request.Id));
        Assert.Null(last.NextPageToken);
    }

    [Fact]
    public async Task Badge_and_page_find_what_waits_behind_a_hundred_that_do_not()
    {
        await FillAsync(requestedBy: Reviewer, Others);
        var request = await _scene.ARequestAsync(await _scene.AModelAsync());

        Assert.Equal(1, await _scene.Get<Inbox>().CountAsync(Reviewer, default));
        Assert.Equal([request.Id], (await WaitingAsync(5, null)).Items.Select(found => found.Id)); // as Home asks
    }

    [Fact]
    public async Task The_count_ends_one_after_the_most_it_tells_apart()
    {
        await FillAsync(requestedBy: _scene.Scientist, Others);

        Assert.Equal(Inbox.MostCounted + 1, await _scene.Get<Inbox>().CountAsync(Reviewer, default));
    }

    [Fact]
    public async Task Requests_between_two_reminders_do_not_starve_newer_ones()
    {
        await FillAsync(requestedBy: _scene.Scientist, Others, lifetime: TimeSpan.FromDays(10));
        var model = await _scene.AModelAsync(new PolicyContent(ExpiresAfterDays: 14));
        await _scene.ARequestAsync(model);
        _scene.Registry.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(Others, await _scene.Get<RequestDeadlines>().RemindAsync(default)); // more than one batch

        _scene.Registry.Clock.Advance(TimeSpan.FromDays(1.5));

        Assert.Equal(1, await _scene.Get<RequestDeadlines>().RemindAsync(default));
        var notices = await _scene.Get<NotificationQueries>().ListAsync(1, null, Reviewer, default);
        Assert.Contains(model, Assert.Single(notices.Items).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_is_the_one_that_is_shown_and_not_the_one_that_was_decided_last()
    {
        var stale = await BlockedAsync();
        await _scene.LogAsync(stale.Model, "accuracy", 0.9);
        var blocked = await BlockedAsync();

        var found = await _scene.Get<RequestQueries>().ListAsync(new RequestSearch("changesRequested", PageSize: 1), _scene.Auditor, default);

        Assert.Equal([blocked.Id], found.Items.Select(request => request.Id));
        Assert.Null(found.NextPageToken);
    }

    [Fact]
    public async Task Post_reviews_that_one_answered_hide_none_that_one_did_not()
    {
        var unanswered = await BrokenGlassAsync();
        var answered = await BrokenGlassAsync(approvals: 2);
        await _scene.Get<PostReviews>().DecideAsync(answered, new NewPostReview(PostReviewAnswer.Confirm), Reviewer, default);

        var found = await _scene.Get<PostReviews>().WaitingAsync(1, null, Reviewer, default);

        Assert.Equal([unanswered], found.Items.Select(review => review.Id));
        Assert.Empty((await _scene.Get<PostReviews>().WaitingAsync(1, null, _scene.Emergency, default)).Items);
    }

    private async Task<RequestView> BlockedAsync()
    {
        var request = await _scene.ARequestAsync(await _scene.AModelAsync());
        return await _scene.ReviewAsync(request.Id, Reviewer, ReviewAction.RequestChanges);
    }

    private async Task<long> BrokenGlassAsync(int approvals = 1)
    {
        var request = await _scene.ARequestAsync(await _scene.AModelAsync(new PolicyContent(approvals)));
        await _scene.Get<PromotionWorkflow>()
            .ExecuteAsync(request.Id, request.Subject, new Emergency("Production is down", "INC-7"), _scene.Emergency, default);
        return (await _scene.Get<PostReviews>().ListAsync(all: false, 1, null, Reviewer, default)).Items[0].Id;
    }

    private Task<Page<RequestSummary>> WaitingAsync(int size, string? token) => _scene.Get<Inbox>().WaitingAsync(null, size, token, Reviewer, default);

    /// <summary>Open requests of one person, with the next numbers of the server.</summary>
    private Task FillAsync(Actor requestedBy, int count, TimeSpan? lifetime = null) =>
        _scene.Get<Core.Data.RegistryStore>().WriteAsync(Actor.System, async transaction =>
    {
        transaction.Record(new TestChanged());
        var db = transaction.Db;
        var model = new Model(_scene.NewName("many"), _scene.Scientist.UserId!.Value, _scene.Scientist.UserId!.Value, _scene.Scientist.Name, transaction.Now);
        var policy = PolicyMapping.Defaults[0];
        db.Models.Add(model);
        for (var i = 0; i < count; i++)
        {
            db.PromotionRequests.Add(new PromotionRequest(await RequestAccess.NextRequestNumberAsync(db, default), model.Id, policy.Slot, policy.NormalizedSlot,
                transaction.Now, lifetime ?? TimeSpan.FromDays(30))
            {
                RequestedById = requestedBy.UserId!.Value,
                RequestedByName = requestedBy.Name,
                OpenedUnderId = policy.Id,
            });
        }
    }, default);
}

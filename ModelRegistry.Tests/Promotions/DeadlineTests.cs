using ModelRegistry.Core.Common;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>What time does to requests, and who hears of what.</summary>
public sealed class DeadlineTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task An_overdue_request_takes_no_decision_even_before_it_was_swept_up()
    {
        var request = await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(ExpiresAfterDays: 10)));
        scene.Registry.Clock.Advance(TimeSpan.FromDays(10));

        var refusal = await Refused.ByAsync("request_final", () => scene.ReviewAsync(request.Id, scene.ReviewerA));
        Assert.Equal(RequestState.Expired, refusal.Details!["state"]);
        await Refused.ByAsync("request_final", () => scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, null, scene.Scientist, default));

        await scene.Get<RequestDeadlines>().ExpireAsync(default);
        Assert.Equal(RequestState.Expired, (await scene.ReadAsync(request.Id)).State);
        Assert.Contains("request.expired", (await scene.EventsAsync(request.Model)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Reminders_come_at_half_and_at_four_fifths_once_each()
    {
        var model = await scene.AModelAsync(new PolicyContent(ExpiresAfterDays: 10));
        await scene.ARequestAsync(model);

        List<int> reminders = [];
        for (var day = 0; day < 10; day++)
        {
            await scene.Get<RequestDeadlines>().RemindAsync(default);
            reminders.Add((await NoticesAsync(scene.ReviewerA, model)).Count(notice => notice.Kind == NoticeKind.RequestExpiring));
            scene.Registry.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 2, 2], reminders);
    }

    [Fact]
    public async Task Everybody_hears_what_concerns_them_and_nobody_of_their_own_deeds()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        Assert.Equal([NoticeKind.RequestWaiting], await KindsAsync(scene.ReviewerA, model));
        Assert.Empty(await KindsAsync(scene.Scientist, model));

        await scene.ReviewAsync(request.Id, scene.ReviewerA);
        Assert.Equal([NoticeKind.RequestDecided], await KindsAsync(scene.Scientist, model));

        await scene.LogAsync(model, "accuracy", 0.9);
        Assert.Equal([NoticeKind.RequestChanged, NoticeKind.RequestWaiting], await KindsAsync(scene.ReviewerA, model));
    }

    [Fact]
    public async Task The_inbox_holds_what_one_can_decide_and_counts_it()
    {
        var reviewer = await scene.PersonAsync(scene.NewName("inbox"), Core.Access.Roles.Reviewer);
        var before = await scene.Get<Inbox>().CountAsync(reviewer, default);
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        Assert.Equal(before + 1, await scene.Get<Inbox>().CountAsync(reviewer, default));
        Assert.Equal(0, await scene.Get<Inbox>().CountAsync(scene.Scientist, default));

        await scene.ReviewAsync(request.Id, reviewer);
        Assert.False(await WaitsAsync(reviewer, request.Id));
        await scene.LogAsync(model, "accuracy", 0.9);
        Assert.True(await WaitsAsync(reviewer, request.Id));

        await scene.ReviewAsync(request.Id, reviewer, ReviewAction.RequestChanges);
        Assert.False(await WaitsAsync(reviewer, request.Id));
        await scene.Get<PromotionWorkflow>().CommentAsync(request.Id, "Done.", scene.Scientist, default);
        Assert.True(await WaitsAsync(reviewer, request.Id));
    }

    [Fact]
    public async Task Of_what_is_over_nobody_is_reminded()
    {
        var model = await scene.AModelAsync();
        await scene.ARequestAsync(model);
        scene.Registry.Clock.Advance(TimeSpan.FromDays(Core.Policies.PolicyContent.DefaultExpiryDays));

        await scene.Get<RequestDeadlines>().RemindAsync(default);

        Assert.DoesNotContain(NoticeKind.RequestExpiring, await KindsAsync(scene.ReviewerA, model));
        Assert.DoesNotContain(NoticeKind.RequestExpiring, await KindsAsync(scene.Scientist, model));
    }

    private async Task<bool> WaitsAsync(Core.Access.Actor who, long request) =>
        (await scene.Get<Inbox>().WaitingAsync(null, PageToken.MaxSize, null, who, default)).Items.Any(found => found.Id == request);

    private async Task<IReadOnlyList<NoticeKind>> KindsAsync(Core.Access.Actor who, string model) =>
        [.. (await NoticesAsync(who, model)).Select(notice => notice.Kind)];

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync(Core.Access.Actor who, string model) =>
        [.. (await scene.Get<NotificationQueries>().ListAsync(PageToken.MaxSize, null, who, default)).Items.Where(notice =>
            notice.Text.Contains($"{model} ", StringComparison.Ordinal))];
}

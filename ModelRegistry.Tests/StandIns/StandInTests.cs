using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.StandIns;

public sealed class StandInTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task A_stand_in_fills_the_seat_for_as_long_as_they_stand_in()
    {
        var (away, standIn) = await PairAsync();
        var team = await scene.ATeamAsync(scene.NewName("team"), away);
        var model = await scene.AModelAsync(new PolicyContent(Execution: ExecutionMode.Manual, Seats: [new PolicySeat(team.Name, 1)]));
        var request = await scene.ARequestAsync(model);
        Assert.Equal([away.Name], request.Seats.Single().Eligible);

        await NameAsync(away, standIn);
        var approved = await scene.ReviewAsync(request.Id, standIn);

        Assert.Equal((RequestState.Approved, standIn.Name), (approved.State, approved.Seats.Single().FilledBy.Single()));
        Assert.Equal([away.Name], approved.Reviews.Single().For);
        Assert.Contains(approved.StandIns, pair => pair == new StandInLine(standIn.Name, away.Name));
        var reviewed = (await scene.EventsAsync(model)).Select(entry => entry.Event).OfType<RequestReviewed>().Single();
        Assert.Equal([away.Name], reviewed.After.For);
        await StandingInSqlTests.RequireSameAsync(scene);

        scene.Registry.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(RequestState.Open, (await scene.ReadAsync(request.Id)).State);
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task Nobody_stands_in_before_the_first_day()
    {
        var (away, standIn) = await PairAsync();
        var team = await scene.ATeamAsync(scene.NewName("team"), away);
        var request = await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(Seats: [new PolicySeat(team.Name, 1)])));
        var now = scene.Registry.Clock.GetUtcNow();
        await Names.NameAsync(new NewStandIn(standIn.Name, now.AddDays(3), now.AddDays(1)), away, default);

        Assert.Equal([away.Name], (await scene.ReadAsync(request.Id)).Seats.Single().Eligible);
        scene.Registry.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal([away.Name, standIn.Name], (await scene.ReadAsync(request.Id)).Seats.Single().Eligible.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_somebody_and_their_stand_in_the_first_approval_counts_and_there_is_no_second()
    {
        var (away, standIn) = await PairAsync();
        await NameAsync(away, standIn);
        var (one, other) = (await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(2))),
            await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(2))));

        await scene.ReviewAsync(one.Id, standIn);
        await scene.ReviewAsync(other.Id, away);

        await Refused.ByAsync("not_eligible", () => scene.ReviewAsync(one.Id, away));
        await Refused.ByAsync("not_eligible", () => scene.ReviewAsync(other.Id, standIn));
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task Approvals_that_were_there_before_become_one_also_of_two_who_stand_in_for_each_other()
    {
        var (away, standIn) = await PairAsync();
        var request = await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(3)));
        await scene.ReviewAsync(request.Id, standIn);
        Assert.Equal(2, (await scene.ReviewAsync(request.Id, away)).Approvals);

        await NameAsync(away, standIn);
        await NameAsync(standIn, away);
        var one = await scene.ReadAsync(request.Id);

        Assert.Equal((1, standIn.Name), (one.Approvals, one.Reviews.Single(review => review.Counts).By));
        Assert.Contains($"counts as one with {standIn.Name}", one.Reviews.Single(review => review.By == away.Name).WhyNot, StringComparison.Ordinal);
        await StandingInSqlTests.RequireSameAsync(scene);
        await Names.EndAsync(away, default);
        await Names.EndAsync(standIn, default);
        Assert.Equal(2, (await scene.ReadAsync(request.Id)).Approvals);
    }

    [Fact]
    public async Task What_one_had_a_hand_in_their_stand_in_does_not_approve()
    {
        var (away, standIn) = await PairAsync(Roles.DataScientist);
        await NameAsync(away, standIn);
        var request = await scene.ARequestAsync(await scene.AModelAsync(), by: away);

        Assert.Contains(request.Excluded, person => person.Who == standIn.Name && person.Why == $"stands in for {away.Name}, who had a hand in it");
        await Refused.ByAsync("not_eligible", () => scene.ReviewAsync(request.Id, standIn));
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task A_stand_in_reviews_what_was_granted_and_no_longer_once_it_ended()
    {
        var (away, standIn) = await PairAsync();
        var model = await scene.ARestrictedModelAsync();
        await scene.GiveAsync(away, model, GrantRight.Review);
        var request = await scene.ARequestAsync(model);
        Assert.False(await scene.SeesAsync(standIn, model));
        await NameAsync(away, standIn);
        var now = await scene.NowAsync(standIn);

        Assert.True(await scene.SeesAsync(standIn, model));
        Assert.Contains(standIn.Name, (await scene.ReadAsync(request.Id)).Eligible);
        var viewer = (await scene.Get<Explaining>().ViewersAsync(model, null, null, scene.Admin, default)).Items.Single(found => found.Person == standIn.Name);
        Assert.Contains($"that {away.Name} holds, for whom they stand in", viewer.Why, StringComparison.Ordinal);
        await Names.EndAsync(away, default);

        await Refused.ByAsync("grant_lost", () => scene.ReviewAsync(request.Id, now));
        Assert.False(await scene.SeesAsync(standIn, model));
    }

    [Fact]
    public async Task What_is_taken_from_somebody_their_stand_in_has_no_more()
    {
        var (away, standIn) = await PairAsync();
        var model = await scene.ARestrictedModelAsync();
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(Execution: ExecutionMode.Manual));
        var grant = await scene.GiveAsync(away, model, GrantRight.Review);
        await NameAsync(away, standIn);
        var request = await scene.ARequestAsync(model);
        Assert.Equal(RequestState.Approved, (await scene.ReviewAsync(request.Id, await scene.NowAsync(standIn))).State);

        await scene.Get<GrantWorkflow>().EndAsync(grant.Id, scene.Admin, default);

        Assert.Equal(RequestState.Open, (await scene.ReadAsync(request.Id)).State);
        Assert.False(await scene.SeesAsync(standIn, model));
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task What_somebody_sees_by_a_role_or_as_owner_their_stand_in_does_not_see()
    {
        var (away, standIn) = await PairAsync(Roles.Auditor);
        var owner = await ReviewerAsync(Roles.DataScientist);
        var model = await scene.ARestrictedModelAsync();
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: owner.Name), scene.Scientist, default);
        await NameAsync(away, standIn);
        await NameAsync(owner, standIn);

        Assert.False(await scene.SeesAsync(standIn, model));
        Assert.DoesNotContain(standIn.Name, (await scene.ARequestAsync(model, by: owner)).Eligible);
    }

    [Fact]
    public async Task Who_stands_in_for_a_stand_in_has_only_what_the_stand_in_has()
    {
        var (away, standIn) = await PairAsync();
        var third = await ReviewerAsync();
        var team = await scene.ATeamAsync(scene.NewName("team"), away);
        var model = await scene.ARestrictedModelAsync();
        await scene.GiveAsync(away, model, GrantRight.Review);
        await NameAsync(away, standIn);
        await NameAsync(standIn, third);
        var request = await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(Seats: [new PolicySeat(team.Name, 1)])));

        var after = await scene.ReviewAsync(request.Id, third);

        Assert.Equal((RequestState.Open, 0), (after.State, after.Approvals));
        Assert.False(await scene.SeesAsync(third, model));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_lost_the_role_or_is_disabled_is_stood_in_for_no_more(bool disabled)
    {
        var (away, standIn) = await PairAsync();
        var team = await scene.ATeamAsync(scene.NewName("team"), away);
        await NameAsync(away, standIn);
        var request = await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(Seats: [new PolicySeat(team.Name, 1)])));

        await (disabled ? scene.Get<People>().EditAsync(away.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default)
            : (Task)scene.Get<People>().SetRolesAsync(away.UserId!.Value, [Roles.Viewer], scene.Admin, default));

        Assert.Equal(RequestState.Open, (await scene.ReviewAsync(request.Id, standIn)).State);
    }

    [Fact]
    public async Task A_team_that_is_deleted_takes_the_seat_of_the_stand_in_with_it()
    {
        var (away, standIn) = await PairAsync();
        var team = await scene.ATeamAsync(scene.NewName("team"), away);
        await NameAsync(away, standIn);
        var request = await scene.ARequestAsync(await scene.AModelAsync(
            new PolicyContent(Execution: ExecutionMode.Manual, Seats: [new PolicySeat(team.Name, 1)])));
        Assert.Equal(RequestState.Approved, (await scene.ReviewAsync(request.Id, standIn)).State);

        await scene.Get<TeamWorkflow>().DeleteAsync(team.Name, scene.Admin, default);

        Assert.Equal(RequestState.Open, (await scene.ReadAsync(request.Id)).State);
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task A_stand_in_is_another_reviewer_for_a_time_to_come()
    {
        var (away, standIn) = await PairAsync();
        var gone = await ReviewerAsync();
        await scene.Get<People>().EditAsync(gone.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);
        var now = scene.Registry.Clock.GetUtcNow();

        await Refused.ByAsync("stand_in_self", () => NameAsync(away, away));
        await Refused.ByAsync("person_unknown", () => NameAsync(away, gone));
        await Refused.ByAsync("stand_in_no_reviewer", () => NameAsync(away, scene.Viewer));
        await Refused.ByAsync("until_past", () => Names.NameAsync(new NewStandIn(standIn.Name, now), away, default));
        await Refused.ByAsync("period_invalid", () => Names.NameAsync(new NewStandIn(standIn.Name, now.AddDays(1), now.AddDays(1)), away, default));
        await Refused.ByAsync("role_missing", () => NameAsync(scene.Viewer, standIn));
        await Refused.ByAsync("stand_in_not_found", () => Queries.GetAsync(away, default));
        Assert.Equal(now, (await Names.NameAsync(new NewStandIn(standIn.Name, now.AddDays(1), now.AddDays(-9)), away, default)).From);
    }

    [Fact]
    public async Task Nobody_stands_in_for_more_than_five()
    {
        var standIn = await ReviewerAsync();
        for (var i = 0; i < StandIn.MostFor; i++)
        {
            await NameAsync(await ReviewerAsync(), standIn);
        }

        var sixth = await ReviewerAsync();
        await Refused.ByAsync("stand_in_busy", () => NameAsync(sixth, standIn));
        var approved = await scene.ReviewAsync((await scene.ARequestAsync(await scene.AModelAsync())).Id, standIn);
        Assert.Equal(StandIn.MostFor, approved.Reviews.Single().For.Count);
    }

    [Fact]
    public async Task Both_are_told_both_see_it_and_both_can_end_it_as_can_an_admin()
    {
        var (away, standIn) = await PairAsync();
        var stranger = await ReviewerAsync();
        var named = await NameAsync(away, standIn);
        Assert.Equal([$"{away.Name} named you to stand in for them {StandInSentences.Period(named)}."], await ToldAsync(standIn));

        foreach (var sees in new[] { away, standIn, scene.Admin, scene.Auditor })
        {
            Assert.Equal([named], (await Queries.ListAsync(away.Name, null, null, sees, default)).Items);
        }

        Assert.Empty((await Queries.ListAsync(away.Name, null, null, stranger, default)).Items);
        await Refused.ByAsync("stand_in_not_found", () => Names.EndAsync(named.Id, stranger, default));
        await Refused.ByAsync("role_missing", () => Names.EndAsync(named.Id, scene.Auditor, default));
        await Names.EndAsync(named.Id, standIn, default);
        Assert.Equal([$"{standIn.Name} ended that {standIn.Name} stands in for {away.Name}."], await ToldAsync(away));

        await Names.EndAsync((await NameAsync(away, standIn)).Id, scene.Admin, default);
        await NameAsync(away, standIn);
        await NameAsync(away, stranger);
        Assert.Equal([$"{away.Name} named {stranger.Name} to stand in for them, and not you."], (await ToldAsync(standIn)).Take(1));
        Assert.Empty((await Queries.ListAsync(standIn.Name, null, null, scene.Admin, default)).Items);
    }

    private StandInWorkflow Names => scene.Get<StandInWorkflow>();

    private StandInQueries Queries => scene.Get<StandInQueries>();

    private Task<StandInView> NameAsync(Actor person, Actor standIn) =>
        Names.NameAsync(new NewStandIn(standIn.Name, scene.Registry.Clock.GetUtcNow().AddDays(1)), person, default);

    private async Task<IEnumerable<string>> ToldAsync(Actor person) =>
        (await scene.Get<NotificationQueries>().ListAsync(50, null, person, default)).Items.Where(notice => notice.Kind == NoticeKind.StandIn)
        .Select(notice => notice.Text);

    private async Task<(Actor Away, Actor StandIn)> PairAsync(params string[] also) => (await ReviewerAsync(also), await ReviewerAsync());

    private Task<Actor> ReviewerAsync(params string[] also) => scene.PersonAsync(scene.NewName("reviewer"), [Roles.Reviewer, .. also]);
}

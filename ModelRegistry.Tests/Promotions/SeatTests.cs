using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Approvals that a policy asks of teams.</summary>
public sealed class SeatTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task An_approval_from_each_team_is_needed_however_many_one_of_them_gives()
    {
        var (risk, ops) = (await TeamAsync(scene.ReviewerA, scene.ReviewerB), await TeamAsync(scene.ReviewerC));
        var request = await AskedAsync(new PolicySeat(risk, 1), new PolicySeat(ops, 1));
        Assert.Equal(2, request.RequiredApprovals);

        await scene.ReviewAsync(request.Id, scene.ReviewerA);
        var twice = await scene.ReviewAsync(request.Id, scene.ReviewerB);

        Assert.Equal((RequestState.Open, 1), (twice.State, twice.Approvals));
        Assert.Equal((scene.ReviewerA.Name, 0, 1), (Assert.Single(twice.Seats[0].FilledBy), twice.Seats[0].EligibleCount, twice.Seats[1].EligibleCount));
        Assert.Equal([scene.ReviewerC.Name], twice.Seats[1].Eligible);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerC)).State);
    }

    [Fact]
    public async Task Whoever_is_in_two_teams_fills_the_seat_where_they_are_needed()
    {
        var (risk, ops) = (await TeamAsync(scene.ReviewerA, scene.ReviewerB), await TeamAsync(scene.ReviewerA));
        var request = await AskedAsync(new PolicySeat(risk, 1), new PolicySeat(ops, 1));

        var first = await scene.ReviewAsync(request.Id, scene.ReviewerA);
        Assert.Equal((RequestState.Open, 1), (first.State, first.Approvals));
        var second = await scene.ReviewAsync(request.Id, scene.ReviewerB);

        Assert.Equal(RequestState.Executed, second.State);
        Assert.Equal([scene.ReviewerB.Name, scene.ReviewerA.Name], second.Seats.Select(seat => seat.FilledBy.Single()));
    }

    [Fact]
    public async Task A_seat_that_is_asked_for_later_is_needed_and_one_of_the_opening_is_never_given_up()
    {
        var (risk, ops) = (await TeamAsync(scene.ReviewerA), await TeamAsync(scene.ReviewerB));
        var model = await scene.AModelAsync(Asks(new PolicySeat(risk, 1)));
        var request = await scene.ARequestAsync(model);
        await scene.PolicyAsync(model, Stage.Staging, Asks(new PolicySeat(ops, 1)) with { RequiredApprovals = 1 });

        var both = await scene.ReviewAsync(request.Id, scene.ReviewerA);
        Assert.Equal((2, 1, RequestState.Open), (both.RequiredApprovals, both.Approvals, both.State));

        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(1));
        var lowered = await scene.ReadAsync(request.Id);
        Assert.True(lowered.Reviews.Single().Stale);
        Assert.Equal(risk, Assert.Single(lowered.Seats).Team);
        Assert.Equal(RequestState.Open, (await scene.ReviewAsync(request.Id, scene.ReviewerB)).State);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);
    }

    [Fact]
    public async Task Of_a_team_that_two_policies_ask_the_larger_number_is_needed()
    {
        var risk = await TeamAsync(scene.ReviewerA, scene.ReviewerB);
        var model = await scene.AModelAsync(Asks(new PolicySeat(risk, 1)));
        var request = await scene.ARequestAsync(model);
        await scene.PolicyAsync(model, Stage.Staging, Asks(new PolicySeat(risk, 2)));

        var one = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        Assert.Equal((2, RequestState.Open), (Assert.Single(one.Seats).Needed, one.State));
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerB)).State);
    }

    [Fact]
    public async Task A_seat_that_nobody_can_fill_is_said_before_and_stands_in_the_way()
    {
        var (nobody, excluded, gone) = (await TeamAsync(), await TeamAsync(scene.Scientist, scene.Viewer), await TeamAsync(scene.ReviewerA));
        var model = await scene.AModelAsync(Asks(new PolicySeat(nobody, 1), new PolicySeat(excluded, 1), new PolicySeat(gone, 1)));
        await scene.Get<TeamWorkflow>().DeleteAsync(gone, scene.Admin, default);

        var preview = await scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Staging, 1, scene.Scientist, default);
        var request = await scene.ARequestAsync(model);

        Assert.Equal(["seat_unfillable", "seat_unfillable", "seat_unfillable"], preview.BlockedBy.Select(blocker => blocker.Code));
        Assert.Equal(preview.Blockers, request.Blockers);
        Assert.Contains("nobody is in it", request.Blockers[0], StringComparison.Ordinal);
        Assert.Contains("had a hand in it, or is no reviewer", request.Blockers[1], StringComparison.Ordinal);
        Assert.Contains("was deleted", request.Blockers[2], StringComparison.Ordinal);
        var warnings = (await scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(model), Stage.Staging, scene.Admin, default)).Warnings;
        Assert.Equal(["seats[0].team", "seats[1].team", "seats[2].team"], warnings.Select(warning => warning.Field).Except(["requiredApprovals"]));
    }

    [Fact]
    public async Task Seats_of_teams_that_only_one_person_is_in_are_too_many_for_one_approval()
    {
        var (risk, ops) = (await TeamAsync(scene.ReviewerA), await TeamAsync(scene.ReviewerA));

        var request = await AskedAsync(new PolicySeat(risk, 1), new PolicySeat(ops, 1));

        Assert.Contains("an approval fills one seat", Assert.Single(request.Blockers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_leaves_the_team_leaves_the_seat()
    {
        var risk = await TeamAsync(scene.ReviewerA, scene.ReviewerB);
        var request = await AskedAsync(ExecutionMode.Manual, new PolicySeat(risk, 1));
        Assert.Equal(RequestState.Approved, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);

        await scene.Get<TeamWorkflow>().EditAsync(risk, new TeamEdit(Leave: [scene.ReviewerA.Name]), scene.Admin, default);

        Assert.Equal(RequestState.Open, (await scene.ReadAsync(request.Id)).State);
        await Refused.ByAsync("request_blocked",
            () => scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, null, scene.Scientist, default));
    }

    [Fact]
    public async Task What_ended_keeps_its_seats_whatever_becomes_of_the_team()
    {
        var risk = await TeamAsync(scene.ReviewerA);
        var model = await scene.AModelAsync(Asks(new PolicySeat(risk, 1)));
        var request = await scene.ARequestAsync(model);
        var ended = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await scene.Get<TeamWorkflow>().DeleteAsync(risk, scene.Admin, default);

        Assert.Equal([scene.ReviewerA.Name], Assert.Single(ended.Seats).FilledBy);
        Assert.Equivalent(ended.Seats, (await scene.ReadAsync(request.Id)).Seats, strict: true);
        var executed = (await scene.EventsAsync(model)).Select(entry => entry.Event).OfType<RequestExecuted>().Single();
        Assert.Equivalent(new RequestExecuted.Seat(risk, [scene.ReviewerA.Name]), executed.After.Seats!.Single());
    }

    [Fact]
    public async Task A_policy_names_teams_that_are_there_each_once()
    {
        var risk = await TeamAsync(scene.ReviewerA);
        var model = await scene.AModelAsync();

        await Refused.ByAsync("team_not_found", () => scene.PolicyAsync(model, Stage.Staging, Asks(new PolicySeat("nobody knows", 1))));
        await Refused.ByAsync("seat_repeated", () => scene.PolicyAsync(model, Stage.Staging, Asks(new(risk, 1), new(risk.ToUpperInvariant(), 1))));
        await Refused.ByAsync("field_invalid", () => scene.PolicyAsync(model, Stage.Staging, Asks(new PolicySeat(risk, 0))));
        await Refused.ByAsync("too_many", () => scene.PolicyAsync(model, Stage.Staging, Asks([.. Enumerable.Repeat(new PolicySeat(risk, 1), 5)])));
    }

    [Fact]
    public async Task A_seat_follows_the_team_through_its_names_and_no_other_takes_it()
    {
        var risk = await TeamAsync(scene.ReviewerA);
        var request = await AskedAsync(new PolicySeat(risk, 1));
        var later = scene.NewName("later");
        await scene.Get<TeamWorkflow>().EditAsync(risk, new TeamEdit(Name: later), scene.Admin, default);
        await scene.ATeamAsync(risk, scene.ReviewerB);

        Assert.Equal(later, (await scene.ReadAsync(request.Id)).Seats.Single().Team);
        var policy = await scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(request.Model), Stage.Staging, scene.Viewer, default);
        Assert.Equal(later, policy.Seats.Single().Team);
        Assert.Equal(RequestState.Open, (await scene.ReviewAsync(request.Id, scene.ReviewerB)).State);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);
    }

    [Fact]
    public async Task Fewer_approvals_of_a_team_lower_the_policy_and_the_trail_says_which_are_asked_for()
    {
        var team = Guid.NewGuid();
        var before = Asks(new PolicySeat("Risk", 2, team));

        Assert.Equal(["2 → 1 approvals from Risk"], PolicyLowering.Of(before, Asks(new PolicySeat("Risk", 1, team))));
        Assert.Equal(["2 → 0 approvals from Risk"], PolicyLowering.Of(before, new PolicyContent()));
        var risk = await TeamAsync(scene.ReviewerA);
        var model = await scene.AModelAsync(Asks(new PolicySeat(risk, 1)));
        Assert.EndsWith($", with approvals by team: 1 from {risk}", RegistrySentences.Of((await scene.EventsAsync(model))[0]).Text, StringComparison.Ordinal);
    }

    /// <summary>Every subset of approvers against seats of three teams: what lists find is what decisions find.</summary>
    [Fact]
    public async Task Lists_find_what_decisions_find()
    {
        var (a, b, c) = (scene.ReviewerA, scene.ReviewerB, scene.ReviewerC);
        var (one, two, three) = (await TeamAsync(a, b), await TeamAsync(b, c), await TeamAsync(a, c));
        PolicyContent[] policies =
        [
            Asks(new(one, 1), new(two, 1), new(three, 1)), Asks(new PolicySeat(one, 2)), Asks(new(two, 1), new(three, 1)),
            Asks(new PolicySeat(one, 1)) with { RequiredApprovals = 2 },
        ];
        Actor[][] approvers = [[], [a], [b], [c], [a, b], [b, c], [a, c], [a, b, c]];
        foreach (var policy in policies)
        {
            foreach (var approving in approvers)
            {
                var request = await scene.ARequestAsync(await scene.AModelAsync(policy with { Execution = ExecutionMode.Manual }));
                foreach (var person in approving)
                {
                    await scene.ReviewAsync(request.Id, person);
                }
            }
        }

        await StandingInSqlTests.RequireSameAsync(scene);
    }

    private async Task<string> TeamAsync(params Actor[] members) => (await scene.ATeamAsync(scene.NewName("team"), members)).Name;

    private Task<RequestView> AskedAsync(params PolicySeat[] seats) => AskedAsync(ExecutionMode.OnApproval, seats);

    private async Task<RequestView> AskedAsync(ExecutionMode execution, params PolicySeat[] seats) =>
        await scene.ARequestAsync(await scene.AModelAsync(Asks(seats) with { Execution = execution }));

    private static PolicyContent Asks(params PolicySeat[] seats) => new(Seats: seats);
}

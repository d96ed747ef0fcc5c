using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Moves;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Policies;

/// <summary>Policies come down from collections, the nearest wins, and a move that lowers them is an admin's.</summary>
public sealed class CollectionPolicyTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task The_nearest_policy_is_in_force_and_says_whose_it_is()
    {
        var top = await scene.ACollectionAsync();
        var below = await scene.ACollectionAsync(path: $"{top}/emea/cards");
        var model = await scene.AModelInAsync(below);
        Assert.Equal((null, null, 1), await InForceAsync(model));

        await scene.CollectionPolicyAsync(top, new PolicyContent(2));
        Assert.Equal((null, top, 2), await InForceAsync(model));
        await scene.CollectionPolicyAsync($"{top}/emea", new PolicyContent(3));
        await scene.CollectionPolicyAsync(top, new PolicyContent(4));
        Assert.Equal((null, $"{top}/emea", 3), await InForceAsync(model));
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(5));
        Assert.Equal((model, null, 5), await InForceAsync(model));

        Assert.Equal((null, null, 1), await InForceAsync(await scene.AModelAsync()));
        Assert.Equal((null, top, 4), await InForceAsync(await scene.AModelInAsync(top)));
        var listed = await scene.Get<PolicyQueries>().ListAsync(PolicyScope.OfCollection(below), scene.Viewer, default);
        Assert.Equal([(Stage.Staging, $"{top}/emea"), (Stage.Production, null)], listed.Select(policy => (policy.Slot, policy.Collection)));
    }

    [Fact]
    public async Task A_request_needs_what_the_collection_asks_for_now()
    {
        var top = await scene.ACollectionAsync(new PolicyContent(2));
        var model = await scene.AModelInAsync(top);
        var request = await scene.ARequestAsync(model);
        Assert.Equal(2, request.RequiredApprovals);
        Assert.Equal(RequestState.Open, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);

        await scene.CollectionPolicyAsync(top, new PolicyContent(3));

        var raised = await scene.ReadAsync(request.Id);
        Assert.Equal((3, 0), (raised.RequiredApprovals, raised.Approvals));
        await StandingInSqlTests.RequireSameAsync(scene);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);
        await scene.ReviewAsync(request.Id, scene.ReviewerB);
        await StandingInSqlTests.RequireSameAsync(scene);
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerC)).State);
    }

    [Fact]
    public async Task A_moved_model_takes_its_open_requests_to_the_policy_there()
    {
        var (here, there) = (await scene.ACollectionAsync(new PolicyContent(2)), await scene.ACollectionAsync(new PolicyContent(3)));
        var model = await scene.AModelInAsync(here);
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await scene.SettleAsync(model, there);

        Assert.Equal(3, (await scene.ReadAsync(request.Id)).RequiredApprovals);
        await StandingInSqlTests.RequireSameAsync(scene);
        await scene.SettleAsync(model, "/");
        Assert.Equal(2, (await scene.ReadAsync(request.Id)).RequiredApprovals); // never less than when it was opened
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task An_open_stage_of_a_collection_moves_at_once()
    {
        var model = await scene.AModelInAsync(await scene.ACollectionAsync(PolicyContent.Open));

        await scene.ARequestAsync(model);

        Assert.Equal(1, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task A_move_to_where_less_is_asked_is_an_admins_and_told_beforehand()
    {
        var strict = await scene.ACollectionAsync(new PolicyContent(2));
        var model = await scene.AModelInAsync(strict);

        var preview = await scene.Get<MovePreviews>().ReadAsync(model, null, "/", scene.Scientist, default);

        var changed = Assert.Single(preview.Policies);
        Assert.Equal((Stage.Staging, strict, null), (changed.Stage, changed.Before.Collection, changed.After.Collection));
        Assert.Equal(["2 → 1 approvals"], changed.Lowers);
        Assert.Contains("Only an admin", preview.WhyNot, StringComparison.Ordinal);
        await Refused.ByAsync("move_lowers_policy",
            () => scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: "/"), scene.Scientist, default));
        Assert.Equal((null, strict, 2), await InForceAsync(model));

        Assert.Null((await scene.Get<MovePreviews>().ReadAsync(model, null, "/", scene.Admin, default)).WhyNot);
        await scene.SettleAsync(model, "/");
        Assert.Equal((null, null, 1), await InForceAsync(model));
        Assert.Contains(await NoticesAsync(scene.ReviewerA), notice => notice.Text.Contains($"moved {model} to where less is asked of it: staging: 2 → 1",
            StringComparison.Ordinal));

        Assert.Null((await scene.Get<MovePreviews>().ReadAsync(model, null, strict, scene.Scientist, default)).WhyNot);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: strict), scene.Scientist, default);
        Assert.Equal((null, strict, 2), await InForceAsync(model));
    }

    [Fact]
    public async Task Only_an_admin_publishes_for_a_collection_and_only_for_what_is_there()
    {
        var top = await scene.ACollectionAsync();
        await scene.GiveAsync(new GrantTo(Person: scene.Scientist.Name), new GrantOn(Collection: top), GrantRight.Own);

        await Refused.ByAsync("role_missing", () => PublishAsync(top, Stage.Staging, scene.Scientist));
        await Refused.ByAsync("collection_not_found", () => PublishAsync($"{top}-no", Stage.Staging, scene.Admin));
        await Refused.ByAsync("stage_not_found", () => PublishAsync(top, "nowhere", scene.Admin));
        await Refused.ByAsync("team_not_found", () => scene.CollectionPolicyAsync(top, new PolicyContent(Seats: [new PolicySeat("nobody", 1)])));

        Assert.Empty((await scene.Get<PolicyQueries>().HistoryAsync(PolicyScope.OfCollection(top), Stage.Staging, null, null, scene.Admin, default)).Items);
    }

    [Fact]
    public async Task A_version_written_on_another_is_refused_and_the_history_is_its_own()
    {
        var top = await scene.ACollectionAsync(new PolicyContent(2));
        var second = await scene.CollectionPolicyAsync(top, new PolicyContent(3));

        Assert.Equal((2, top), (second.Version, second.Collection));
        await Refused.ByAsync("policy_changed", () => scene.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfCollection(top), Stage.Staging, new PolicyContent(4), null, 1, scene.Admin, default));
        var history = await scene.Get<PolicyQueries>().HistoryAsync(PolicyScope.OfCollection(top), Stage.Staging, null, null, scene.Viewer, default);
        Assert.Equal([3, 2], history.Items.Select(policy => policy.RequiredApprovals));
    }

    [Fact]
    public async Task A_collection_that_policies_were_published_for_stays()
    {
        var top = await scene.ACollectionAsync(new PolicyContent(2));

        var refusal = await Assert.ThrowsAsync<Core.Common.RegistryException>(() => scene.Get<CollectionWorkflow>().DeleteAsync(top, scene.Admin, default));

        Assert.Equal("collection_has_policies", refusal.Code);
        Assert.Equal(top, (await scene.Get<CollectionQueries>().GetAsync(top, scene.Admin, default)).Path);
    }

    [Fact]
    public async Task Of_a_restricted_collection_only_who_sees_it_hears_and_a_team_that_does_not_is_warned_of()
    {
        var team = await scene.ATeamAsync(scene.NewName("team"), scene.ReviewerA);
        var top = await scene.ACollectionAsync(new PolicyContent(2), restricted: true);
        await scene.GiveAsync(new GrantTo(Person: scene.ReviewerB.Name), new GrantOn(Collection: top), GrantRight.Review);

        var published = await scene.CollectionPolicyAsync(top, new PolicyContent(Seats: [new PolicySeat(team.Name, 1)]));

        Assert.Contains(published.Warnings, warning => warning.Field == "seats[0].team" && warning.Message.Contains($"who see {top} are 0",
            StringComparison.Ordinal));
        Assert.Contains(await NoticesAsync(scene.ReviewerB), notice => notice.Text.Contains(top, StringComparison.Ordinal));
        Assert.Contains(await NoticesAsync(scene.Auditor), notice => notice.Text.Contains(top, StringComparison.Ordinal));
        Assert.DoesNotContain(await NoticesAsync(scene.ReviewerA), notice => notice.Text.Contains(top, StringComparison.Ordinal));
        await Refused.ByAsync("collection_not_found",
            () => scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfCollection(top), Stage.Staging, scene.Viewer, default));
    }

    private async Task<(string? Model, string? Collection, int Approvals)> InForceAsync(string model)
    {
        var policy = await scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(model), Stage.Staging, scene.Viewer, default);
        await using var db = scene.Registry.OpenDatabase();
        var place = await SlotPlace.ReadAsync(db, await db.Models.SingleAsync(found => found.Name == model), Stage.Staging, default);
        Assert.Equal(policy.RequiredApprovals, place.Policy!.RequiredApprovals); // a move by hand finds the same
        return (policy.Model, policy.Collection, policy.RequiredApprovals);
    }

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync(Actor person) =>
        (await scene.Get<NotificationQueries>().ListAsync(null, null, person, default)).Items;

    private Task<PolicyView> PublishAsync(string path, string stage, Actor actor) => scene.Get<PolicyWorkflow>()
        .PublishAsync(PolicyScope.OfCollection(path), stage, new PolicyContent(), null, null, actor, default);
}

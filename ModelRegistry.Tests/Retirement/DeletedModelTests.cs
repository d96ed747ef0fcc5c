using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

public sealed class DeletedModelTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task It_is_not_found_at_any_door_not_even_by_its_owner_or_an_admin()
    {
        var model = await scene.ManyAsync(1);
        var request = await scene.ARequestAsync(model);
        var token = await TokenAsync(model);
        await scene.DeleteModelAsync(model, reason: "Never used.");

        foreach (var actor in new[] { scene.Scientist, scene.Admin, scene.Auditor, scene.Viewer, token })
        {
            foreach (var call in Doors(model, actor))
            {
                Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RegistryException>(call)).Kind);
            }

            Assert.DoesNotContain((await scene.Get<ModelQueries>().ListAsync(new ModelSearch(PageSize: 200), actor, default)).Items, found =>
                found.Name == model);
            Assert.DoesNotContain((await scene.Get<RequestQueries>().ListAsync(new RequestSearch(PageSize: 200), actor, default)).Items, found =>
                found.Id == request.Id);
            Assert.Equal("request_not_found",
                (await Assert.ThrowsAsync<RegistryException>(() => scene.Get<RequestQueries>().GetAsync(request.Id, actor, default))).Code);
        }

        Assert.Empty(await EventsAsync(model, scene.Scientist));
        Assert.Empty(await EventsAsync(model, scene.Viewer));
        Assert.Equal("Never used.", (await EventsAsync(model, scene.Auditor)).First(entry => entry.Action == "model.deleted").Reason);
    }

    [Fact]
    public async Task It_stays_while_a_slot_is_occupied_or_a_version_held()
    {
        var model = await scene.ManyAsync(2);
        await scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", scene.Scientist, default);

        var used = await Refused.ByAsync("model_in_use", () => scene.DeleteModelAsync(model));
        Assert.Equal($"'{model}' still has a version in champion (v1). Empty it first.", used.Message);
        Assert.Equal(used.Message, (await scene.Get<RightsQueries>().OfModelAsync(model, scene.Scientist, default)).DeleteRefusal);
        await scene.Get<AliasWorkflow>().DeleteAsync(model, "champion", scene.Scientist, default);
        await scene.HoldAsync(model, 2);
        Assert.Equal($"v2 of '{model}' is held. An admin can release it.",
            (await Refused.ByAsync("version_held", () => scene.DeleteModelAsync(model))).Message);
        await scene.Get<VersionPurge>().ReleaseHoldAsync(model, "2", null, scene.Admin, default);
        await scene.DeleteModelAsync(model);
    }

    [Fact]
    public async Task It_stays_while_a_version_in_the_bin_is_held()
    {
        var model = await scene.ManyAsync(2);
        await scene.DeleteAsync(model);
        await scene.HoldAsync(model);

        var refusal = await Refused.ByAsync("version_held", () => scene.DeleteModelAsync(model));

        Assert.Equal($"v1 of '{model}' is held. An admin can release it.", refusal.Message);
    }

    [Fact]
    public async Task Only_its_owner_and_admins_delete_it()
    {
        var model = await scene.ManyAsync(1);

        await Refused.ByAsync("role_missing", () => scene.DeleteModelAsync(model, scene.ReviewerA));
        await Refused.ByAsync("role_missing", () => scene.DeleteModelAsync(model, scene.Auditor));
        await scene.DeleteModelAsync(model, scene.Admin);
    }

    [Fact]
    public async Task Its_open_requests_are_withdrawn_and_the_notice_outlives_the_model()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await scene.DeleteModelAsync(model, scene.Admin);

        foreach (var follower in new[] { scene.Scientist, scene.ReviewerA })
        {
            var notice = (await NoticesAsync(follower))[0];
            Assert.Equal((null, $"#{request.Id} ({model} v1 → staging) is withdrawn: The model was deleted by {scene.Admin.Name}."),
                (notice.Request, notice.Text));
        }

        await scene.Get<ModelRetirement>().RestoreAsync(model, null, scene.Scientist, default);
        Assert.Equal(RequestState.Withdrawn, (await scene.ReadAsync(request.Id)).State);
        await scene.Get<RequestDeadlines>().ExpireAsync(default);
    }

    [Fact]
    public async Task A_notice_about_a_restricted_model_goes_to_nobody_who_may_not_see_it()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerB);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Admin, default);

        await scene.DeleteModelAsync(model, scene.Admin);

        Assert.Contains(await NoticesAsync(scene.Scientist), notice => notice.Text.Contains(model, StringComparison.Ordinal));
        Assert.DoesNotContain(await NoticesAsync(scene.ReviewerB), notice => notice.Text.Contains(model, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restoring_brings_back_exactly_what_was_not_deleted_before()
    {
        var model = await scene.ManyAsync(3);
        await scene.DeleteAsync(model, 2);
        await scene.DeleteModelAsync(model);

        Assert.Equal([null, 2], (await scene.BinAsync(model)).Select(entry => entry.Version));
        await Refused.ByAsync("model_deleted", () => scene.RestoreAsync(model, 2));
        await Refused.ByAsync("model_not_found", () => scene.Get<ModelRetirement>().RestoreAsync(model, null, scene.ReviewerA, default));
        var back = await scene.Get<ModelRetirement>().RestoreAsync(model, "Needed after all.", scene.Admin, default);

        Assert.Equal((model, 3), (back.Name, back.LatestVersion));
        Assert.Equal([3, 1], await scene.ListedAsync(model));
        await scene.RestoreAsync(model, 2);
        Assert.Equal([3, 2, 1], await scene.ListedAsync(model));
        await Refused.ByAsync("not_deleted", () => scene.Get<ModelRetirement>().RestoreAsync(model, null, scene.Admin, default));
    }

    [Fact]
    public async Task Its_name_is_taken_for_everybody_else_as_if_it_were_in_use()
    {
        var (deleted, inUse) = (await scene.ManyAsync(0), await scene.ManyAsync(0));
        await scene.Get<ModelWorkflow>().EditAsync(deleted, new ModelEdit(Restricted: true), scene.Admin, default);
        await scene.DeleteModelAsync(deleted);
        var stranger = await scene.PersonAsync(scene.NewName("stranger"), Roles.DataScientist);

        var ofDeleted = await Refused.ByAsync("model_name_taken", () => CreateAsync(deleted.ToUpperInvariant(), stranger));
        var ofUsed = await Refused.ByAsync("model_name_taken", () => CreateAsync(inUse.ToUpperInvariant(), stranger));

        Assert.Equal(ofUsed.Message.Replace(inUse.ToUpperInvariant(), "X", StringComparison.Ordinal),
            ofDeleted.Message.Replace(deleted.ToUpperInvariant(), "X", StringComparison.Ordinal));
        Assert.Equal((ofUsed.Kind, ofUsed.Field), (ofDeleted.Kind, ofDeleted.Field));
    }

    [Fact]
    public async Task Its_owner_takes_the_name_again_and_numbering_policy_restriction_and_history_carry_on()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2), new NewVersion("1.0.0"));
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} 2");
        await scene.Get<ModelWorkflow>()
            .EditAsync(model, new ModelEdit("Old words", Restricted: true, Tags: new Dictionary<string, string?> { ["team"] = "risk", ["old"] = "x" },
            Card: "# Old"), scene.Scientist, default);
        await scene.MoveAsync(model, Stage.Staging, 1);
        await scene.MoveAsync(model, Stage.Staging, null);
        await scene.DeleteAsync(model, 2, reason: "Alone.");
        await scene.DeleteModelAsync(model, reason: "All of it.");

        var again = await scene.Get<ModelWorkflow>()
            .CreateAsync(new NewModel(model.ToUpperInvariant(), "New words", new Dictionary<string, string> { ["team"] = "fraud" }), scene.Scientist, default);

        Assert.Equal((model, "New words", "fraud", 1, true, "", null),
            (again.Name, again.Description, again.Tags["team"], again.Tags.Count, again.Restricted, again.Card, again.LatestVersion));
        Assert.Equal(2, (await scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(model), Stage.Staging, scene.Scientist, default)).RequiredApprovals);
        Assert.Equal([1], (await scene.Get<SlotHistory>().ListAsync(model, Stage.Staging, null, null, scene.Scientist, default)).Items.Select(stay =>
            stay.Version));
        await Refused.ByAsync("label_taken", () => scene.Registry.APendingVersionAsync(scene.Scientist, model, new NewVersion("1.0.0")));
        Assert.Equal(3, (await scene.Registry.APendingVersionAsync(scene.Scientist, model)).Number);
        Assert.Equal([(1, "All of it."), (2, "Alone.")], (await scene.BinAsync(model)).OrderBy(entry => entry.Version)
            .Select(entry => (entry.Version!.Value, entry.Reason!)));
        await scene.RestoreAsync(model, 1, scene.Scientist);
        Assert.Contains("model.recreated", (await EventsAsync(model, scene.Scientist)).Select(entry => entry.Action));
        await Refused.ByAsync("model_name_taken", () => CreateAsync(model, scene.Scientist));
    }

    [Fact]
    public async Task An_admin_takes_a_name_again_and_may_give_it_to_somebody()
    {
        var model = await scene.ManyAsync(1);
        await scene.DeleteModelAsync(model);
        var both = await scene.PersonAsync(scene.NewName("both"), Roles.Admin, Roles.DataScientist);

        var again = await scene.Get<ModelWorkflow>().CreateAsync(new NewModel(model, Owner: scene.Viewer.Name), both, default);

        Assert.Equal(scene.Viewer.Name, again.Owner);
        Assert.Equal(2, (await scene.Registry.APendingVersionAsync(scene.Scientist, model)).Number);
    }

    private Task<ModelView> CreateAsync(string name, Actor by) => scene.Get<ModelWorkflow>().CreateAsync(new NewModel(name), by, default);

    private async Task<Actor> TokenAsync(string model)
    {
        var token = await scene.Get<AccessTokens>().CreateAsync(new NewToken("limited", [.. Scopes.All], [model]), scene.Scientist, default);
        return (await scene.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default))!;
    }

    private async Task<IReadOnlyList<AuditEntry>> EventsAsync(string model, Actor actor) =>
        (await scene.Get<AuditQueries>().ListAsync(new AuditSearch(Model: model, PageSize: PageToken.MaxSize), actor, default)).Items;

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync(Actor actor) =>
        (await scene.Get<NotificationQueries>().ListAsync(PageToken.MaxSize, null, actor, default)).Items;

    private IEnumerable<Func<Task>> Doors(string model, Actor actor) =>
    [
        () => scene.Get<ModelQueries>().GetAsync(model, actor, default),
        () => scene.Get<RightsQueries>().OfModelAsync(model, actor, default),
        () => scene.Get<VersionQueries>().ListAsync(model, archived: true, null, null, actor, default),
        () => scene.Get<VersionQueries>().GetAsync(model, "1", actor, default),
        () => scene.Get<VersionArtifacts>().ListAsync(model, "1", actor, default),
        () => scene.Get<SlotQueries>().ListAsync(model, null, actor, default),
        () => scene.Get<SlotResolution>().ResolveAsync(model, "production", actor, default),
        () => scene.Get<SlotHistory>().ListAsync(model, "production", null, null, actor, default),
        () => scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(model), "production", actor, default),
        () => scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model), actor, default),
        () => scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit("x"), actor, default),
        () => scene.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), actor, default),
        () => scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", actor, default),
        () => scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(1), actor, default),
        () => scene.Get<ModelRetirement>().DeleteAsync(model, null, actor, default),
        () => scene.Get<VersionRetirement>().ArchiveAsync(model, "1", null, actor, default),
    ];
}

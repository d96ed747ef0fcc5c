using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>What refuses a rollback; whatever does, nothing has moved.</summary>
public sealed class RollbackRefusalTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Theory]
    [InlineData("viewer")]
    [InlineData("scientist")]
    [InlineData("admin")]
    [InlineData("emergency")]
    public async Task Who_lacks_the_right_is_refused_and_that_is_on_record(string who)
    {
        var model = await scene.AHistoryAsync(2);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: scene.Operator.Name), scene.Scientist, default);
        var actor = who switch
        {
            "viewer" => scene.Viewer,
            "scientist" => scene.Scientist,
            "admin" => scene.Admin,
            _ => await scene.PersonAsync(scene.NewName("emergency"), Roles.Emergency),
        };

        await RefusedAsync(model, "role_missing", () => scene.BackAsync(model, to: 1, from: 2, actor));

        await Refused.ByAsync("role_missing", () => scene.Get<RollbackWorkflow>().RehearseAsync(model, Stage.Production, 1, null, actor, default));
        await Refused.ByAsync("role_missing", () => scene.PreviewAsync(model, actor, rehash: true));
        Assert.Contains("Operator", (await scene.PreviewAsync(model, actor)).Refusal!, StringComparison.Ordinal);
        var refusals = await scene.Get<Core.Activity.AuditQueries>()
            .ListAsync(new Core.Audit.AuditSearch(Action: "access.refused", Actor: actor.Name), scene.Auditor, default);
        Assert.Single(refusals.Items); // the same reason again within a minute is counted
    }

    [Fact]
    public async Task Reviewers_operators_and_the_owner_may()
    {
        var model = await scene.AHistoryAsync(4);

        await scene.BackAsync(model, to: null, from: 4, scene.Reviewer);
        await scene.BackAsync(model, to: null, from: 3, scene.Operator);
        await scene.BackAsync(model, to: null, from: 2, scene.Scientist);

        Assert.Equal(1, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task A_token_needs_the_scope()
    {
        var model = await scene.AHistoryAsync(2);

        var without = await scene.Registry.ByTokenAsync(scene.Operator, Scopes.Promote, Scopes.Read);
        await RefusedAsync(model, "scope_missing", () => scene.BackAsync(model, to: 1, from: 2, without));

        var rollback = (await scene.Get<AccessTokens>().CreateAsync(new NewToken("ci", [Scopes.Rollback]), scene.Operator, default)).Token;
        var actor = (await scene.Get<TokenActors>().ActorAsync(rollback, Door.Api, null, default))!;
        Assert.Equal(2, (await scene.PreviewAsync(model, actor)).Occupant);
        Assert.Equal(1, (await scene.BackAsync(model, to: 1, from: 2, actor)).To);
    }

    [Fact]
    public async Task A_role_that_was_lost_while_the_dialog_was_open_is_lost()
    {
        var model = await scene.AHistoryAsync(2);
        var leaving = await scene.PersonAsync(scene.NewName("leaving"), Roles.Operator);
        await scene.PreviewAsync(model, leaving);
        await scene.Get<People>().SetRolesAsync(leaving.UserId!.Value, [Roles.Viewer], scene.Admin, default);

        await RefusedAsync(model, "role_lost", () => scene.BackAsync(model, to: 1, from: 2, leaving));
    }

    [Fact]
    public async Task An_account_or_a_token_that_is_no_longer_good_moves_nothing()
    {
        var model = await scene.AHistoryAsync(2);
        var gone = await scene.PersonAsync(scene.NewName("gone"), Roles.Operator);
        var token = await scene.Get<AccessTokens>().CreateAsync(new NewToken("ci", [Scopes.Rollback]), gone, default);
        var byToken = (await scene.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default))!;
        await scene.Get<AccessTokens>().RevokeAsync(token.Id, null, gone, default);

        await RefusedAsync(model, "token_revoked", () => scene.BackAsync(model, to: 1, from: 2, byToken));
        await scene.Get<People>().EditAsync(gone.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);
        await RefusedAsync(model, "account_disabled", () => scene.BackAsync(model, to: 1, from: 2, gone));
    }

    [Fact]
    public async Task The_occupant_that_is_expected_must_be_there()
    {
        var model = await scene.AHistoryAsync(3);

        var changed = await RefusedAsync(model, "occupant_changed", () => scene.BackAsync(model, to: 1, from: 2));
        var missing = await RefusedAsync(model, "field_required", () => scene.BackAsync(model, to: 1, from: null));

        Assert.Equal((3, RefusalKind.Conflict, "expectedOccupant"), (changed.Details!["occupant"], changed.Kind, changed.Field));
        Assert.Equal((RefusalKind.Invalid, "expectedOccupant"), (missing.Kind, missing.Field));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData(null)]
    public async Task A_reason_is_needed(string? reason)
    {
        var model = await scene.AHistoryAsync(2);

        var refusal = await RefusedAsync(model, "field_required", () => scene.RollBackAsync(model, new NewRollback(1, reason!, 2)));

        Assert.Equal("reason", refusal.Field);
    }

    [Fact]
    public async Task A_reason_is_text_of_bounded_length()
    {
        var model = await scene.AHistoryAsync(2);

        await RefusedAsync(model, "field_too_long", () => scene.RollBackAsync(model, new NewRollback(1, new string('x', SlotInterval.ReasonMaxLength + 1), 2)));
        await RefusedAsync(model, "field_not_text", () => scene.RollBackAsync(model, new NewRollback(1, "a\0b", 2)));
        await RefusedAsync(model, "field_too_long", () =>
            scene.RollBackAsync(model, new NewRollback(1, "Because.", 2, Incident: new string('x', PromotionRequest.IncidentMaxLength + 1))));
        await RefusedAsync(model, "target_not_needed", () => scene.RollBackAsync(model, new NewRollback(1, "Because.", 2, TakeOut: true)));
    }

    [Theory]
    [InlineData(2, "already_occupant")]
    [InlineData(3, "not_a_former_occupant")]
    [InlineData(99, "not_a_former_occupant")]
    [InlineData(-1, "not_a_former_occupant")]
    public async Task The_target_must_have_been_in_that_slot(int target, string code)
    {
        var model = await scene.AHistoryAsync(2);
        await scene.AVersionAsync(model, "never live");
        await scene.PutAsync(model, 3, slot: Stage.Staging); // in another slot
        await scene.PutAsync(model, 1, slot: Stage.Staging);

        var refusal = await RefusedAsync(model, code, () => scene.BackAsync(model, to: target, from: 2));

        Assert.Equal((RefusalKind.Conflict, "toVersion"), (refusal.Kind, refusal.Field));
    }

    [Fact]
    public async Task An_archived_or_deleted_version_never_returns()
    {
        var model = await scene.AHistoryAsync(3);
        await ChangeAsync(model, 2, version => version.ArchivedAt = scene.Registry.Clock.GetUtcNow());
        await ChangeAsync(model, 1, version => version.DeletedAt = scene.Registry.Clock.GetUtcNow());

        await RefusedAsync(model, "version_archived", () => scene.BackAsync(model, to: 2, from: 3));
        await RefusedAsync(model, "version_deleted", () => scene.BackAsync(model, to: 1, from: 3));

        var preview = await scene.PreviewAsync(model);
        var listed = Assert.Single(preview.Candidates);
        Assert.Equal((2, false, false), (listed.Version, listed.Ok, listed.Proposed));
        Assert.True(preview.CanTakeOut);
    }

    [Fact]
    public async Task Quarantined_bytes_never_return()
    {
        var model = await scene.AHistoryAsync(4);
        await scene.BackAsync(model, to: 3, from: 4);
        await scene.BackAsync(model, to: 2, from: 3);

        // v4 is not what the last rollback removed: no roll forward lifts its quarantine.
        var refusal = await RefusedAsync(model, "version_quarantined", () => scene.BackAsync(model, to: 4, from: 2, scene.Reviewer));

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.False((await scene.PreviewAsync(model)).Candidates.Single(candidate => candidate.Version == 4).Ok);
    }

    [Fact]
    public async Task The_same_bytes_are_refused_while_they_would_be_quarantined()
    {
        var model = await scene.AModelAsync(1);
        await scene.AVersionAsync(model, $"{model} 1");
        await scene.PutAsync(model, 1);
        await scene.PutAsync(model, 2);
        var preview = await scene.PreviewAsync(model);

        await RefusedAsync(model, "same_bytes", () => scene.BackAsync(model, to: 1, from: 2));
        var rollback = await scene.BackAsync(model, to: 1, from: 2, quarantine: false);

        Assert.Contains("same files as v2", Assert.Single(preview.Candidates).NotProposed!, StringComparison.Ordinal);
        Assert.Equal((1, false), (rollback.To, rollback.Quarantined));
    }

    [Fact]
    public async Task An_empty_slot_has_nothing_to_go_back_from()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.PutAsync(model, null);

        var refusal = await RefusedAsync(model, "slot_empty", () => scene.BackAsync(model, to: 1, from: 2));

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        Assert.Null((await scene.PreviewAsync(model)).Occupant);
    }

    [Fact]
    public async Task Slots_and_models_that_are_not_there_are_not_found()
    {
        var model = await scene.AHistoryAsync(2);

        await RefusedAsync(model, "slot_not_found", () => scene.BackAsync(model, to: 1, from: 2, slot: "nowhere"));
        await RefusedAsync(model, "slot_not_found", () => scene.BackAsync(model, to: 1, from: 2, slot: "no slot/at all"));
        await Refused.ByAsync("model_not_found", () => scene.BackAsync("no-such-model", to: 1, from: 2));
        await Refused.ByAsync("slot_not_found", () => scene.PreviewAsync(model, slot: "nowhere"));
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);
        await RefusedAsync(model, "model_not_found", () => scene.BackAsync(model, to: 1, from: 2));
        await Refused.ByAsync("model_not_found", () => scene.PreviewAsync(model));
    }

    [Fact]
    public async Task A_version_of_another_model_is_none_of_this_one()
    {
        var model = await scene.AHistoryAsync(2);
        await scene.AHistoryAsync(5);

        await RefusedAsync(model, "not_a_former_occupant", () => scene.BackAsync(model, to: 4, from: 2));
    }

    [Fact]
    public async Task With_nothing_before_there_is_nothing_to_propose()
    {
        var model = await scene.AHistoryAsync(1);

        await RefusedAsync(model, "nothing_to_propose", () => scene.BackAsync(model, to: null, from: 1));
    }

    private Task ChangeAsync(string model, int number, Action<Core.Versions.ModelVersion> change) =>
        scene.Get<RegistryStore>().WriteAsync(Actor.System, async transaction =>
    {
        var found = await Core.Versions.VersionAccess.FindVersionAsync(transaction.Db, Actor.System, model, Core.Common.NumberText.Text(number), default);
        change(found.Version);
        transaction.Record(new TestChanged(found.Model.Ref, number));
    }, default);

    private async Task<RegistryException> RefusedAsync(string model, string code, Func<Task> call)
    {
        var before = await scene.StateAsync(model);
        var refusal = await Refused.ByAsync(code, call);
        Assert.Equal(before, await scene.StateAsync(model));
        return refusal;
    }
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Grants;

/// <summary>What grants give on what is restricted, beside the roles, and that they end.</summary>
public sealed class GrantTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task To_read_shows_a_restricted_model_and_changes_nothing_of_it()
    {
        var (model, person) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("scientist"), Roles.DataScientist));
        Assert.False(await scene.SeesAsync(person, model));

        await scene.GiveAsync(person, model, GrantRight.Read);

        Assert.True(await scene.SeesAsync(person, model));
        var now = await scene.NowAsync(person);
        await Refused.ByAsync("grant_missing", () => scene.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), now, default));
        await Refused.ByAsync("role_missing", () => scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Description: "Mine"), now, default));
    }

    [Fact]
    public async Task To_contribute_lets_a_data_scientist_register_and_nobody_else()
    {
        var model = await scene.ARestrictedModelAsync();
        var (scientist, viewer) = (await scene.PersonAsync(scene.NewName("scientist"), Roles.DataScientist),
            await scene.PersonAsync(scene.NewName("viewer"), Roles.Viewer));
        await scene.GiveAsync(scientist, model, GrantRight.Contribute);
        await scene.GiveAsync(viewer, model, GrantRight.Contribute);

        var version = await scene.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), await scene.NowAsync(scientist), default);

        Assert.Equal(2, version.Number);
        var now = await scene.NowAsync(viewer);
        await Refused.ByAsync("role_missing", () => scene.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), now, default));
    }

    [Fact]
    public async Task To_own_gives_what_the_owner_has_whatever_the_roles()
    {
        var (model, viewer) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("viewer"), Roles.Viewer));
        await scene.GiveAsync(viewer, model, GrantRight.Own);

        var edited = await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Description: "Ours"), await scene.NowAsync(viewer), default);

        Assert.Equal("Ours", edited.Description);
    }

    [Fact]
    public async Task To_review_one_stage_counts_there_and_nowhere_else()
    {
        var (model, reviewer) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("reviewer"), Roles.Reviewer));
        await scene.GiveAsync(reviewer, model, GrantRight.Review, stages: [Stage.Staging]);
        var now = await scene.NowAsync(reviewer);

        var staging = await scene.ARequestAsync(model);
        var production = await scene.ARequestAsync(model, stage: Stage.Production);

        Assert.Equal([reviewer.Name], staging.Eligible);
        Assert.Empty(production.Eligible);
        Assert.Equal([staging.Id], (await scene.Get<Inbox>().WaitingAsync(model, null, null, now, default)).Items.Select(request => request.Id));
        await Refused.ByAsync("grant_missing", () => scene.ReviewAsync(production.Id, now));
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(staging.Id, now)).State);
    }

    [Fact]
    public async Task An_approval_counts_no_more_once_the_grant_of_its_author_is_over()
    {
        var (model, reviewer) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("reviewer"), Roles.Reviewer));
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(1, ExecutionMode.Manual));
        await scene.GiveAsync(reviewer, model, GrantRight.Review, until: scene.Registry.Clock.GetUtcNow() + Hour);
        var request = await scene.ARequestAsync(model);
        Assert.Equal(RequestState.Approved, (await scene.ReviewAsync(request.Id, await scene.NowAsync(reviewer))).State);

        scene.Registry.Clock.Advance(Hour);

        var after = await scene.ReadAsync(request.Id);
        Assert.Equal(RequestState.Open, after.State);
        Assert.DoesNotContain((await scene.Get<RequestQueries>().ListAsync(new RequestSearch(State: "approved", Model: model), scene.Admin, default)).Items,
            found => found.Id == request.Id);
        Assert.False(await scene.SeesAsync(reviewer, model));
    }

    [Fact]
    public async Task A_team_holds_a_grant_for_whoever_is_in_it_and_no_longer()
    {
        var (model, person) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("scientist"), Roles.DataScientist));
        var team = await scene.ATeamAsync(scene.NewName("team"), person);
        await scene.GiveAsync(new GrantTo(Team: team.Name), new GrantOn(Model: model), GrantRight.Contribute);
        var during = await scene.NowAsync(person);
        await scene.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), during, default);

        await scene.Get<TeamWorkflow>().EditAsync(team.Name, new TeamEdit(Leave: [person.Name]), scene.Admin, default);

        await Refused.ByAsync("grant_lost", () => scene.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), during, default));
        Assert.False(await scene.SeesAsync(person, model));
    }

    [Fact]
    public async Task A_token_of_somebody_who_loses_a_grant_sees_nothing_from_then_on()
    {
        var (model, person) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("viewer"), Roles.Viewer));
        var grant = await scene.GiveAsync(person, model, GrantRight.Read);
        var token = (await scene.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Read]), person, default)).Token;
        Assert.Equal(model, (await scene.Get<ModelQueries>().GetAsync(model, await ActorAsync(), default)).Name);

        await scene.Get<GrantWorkflow>().EndAsync(grant.Id, scene.Scientist, default);

        var now = await ActorAsync();
        await Refused.ByAsync("model_not_found", () => scene.Get<ModelQueries>().GetAsync(model, now, default));

        async Task<Actor> ActorAsync() => (await scene.Get<TokenActors>().ActorAsync(token, Door.Api, null, default))!;
    }

    [Fact]
    public async Task A_grant_on_the_server_reaches_everything_and_a_deleted_team_takes_its_own_along()
    {
        var (model, person) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("viewer"), Roles.Viewer));
        var team = await scene.ATeamAsync(scene.NewName("team"), person);
        await scene.GiveAsync(new GrantTo(Team: team.Name), new GrantOn(), GrantRight.Read);
        Assert.True(await scene.SeesAsync(person, model));

        await scene.Get<TeamWorkflow>().DeleteAsync(team.Name, scene.Admin, default);

        Assert.False(await scene.SeesAsync(person, model));
        Assert.DoesNotContain((await scene.Get<GrantQueries>().ListAsync(new GrantSearch(PageSize: PageToken.MaxSize), scene.Admin, default)).Items,
            grant => grant.To.Team == team.Name);
    }

    [Fact]
    public async Task Owners_and_admins_give_grants_and_nobody_else_does()
    {
        var (model, viewer) = (await scene.ARestrictedModelAsync(), await scene.PersonAsync(scene.NewName("viewer"), Roles.Viewer));
        var (open, wish) = (await scene.AModelAsync(), new NewGrant(new(Person: viewer.Name), new(Model: model), GrantRight.Own));
        await scene.Get<GrantWorkflow>().GiveAsync(wish, scene.Scientist, default);

        await Refused.ByAsync("grant_exists", () => scene.Get<GrantWorkflow>().GiveAsync(wish, scene.Scientist, default));
        await Refused.ByAsync("role_missing", () => scene.Get<GrantWorkflow>().GiveAsync(wish with { On = new(Model: open) }, viewer, default));
        await Refused.ByAsync("role_missing", () => scene.Get<GrantWorkflow>().GiveAsync(wish with { On = new() }, scene.Scientist, default));
        await Refused.ByAsync("role_missing", () => scene.Get<GrantQueries>().ListAsync(new GrantSearch(Model: open), viewer, default));
        Assert.Equal(model, Assert.Single((await scene.Get<GrantQueries>().ListAsync(new GrantSearch(Person: viewer.Name), viewer, default)).Items).On.Model);
    }

    [Theory]
    [InlineData("nobody@example.test", null, null, null, "person_unknown")]
    [InlineData(null, "no such team", null, null, "team_unknown")]
    [InlineData(null, null, null, null, "field_required")]
    [InlineData("viewer@example.test", "both", null, null, "field_required")]
    [InlineData("viewer@example.test", null, "no-such-stage", null, "stage_unknown")]
    [InlineData("viewer@example.test", null, null, -1, "until_past")]
    public async Task What_makes_no_sense_is_refused_with_its_field(string? person, string? team, string? stage, int? until, string code)
    {
        var model = await scene.AModelAsync();
        var wish = new NewGrant(new(person, team), new(Model: model), GrantRight.Review, stage is null ? null : [stage],
            until is { } hours ? scene.Registry.Clock.GetUtcNow().AddHours(hours) : null);

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => scene.Get<GrantWorkflow>().GiveAsync(wish, scene.Admin, default));

        Assert.Equal(code, refusal.Code);
        Assert.NotNull(refusal.Field);
    }

    [Fact]
    public async Task Whoever_is_disabled_is_given_nothing()
    {
        var (model, gone) = (await scene.AModelAsync(), await scene.PersonAsync(scene.NewName("gone"), Roles.Viewer));
        await scene.Get<People>().EditAsync(gone.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);

        await Refused.ByAsync("person_unknown", () => scene.GiveAsync(gone, model, GrantRight.Read));
    }

    [Fact]
    public async Task The_explanation_names_relation_and_reason()
    {
        var model = await scene.ARestrictedModelAsync();
        var reviewer = await scene.PersonAsync(scene.NewName("reviewer"), Roles.Reviewer);
        var team = await scene.ATeamAsync(scene.NewName("risk"), reviewer);
        Assert.Equal("none", (await ExplainAsync(reviewer)).Relation);
        await scene.GiveAsync(new GrantTo(Team: team.Name), new GrantOn(Model: model), GrantRight.Review, stages: [Stage.Staging]);

        var explained = await ExplainAsync(reviewer);

        Assert.Equal("reviewer", explained.Relation);
        Assert.Equal($"Allowed by the role Reviewer and by a grant to review of the team '{team.Name}'.",
            explained.Rights.Single(right => right is { Right: "review", Stage: Stage.Staging }).Why);
        Assert.False(explained.Rights.Single(right => right is { Right: "review", Stage: Stage.Production }).Allowed);
        Assert.Equal("owner", (await ExplainAsync(scene.Scientist)).Relation);
        Assert.Equal(("visible", "Admins and auditors see everything."), await RelationAsync(scene.Auditor));
        var reader = scene.ReviewerA with { Grants = [new HeldGrant(Guid.NewGuid(), GrantRight.Read, null, null, null, null, null)] };
        await Refused.ByAsync("role_missing", () => scene.Get<Explaining>().ExplainAsync(model, scene.Scientist.Name, reader, default));

        Task<Explanation> ExplainAsync(Actor person) => scene.Get<Explaining>().ExplainAsync(model, person.Name, scene.Scientist, default);

        async Task<(string, string)> RelationAsync(Actor person)
        {
            var found = await ExplainAsync(person);
            return (found.Relation, found.Why);
        }
    }
}

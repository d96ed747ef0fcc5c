using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Teams;

public sealed class TeamTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task An_admin_makes_a_team_and_its_lead_says_who_is_in_it()
    {
        var lead = scene.Viewer;
        var made = await Teams.CreateAsync(new NewTeam(scene.NewName("team"), lead.Name, [scene.ReviewerA.Name]), scene.Admin, default);

        var after = await Teams.EditAsync(made.Name, new TeamEdit(Join: [scene.ReviewerB.Name], Leave: [scene.ReviewerA.Name]), lead, default);

        Assert.Equal([scene.ReviewerB.Name], after.Members);
        await Refused.ByAsync("role_missing", () => Teams.EditAsync(made.Name, new TeamEdit(Name: "Mine"), lead, default));
        await Refused.ByAsync("role_missing", () => Teams.EditAsync(made.Name, new TeamEdit(Join: [scene.Viewer.Name]), scene.ReviewerC, default));
        await Refused.ByAsync("role_missing", () => Teams.CreateAsync(new NewTeam(scene.NewName("team")), scene.Scientist, default));
        await Refused.ByAsync("role_missing", () => Teams.DeleteAsync(made.Name, lead, default));
    }

    [Fact]
    public async Task Names_are_told_apart_without_case_and_width()
    {
        var name = scene.NewName("Ops");
        await Teams.CreateAsync(new NewTeam(name), scene.Admin, default);

        await Refused.ByAsync("team_name_taken", () => Teams.CreateAsync(new NewTeam(name.ToUpperInvariant()), scene.Admin, default));
        Assert.Equal(name, (await scene.Get<TeamQueries>().GetAsync(name.ToUpperInvariant(), scene.Viewer, default)).Name);
    }

    [Fact]
    public async Task A_list_shows_the_first_members_and_the_number_of_all()
    {
        var people = new List<Actor>();
        for (var i = 0; i < TeamView.MembersInLists + 1; i++)
        {
            people.Add(await scene.PersonAsync(scene.NewName("member"), Roles.Viewer));
        }

        var name = scene.NewName("zz-many");
        await Teams.CreateAsync(new NewTeam(name, Members: [.. people.Select(person => person.Name)]), scene.Admin, default);

        var listed = (await scene.Get<TeamQueries>().ListAsync(null, PageToken.MaxSize, null, scene.Viewer, default)).Items.Single(team => team.Name == name);

        Assert.Equal((TeamView.MembersInLists, people.Count), (listed.Members.Count, listed.MemberCount));
        Assert.Equal(people.Count, (await scene.Get<TeamQueries>().GetAsync(name, scene.Viewer, default)).Members.Count);
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_refused_and_who_was_disabled_can_leave()
    {
        var gone = await scene.PersonAsync(scene.NewName("gone"), Roles.Viewer);
        var team = await Teams.CreateAsync(new NewTeam(scene.NewName("team"), Members: [gone.Name]), scene.Admin, default);
        await scene.Get<People>().EditAsync(gone.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);

        await Refused.ByAsync("person_unknown", () => Teams.EditAsync(team.Name, new TeamEdit(Join: ["nobody@example.test"]), scene.Admin, default));
        Assert.Empty((await Teams.EditAsync(team.Name, new TeamEdit(Leave: [gone.Name]), scene.Admin, default)).Members);
    }

    private TeamWorkflow Teams => scene.Get<TeamWorkflow>();
}

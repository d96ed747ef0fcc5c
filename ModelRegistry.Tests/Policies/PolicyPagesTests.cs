using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Layout;
using ModelRegistry.Web.Components.Pages.Policies;

namespace ModelRegistry.Tests.Policies;

public sealed class PolicyPagesTests : PageTest
{
    [Fact]
    public async Task The_tab_of_a_model_says_what_is_in_force_where_it_is_from_and_who_may_change_it()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(2, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.95)]),
                null, null, admin, default);

        var panel = await OpenAsync<PolicyPanel>(Scientist, Urls.Model("fraud", "policy"), p => p.Add(c => c.Model, "fraud"));

        Says(panel, "accuracy ≥ 0.95");
        Says(panel, "a policy of its own");
        Says(panel, "the server's policy");
        Says(panel, "2 approvals");
        Assert.Contains("people with the Admin role", panel.Find(".why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_from_a_collection_says_so_on_the_model_and_on_the_collections_below()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk/emea"), admin, default);
        await Registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Collection: "risk/emea"), admin, default);
        await Registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfCollection("risk"), "production", new PolicyContent(3), null, null, admin, default);

        var ofModel = await OpenAsync<PolicyPanel>(Scientist, Urls.Model("fraud", "policy"), p => p.Add(c => c.Model, "fraud"));
        Says(ofModel, "from collection risk");
        Says(ofModel, "for every model in risk and below without a nearer one");
        Assert.Contains(Urls.ModelsIn("risk"), ofModel.Find(".stage-name a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policies_of_a_collection_are_its_own_and_those_above_and_one_of_its_own_is_published_on_them()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk/emea"), admin, default);
        await Registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfCollection("risk"), "production", new PolicyContent(3), null, null, admin, default);

        var page = await OpenAsync<PoliciesPage>(admin, Urls.AdminPoliciesOf("risk/emea"));
        Says(page, "from collection risk");
        Says(page, "the server's policy");
        Assert.Contains(page.FindAll("a"), link => link.GetAttribute("href") == Urls.AdminPolicyOf("risk/emea", "production"));

        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfCollection("risk/emea"), "production", new PolicyContent(2), null, 0, admin, default);
        Says(page, "a policy of its own");
    }

    [Fact]
    public async Task The_form_follows_a_rename_of_its_model_and_keeps_what_is_typed()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        var page = await OpenAsync<PolicyPage>(admin, Urls.ModelPolicy("fraud", "production"), p =>
            p.Add(c => c.Name, "fraud").Add(c => c.Stage, "production"));
        page.WaitForElement(".fields input");
        page.Find(".fields input").Change("7");

        await Registry.Get<ModelRenames>().RenameAsync("fraud", "card-fraud", null, Scientist, default);

        page.WaitForAssertion(() => Assert.EndsWith($"/{Urls.ModelPolicy("card-fraud", "production")}",
            Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        page.Render(p => p.Add(c => c.Name, "card-fraud").Add(c => c.Stage, "production"));
        Assert.Equal("7", page.Find(".fields input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_gate_suggests_the_metrics_that_exist_until_one_of_them_is_named()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist, version: new NewVersion(Metrics: [new("accuracy", 0.9), new("val_loss", 0.1)]));
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(1, Gates: [new MetricGate("los", GateOperator.AtMost, 1)]),
                null, null, admin, default);
        var page = await OpenAsync<PolicyPage>(admin, Urls.ModelPolicy("fraud", "production"), p =>
            p.Add(c => c.Name, "fraud").Add(c => c.Stage, "production"));
        page.WaitForElement(".gate .preset");

        await Assert.Single(page.FindAll(".gate .preset"), chip => chip.TextContent == "val_loss").ClickAsync();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".gate .preset")));
        Assert.Equal("val_loss", page.Find(".gate input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_team_is_asked_for_its_approval_in_the_form()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk"), admin, default);
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(Seats: [new PolicySeat("risk", 2)]), null, null, admin, default);
        var page = await OpenAsync<PolicyPage>(admin, Urls.ModelPolicy("fraud", "production"), p =>
            p.Add(c => c.Name, "fraud").Add(c => c.Stage, "production"));
        page.WaitForElement(".seats .seat");

        Assert.Equal(["Risk", "2"], page.FindAll(".seats .seat input").Select(input => input.GetAttribute("value")));
        Says(page, "the active reviewers in it are 0");
        await page.FindAll("button").Single(button => button.TextContent.Trim() == "Add a team").ClickAsync(new());
        await page.FindAll(".seats .seat input")[2].ChangeAsync(new() { Value = "nobody knows" });
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("There is no team 'nobody knows'", page.Find(".seats").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_teams_that_must_approve_are_named_where_the_policy_is_shown()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk"), admin, default);
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(Seats: [new PolicySeat("risk", 2)]), null, null, admin, default);

        var panel = await OpenAsync<PolicyPanel>(Scientist, Urls.Model("fraud", "policy"), p => p.Add(c => c.Model, "fraud"));

        Says(panel, "2 from Risk");
    }

    [Fact]
    public async Task The_history_names_what_each_version_changed()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(null, "production", new PolicyContent(2, Gates: [new EvidenceGate("owner")]), "Two see more.", null, admin, default);

        var history = await OpenAsync<PolicyHistory>(Scientist, Urls.AdminPolicies, p => p.Add(c => c.Slot, "production"));

        Says(history, "Two see more.");
        Says(history, "1 → 2 approvals");
        Says(history, "no longer asks for files verified within 24 h");
        Says(history, "also asks for owner present");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_gate_and_the_preview_judges_the_form_as_it_stands()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist, version: new NewVersion(Metrics: [new("accuracy", 0.9)]));
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.95)]),
                null, null, admin, default);
        var page = await OpenAsync<PolicyPage>(admin, Urls.ModelPolicy("fraud", "production"), p =>
            p.Add(c => c.Name, "fraud").Add(c => c.Stage, "production"));
        page.WaitForElement(".gate");

        await page.FindAll("button").Single(button => button.TextContent.Contains("Judge", StringComparison.Ordinal)).ClickAsync(new());
        Says(page, "0 of the last 1 sealed version of fraud would have passed every gate.");
        Says(page, "accuracy is 0.9000, not ≥ 0.95.");

        await page.Find(".gate input").ChangeAsync(new() { Value = "lo$$" });
        await page.FindAll("button").Single(button => button.TextContent.Contains("Judge", StringComparison.Ordinal)).ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("'lo$$' is no valid name", page.Find(".gate").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gate_keeps_what_it_says_through_the_form()
    {
        Gate[] gates =
        [
            new MetricGate("accuracy", GateOperator.LessThan, 0.95, "holdout"),
            new BaselineGate("rmse", MaxRegression: 0.07, Relative: true),
            new BaselineGate("rmse", MinImprovement: 0.005, Dataset: "d1"),
            new EvidenceGate("tag:team"),
            new EvidenceGate("card:Intended use"),
            new EvidenceGate("owner"),
            new CheckGate("bias", "ci@example.test"),
            new IntegrityGate(2),
            new IntegrityGate(),
            new SequenceGate("staging", 24),
        ];

        Assert.Equal(gates, PolicyForm.Of(new PolicyContent(Gates: gates)).ToContent().Gates);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_bell_counts_what_is_unread_and_hears_of_more_at_once()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var reviewer = await Registry.PersonAsync("reviewer", Roles.Reviewer);
        var bell = await OpenAsync<Bell>(reviewer, Urls.Home);
        Assert.Empty(bell.FindAll(".bell-count"));

        await Registry.Get<PolicyWorkflow>().PublishAsync(null, "production", new PolicyContent(0), null, null, admin, default);

        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find(".bell-count").TextContent));
        Assert.Contains("Notifications, 1 unread", bell.Markup, StringComparison.Ordinal);
        await Registry.Get<NotificationWorkflow>().MarkReadAsync(null, reviewer, default);
        await Registry.Get<PolicyWorkflow>().PublishAsync(null, "production", new PolicyContent(1), null, null, admin, default);
        bell.WaitForAssertion(() => Assert.Empty(bell.FindAll(".bell-count")));
    }

    [Fact]
    public async Task Who_is_alone_is_offered_to_say_so_and_everybody_sees_it()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.Get<People>().EditAsync(Scientist.UserId!.Value, new UserEdit(Disabled: true), admin, default);
        var offer = await OpenAsync<AloneOffer>(admin, Urls.Home);
        Says(offer, "I work alone…");
        var banner = Render<AloneBanner>();
        Assert.Empty(banner.Markup.Trim());

        await Registry.Get<WorkAlone>().AcceptAsync(admin, default);

        Says(banner, "admin@example.test works alone: production needs no approval");
        offer.WaitForAssertion(() => Assert.Empty(offer.Markup.Trim()));
    }
}

using Bunit;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Tests.Promotions;

/// <summary>What the page of a request shows to whom, and the decisions that are made on it.</summary>
public sealed class RequestPageTests : RequestPageTest
{
    [Fact]
    public async Task It_opens_with_what_is_asked_and_shows_the_gates_that_fail_first()
    {
        await Registry.AGovernedModelAsync(Scientist, 1,
            [new MetricGate("accuracy", GateOperator.AtLeast, 0.5), new MetricGate("accuracy", GateOperator.AtLeast, 0.99)], 0.9);
        var page = await ShowAsync(await ReviewerAsync(), await Registry.AskAsync(Scientist, comment: "Please *look* at it"));

        Assert.Equal("Promote fraud v1 to Production", page.Find("h1").TextContent.Trim());
        Assert.Equal("look", page.Find(".request-comment em").TextContent);
        Assert.Equal(["✕Fail", "✓Pass"], page.FindAll(".gates .chip").Select(chip => string.Concat(chip.TextContent.Where(c => !char.IsWhiteSpace(c)))));
        Says(page, "1 of 2 does not pass");
        Says(page, "✕ 1 of 2 gates does not pass · Nothing is there to compare it with.");
        Says(page, "0 of 1 approval");
    }

    [Fact]
    public async Task Each_open_seat_is_shown_with_who_could_fill_it()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, [], 0.9);
        var (reviewer, admin) = (await ReviewerAsync(), await Registry.PersonAsync("admin", Roles.Admin));
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk", Members: [reviewer.Name]), admin, default);
        await Registry.Get<TeamWorkflow>().CreateAsync(new NewTeam("Ops"), admin, default);
        await Registry.Get<PolicyWorkflow>().PublishAsync(
            PolicyScope.OfModel("fraud"), "production", new PolicyContent(Seats: [new PolicySeat("Risk", 1), new PolicySeat("Ops", 1)]),
            null, null, admin, default);
        var number = await Registry.AskAsync(Scientist);
        await Registry.DecideAsync(reviewer, number, ReviewAction.Approve);

        var page = await ShowAsync(Scientist, number);

        Assert.Equal(["✓ Risk: reviewer@example.test", "○ one from Ops: nobody can"], page.FindAll(".seat-line").Select(line =>
            string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Says(page, "1 of 2 approvals");
        Says(page, "the team 'Ops', and nobody is in it");
    }

    [Fact]
    public async Task Who_approves_is_asked_once_more_who_it_is_where_the_policy_says_so_and_then_it_goes_on()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, [], 0.9);
        var (reviewer, admin) = (await ReviewerAsync(), await Registry.PersonAsync("admin", Roles.Admin));
        await Registry.Get<PolicyWorkflow>()
            .PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(Reauthenticate: true), null, null, admin, default);
        var number = await Registry.AskAsync(Scientist);
        var page = await ShowAsync(reviewer, number);
        Registry.Clock.Advance(RecentProof.Lasts);

        var approving = page.FindAll(".decision-buttons button")[^1].ClickAsync();
        Dialogs.WaitForAssertion(() => Assert.Contains("Is it still you?", Dialogs.Markup, StringComparison.Ordinal));
        Assert.Equal(RequestState.Open, (await Registry.Get<RequestQueries>().GetAsync(number, reviewer, default)).State);
        Dialogs.Find("input[type=password]").Change(Given.Password);
        await Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Go on").ClickAsync();
        await approving;

        Assert.Equal(RequestState.Executed, (await Registry.Get<RequestQueries>().GetAsync(number, reviewer, default)).State);
    }

    [Fact]
    public async Task What_a_reviewer_saw_is_one_click_from_their_decision()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, [new MetricGate("accuracy", GateOperator.AtLeast, 0.5)], 0.9);
        var (reviewer, number) = (await ReviewerAsync(), await Registry.AskAsync(Scientist));
        await Registry.DecideAsync(reviewer, number, ReviewAction.Approve);

        var link = (await ShowAsync(Scientist, number)).Find($".thread a[href='requests/{number}/reviews/1']");
        Assert.Equal("as reviewer@example.test saw it", link.TextContent);
        var sheet = Render<SheetPage>(page => page.Add(p => p.Number, number).Add(p => p.Review, 1));
        Says(sheet, "As reviewer@example.test saw it");
        Says(sheet, "accuracy ≥ 0.5");
        Says(sheet, "could approve: reviewer@example.test");
    }

    [Fact]
    public async Task The_button_says_before_that_an_approval_moves_nothing()
    {
        await Registry.AGovernedModelAsync(Scientist, 1,
            [new MetricGate("accuracy", GateOperator.AtLeast, 0.95), new EvidenceGate("description")], 0.9);
        var page = await ShowAsync(await ReviewerAsync(), await Registry.AskAsync(Scientist));

        Assert.Equal("Approve; stays blocked by accuracy ≥ 0.95 and 1 more", page.FindAll(".decision-buttons button")[^1].TextContent.Trim());
    }

    [Fact]
    public async Task Files_whose_verification_is_old_are_not_in_the_way()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, [new IntegrityGate()], 0.9);
        var number = await Registry.AskAsync(Scientist);
        Registry.Clock.Advance(TimeSpan.FromHours(25));
        var reviewer = await ReviewerAsync();
        var page = await ShowAsync(reviewer, number);

        Says(page, "Checked with the approval");
        Assert.DoesNotContain("In the way", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Approve", page.FindAll(".decision-buttons button")[^1].TextContent.Trim());
        var row = Assert.Single((await Registry.Get<Inbox>().WaitingAsync(null, null, null, reviewer, default)).Items);
        Assert.Equal((0, 1, 1), (row.GatesPassed, row.GatesWithApproval, row.GateCount));
        Assert.Equal(RequestState.Executed, (await Registry.DecideAsync(reviewer, number, ReviewAction.Approve)).State);
    }

    [Fact]
    public async Task It_says_how_the_version_stands_to_the_one_that_it_replaces()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9, 0.95);
        var reviewer = await ReviewerAsync();
        await Registry.DecideAsync(reviewer, await Registry.AskAsync(Scientist), ReviewAction.Approve);

        var page = await ShowAsync(reviewer, await Registry.AskAsync(Scientist, 2));

        Assert.Equal("Promote fraud v2 to Production, replacing v1", page.Find("h1").TextContent.Trim());
        Says(page, "Against v1: accuracy +5.56 % better; better on the only one that can be compared.");
        var delta = page.Find("section[aria-labelledby=differences-title] .delta");
        Assert.Equal(("▲ better +5.56 %", "+0.0500"), (string.Join(' ', delta.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            delta.GetAttribute("title")));
        Says(page, "same data set ✓ cards d1");
        Says(page, "≠ 1 changed");
    }

    [Fact]
    public async Task Numbers_of_another_data_set_are_not_compared()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        await Registry.ASealedVersionAsync(Scientist, "fraud", new NewVersion(Metrics: [new("accuracy", 0.99)], Dataset: new VersionDataset("easy", "d2")));
        var reviewer = await ReviewerAsync();
        await Registry.DecideAsync(reviewer, await Registry.AskAsync(Scientist), ReviewAction.Approve);

        var page = await ShowAsync(reviewer, await Registry.AskAsync(Scientist, 2));

        Says(page, "not comparable");
        Assert.Empty(page.FindAll("section[aria-labelledby=differences-title] .delta"));
    }

    [Fact]
    public async Task The_requester_reads_which_rule_keeps_them_from_approving()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);

        var page = await ShowAsync(Scientist, await Registry.AskAsync(Scientist));

        var approve = Button(page, "Approve");
        Assert.Equal("true", approve.GetAttribute("aria-disabled"));
        Assert.Contains("the Reviewer role", approve.ParentElement!.QuerySelector(".why")!.TextContent, StringComparison.Ordinal);
        Assert.Null(Button(page, "Withdraw request…").GetAttribute("aria-disabled"));
        Says(page, "scientist@example.test may not: asked for this promotion, registered v1");
    }

    [Fact]
    public async Task A_reviewer_with_a_hand_in_it_reads_which()
    {
        var registrant = await Registry.PersonAsync("both", Roles.DataScientist, Roles.Reviewer);
        await Registry.AGovernedModelAsync(registrant, 1, null, 0.9);

        var page = await ShowAsync(registrant, await Registry.AskAsync(Scientist));

        Assert.Contains("because you registered v1", Button(page, "Approve").ParentElement!.TextContent, StringComparison.Ordinal);
        Says(page, "Nobody can approve this");
    }

    [Fact]
    public async Task One_click_approves_and_the_page_says_what_became_of_it()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var page = await ShowAsync(await ReviewerAsync(), await Registry.AskAsync(Scientist));

        await Button(page, "Approve").ClickAsync();

        Says(page, "Done: v1 went to Production.");
        Says(page, "It is in Production since");
        Assert.Empty(page.FindAll(".decision-bar"));
        Assert.Equal(["production"], (await Registry.Get<VersionQueries>().GetAsync("fraud", "1", Scientist, default)).Slots);
    }

    [Theory]
    [InlineData("Request changes", "Say what should change.")]
    [InlineData("Reject", "Say why you reject it.")]
    public async Task Without_a_comment_it_says_at_the_field_what_is_missing(string button, string says)
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var reviewer = await ReviewerAsync();
        var number = await Registry.AskAsync(Scientist);
        var page = await ShowAsync(reviewer, number);

        await Button(page, button).ClickAsync();

        Says(page, says);
        Assert.Empty((await Registry.RequestAsync(reviewer, number)).Reviews);
    }

    [Fact]
    public async Task A_reject_with_its_reason_ends_it()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        var page = await ShowAsync(await ReviewerAsync(), await Registry.AskAsync(Scientist));

        page.Find(".decision-bar textarea").Change("Too slow");
        await Button(page, "Reject").ClickAsync();

        Says(page, "Rejected. Nothing moved.");
        Says(page, "Too slow");
    }
}

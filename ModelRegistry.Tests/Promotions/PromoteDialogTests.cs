using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Tests.Promotions;

public sealed class PromoteDialogTests : PageTest
{
    [Fact]
    public async Task It_is_two_clicks_to_the_request_and_says_first_who_is_asked()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, [new MetricGate("accuracy", GateOperator.AtLeast, 0.99)], 0.9);
        await Registry.PutAsync(Scientist, "fraud", "staging", 1);
        await Registry.PersonAsync("reviewer", Roles.Reviewer);
        var page = await ShowAsync();

        await page.Find("button").ClickAsync();
        Answers("It cannot move yet: not every gate passes. You can ask all the same.");
        Answers("These people may approve and are told: reviewer@example.test.");
        Answers("1 does not pass");
        await DialogButton("Ask for production").ClickAsync();

        var request = Assert.Single((await Registry.Get<RequestQueries>().ListAsync(new(), Scientist, default)).Items);
        Assert.Equal((1, "production"), (request.Version, request.Stage));
        page.WaitForAssertion(() => Assert.EndsWith(Urls.Request(request.Id), Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("?act=promote", null, true)]
    [InlineData("?act=promote", "Ask an owner.", false)]
    [InlineData("", null, false)]
    public async Task An_address_opens_it_for_who_may(string query, string? why, bool opens)
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);

        await OpenAsync<PromoteButton>(Scientist, Urls.Version("fraud", 1) + query,
            page => page.Add(p => p.Model, "fraud").Add(p => p.Version, 1).Add(p => p.Why, why));

        Assert.Equal(opens, Dialogs.FindAll(".mud-dialog").Count == 1);
    }

    [Fact]
    public async Task Where_nobody_needs_to_approve_the_button_says_that_it_moves_now()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        await Registry.PolicyAsync("fraud", "staging", PolicyContent.Open);
        var page = await ShowAsync();

        await page.Find("button").ClickAsync();
        Answers("Nobody's approval is needed: it moves at once.");
        await DialogButton("Move to staging now").ClickAsync();

        Assert.Equal(1, (await Registry.Get<SlotResolution>().ResolveAsync("fraud", "staging", Scientist, default)).Version);
    }

    [Fact]
    public async Task It_warns_before_sending_when_too_few_can_approve()
    {
        await Registry.AGovernedModelAsync(Scientist, 2, null, 0.9);
        await Registry.PutAsync(Scientist, "fraud", "staging", 1);
        await Registry.PersonAsync("reviewer", Roles.Reviewer);
        var page = await ShowAsync();

        await page.Find("button").ClickAsync();

        Answers("2 approvals are needed, but only 1 person can approve.");
        Answers("scientist@example.test may not approve: ");
        Answers("An admin can invite a reviewer");
    }

    [Fact]
    public async Task Where_nobody_can_approve_an_admin_finds_the_invitation_and_may_say_that_they_work_alone()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        await Registry.AModelAsync(admin);
        await Registry.ASealedVersionAsync(admin);
        await Registry.PutAsync(admin, "fraud", "staging", 1);
        await Registry.Get<People>().EditAsync(Scientist.UserId!.Value, new UserEdit(Disabled: true), admin, default);
        var page = await OpenAsync<PromoteButton>(admin, "", page => page.Add(p => p.Model, "fraud").Add(p => p.Version, 1));

        await page.Find("button").ClickAsync();
        Answers("I work alone…");
        Assert.All(Dialogs.FindAll("a").Where(link => link.TextContent == "Invite a reviewer"), link => Assert.Equal(Urls.Invite, link.GetAttribute("href")));
        await Registry.Get<WorkAlone>().AcceptAsync(admin, default);

        Answers("Nobody's approval is needed"); // without opening the dialog again
    }

    [Fact]
    public async Task An_occupied_stage_can_be_emptied_by_a_request()
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        await Registry.PutAsync(Scientist, "fraud", "production", 1);
        var page = await OpenAsync<PromoteButton>(Scientist, "", page => page.Add(p => p.Model, "fraud").Add(p => p.Empties, true));

        await page.Find("button").ClickAsync();
        await DialogButton("Ask to empty production").ClickAsync();

        Assert.Null(Assert.Single((await Registry.Get<RequestQueries>().ListAsync(new(), Scientist, default)).Items).Version);
    }

    [Theory]
    [InlineData(new string[0], "staging")]
    [InlineData(new[] { "staging" }, "production")]
    [InlineData(new[] { "production" }, "staging")]
    [InlineData(new[] { "staging", "production" }, null)]
    public async Task The_next_stage_is_the_first_behind_the_furthest(string[] isIn, string? next)
    {
        await Registry.AGovernedModelAsync(Scientist, 1, null, 0.9);
        foreach (var slot in isIn)
        {
            await Registry.PutAsync(Scientist, "fraud", slot, 1);
        }

        var targets = PromotionTargets.Of(1, await Registry.Get<SlotQueries>().ListAsync("fraud", null, Scientist, default),
            await Registry.Get<SlotHistory>().TimelineAsync("fraud", null, null, Scientist, default));

        Assert.Equal(next, targets.Next);
    }

    private Task<IRenderedComponent<PromoteButton>> ShowAsync() =>
        OpenAsync<PromoteButton>(Scientist, "", page => page.Add(p => p.Model, "fraud").Add(p => p.Version, 1));

    private void Answers(string text) =>
        Dialogs.WaitForAssertion(() =>
        Assert.Contains(text, string.Join(' ', Dialogs.Nodes.Select(node => node.TextContent)), StringComparison.Ordinal), TimeSpan.FromSeconds(10));

    private IElement DialogButton(string text)
    {
        Dialogs.WaitForAssertion(() => Assert.Contains(Dialogs.FindAll("button"), button => button.TextContent.Trim() == text), TimeSpan.FromSeconds(10));
        return Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text);
    }
}

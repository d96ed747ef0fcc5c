using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>What the dialog offers: taking out, break-glass, rolling forward; and what it shows to whom.</summary>
public sealed class RollbackDialogChoiceTests : RollbackDialogTest
{
    [Fact]
    public async Task With_nothing_to_go_back_to_it_is_taken_out()
    {
        await OpenAsync(await OperatorAsync(), versions: 1);

        await CardButton("Take out of production").ClickAsync();
        Says("Take v1 out of Production of fraud", "Nothing was in production before v1.", "Production becomes empty");
        await TypeAsync(Reason);
        await PressAsync("Take out now");

        Says("Production is empty.");
        await Refused.ByAsync("slot_empty", () => Registry.Get<SlotResolution>().ResolveAsync("fraud", Stage.Production, Scientist, default));
    }

    [Fact]
    public async Task A_version_that_came_without_approval_asks_for_an_incident_and_only_for_that()
    {
        await OpenAsync(await Registry.PersonAsync("night", Roles.Operator, Roles.Emergency), versions: 3, first: MoveKind.Open);
        await CardButton("Roll back to v2").ClickAsync();
        Says("It came without approval while production was open.");
        Assert.DoesNotContain("Incident", Text(), StringComparison.Ordinal);

        await ChooseAsync(1);
        Says("Production: v3 → v1", "going back to it is break-glass");
        await TypeAsync(Reason);
        await PressAsync("Roll back now");
        Says("Name the incident.");
        await Dialogs.InvokeAsync(() => Dialogs.Find("input[placeholder=INC-1234]").InputAsync("INC-7"));
        await PressAsync("Roll back now");

        Says("Production is back on v1.");
    }

    [Fact]
    public async Task Without_the_emergency_role_such_a_version_cannot_be_chosen_and_says_why()
    {
        await OpenAsync(await OperatorAsync(), versions: 3, first: MoveKind.Open);

        await CardButton("Roll back to v2").ClickAsync();

        Says("It came without approval, so going back to it is break-glass.", "the Emergency role");
        Assert.True(Dialogs.FindAll("input[type=radio]")[1].HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_reviewer_who_had_no_hand_in_it_rolls_forward_and_so_releases()
    {
        await OpenAsync(await Registry.PersonAsync("reviewer", Roles.Reviewer), versions: 2);
        await CardButton("Roll back to v1").ClickAsync();
        Says("Every SHA-256 was recomputed");
        await TypeAsync(Reason);
        await PressAsync("Roll back now");
        Says("Production is back on v1.");

        await PressAsync("Roll forward to v2…");
        Says("Roll Production of fraud forward from v1", "The quarantine that the rollback set on v2 is released");
        Assert.False(Dialogs.Find("input[type=checkbox]").HasAttribute("checked"));
        await TypeAsync("It was the load balancer");
        await PressAsync("Roll forward now");

        Says("Production is forward on v2.");
        Assert.Equal(2, await OccupantAsync());
        Assert.Empty((await Registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), Scientist, default)).Items);
    }

    [Fact]
    public async Task Of_the_same_bytes_nothing_is_quarantined_and_it_says_why()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.PolicyAsync("fraud", Stage.Production, new PolicyContent());
        await Registry.ASealedVersionAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);
        await PutAsync(1);
        await PutAsync(2);
        Page = await OpenAsync<ModelPage>(await OperatorAsync(), Urls.Model("fraud"), page => page.Add(p => p.Name, "fraud"));

        await CardButton("Take out of production").ClickAsync(); // such a version is never proposed
        Says("It has the same files as v2");
        await ChooseAsync(0);

        Says("v1 has the same files as v2: a quarantine would hold both.");
        Assert.True(Dialogs.Find("input[type=checkbox]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Who_may_not_sees_the_button_and_who_may()
    {
        await OpenAsync(await Registry.PersonAsync("viewer", Roles.Viewer), versions: 2);

        Assert.Equal("true", CardButton("Roll back to v1").GetAttribute("aria-disabled"));
        Assert.Contains("or Operator role", Page.Find(".rollback-buttons .why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_shows_the_light_and_that_the_bytes_are_quarantined()
    {
        await OpenAsync(await OperatorAsync(), versions: 2);
        Assert.NotEqual("", Page.Find(".slot-card[aria-label=production] .light .mut").TextContent.Trim()); // since when

        await Registry.Get<QuarantineWorkflow>().SetAsync("fraud", "2", Reason, Scientist, default);

        Page.WaitForAssertion(() => Assert.Contains("quarantined", Page.Find(".slot-card[aria-label=production] .big").TextContent, StringComparison.Ordinal),
            TimeSpan.FromSeconds(10));
    }
}

using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>The dialog from the slot card on: what it says before, while and after a slot goes back, and what it keeps when it does not.</summary>
public sealed class RollbackDialogTests : RollbackDialogTest
{
    [Fact]
    public async Task An_address_opens_it()
    {
        await OpenAsync(await OperatorAsync(), 2);
        Assert.Empty(Dialogs.FindAll(".mud-dialog"));

        Services.GetRequiredService<NavigationManager>().NavigateTo(Urls.BeginRollback("fraud", "production"));

        Dialogs.WaitForAssertion(
            () => Assert.Contains("of fraud", Dialogs.Find(".mud-dialog").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Two_clicks_and_a_reason_bring_the_last_good_version_back()
    {
        await OpenAsync(await OperatorAsync(), versions: 3);

        await CardButton("Roll back to v2").ClickAsync();
        Says("Go back to", "proposed", "Production: v3 → v2", "staging stays on v3", "Every SHA-256 was recomputed and is right: 1 file.", "Quarantine v3");
        await TypeAsync(Reason);
        await PressAsync("Roll back now");

        Says("Production is back on v2.", "proven", "read and compared in", "The bytes of v3 enter no stage", "Post-review #");
        Assert.Equal(2, await OccupantAsync());
        var quarantine = Assert.Single((await Registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), Scientist, default)).Items);
        Assert.Equal((3, Reason), (quarantine.Version, quarantine.Reason));
        Assert.Equal("true", DialogButton("Roll forward to v3…").GetAttribute("aria-disabled"));
        Says("takes a reviewer who had no hand in it");
    }

    [Fact]
    public async Task Without_a_reason_nothing_happens_but_a_word_beside_the_field()
    {
        await OpenAsync(await OperatorAsync(), versions: 2);
        await CardButton("Roll back to v1").ClickAsync();

        await PressAsync("Roll back now");

        Says("Say why: it is recorded.");
        Assert.Equal(2, await OccupantAsync());
    }

    [Fact]
    public async Task Presets_make_a_reason_and_a_second_one_is_added()
    {
        await OpenAsync(await OperatorAsync(), versions: 2);
        await CardButton("Roll back to v1").ClickAsync();

        await PressAsync("Latency too high");
        await PressAsync("Wrong predictions");
        Says("Every SHA-256 was recomputed");
        await PressAsync("Roll back now");

        Says("Production is back on v1.");
        Assert.Equal("Latency too high; Wrong predictions",
            (await Registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), Scientist, default)).Items[0].Reason);
    }

    [Fact]
    public async Task The_quarantine_can_be_unticked()
    {
        await OpenAsync(await OperatorAsync(), versions: 2);
        await CardButton("Roll back to v1").ClickAsync();
        Says("Every SHA-256 was recomputed");
        await TypeAsync(Reason);

        await Dialogs.InvokeAsync(() => Dialogs.Find("input[type=checkbox]").ChangeAsync(false));
        await PressAsync("Roll back now");

        Says("Production is back on v1.");
        Assert.Empty((await Registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), Scientist, default)).Items);
    }

    [Fact]
    public async Task A_changed_file_is_named_before_anything_is_pressed_and_the_next_candidate_is_one_click_away()
    {
        await OpenAsync(await OperatorAsync(), versions: 3);
        await DamageAsync(2);

        await CardButton("Roll back to v2").ClickAsync();
        Says("model/model.pkl", "Nothing would move: v2 is not what was approved.");
        Assert.Equal("true", DialogButton("Roll back now").GetAttribute("aria-disabled"));
        await TypeAsync(Reason);
        await PressAsync("Go back to v1 instead");
        Says("Production: v3 → v1");
        await PressAsync("Roll back now");

        Says("Production is back on v1.");
        Assert.Equal(1, await OccupantAsync());
    }

    [Fact]
    public async Task A_file_that_changes_under_the_open_dialog_moves_nothing_and_what_was_typed_stays()
    {
        await OpenAsync(await OperatorAsync(), versions: 3);
        await CardButton("Roll back to v2").ClickAsync();
        Says("Every SHA-256 was recomputed");
        await TypeAsync(Reason);
        await DamageAsync(2);

        await PressAsync("Roll back now");

        Says("v2 is not what was approved, so nothing was moved. model/model.pkl", "The next candidate is v1.", "Production: v3 → v1");
        Assert.Equal(3, await OccupantAsync());
        await PressAsync("Roll back now"); // the reason is still there
        Says("Production is back on v1.");
    }

    [Fact]
    public async Task Another_occupant_meanwhile_moves_nothing_and_is_shown()
    {
        await OpenAsync(await OperatorAsync(), versions: 3);
        await CardButton("Roll back to v2").ClickAsync();
        Says("Every SHA-256 was recomputed");
        await TypeAsync(Reason);
        await PutAsync(1);

        await PressAsync("Roll back now");

        Says("v1 is in production of 'fraud' now, not v3. Nothing was moved", "Production: v1 → v2");
        Assert.Equal(1, await OccupantAsync());
        await PressAsync("Roll back now");
        Says("Production is back on v2.");
    }

    [Fact]
    public async Task A_role_lost_under_the_open_dialog_is_said_and_the_reason_stays()
    {
        var operators = await OperatorAsync();
        await OpenAsync(operators, versions: 2);
        await CardButton("Roll back to v1").ClickAsync();
        Says("Every SHA-256 was recomputed");
        await TypeAsync(Reason);
        await Registry.Get<People>().SetRolesAsync(operators.UserId!.Value, [Roles.Viewer], Actor.System, default);

        await PressAsync("Roll back now");

        Says("Only people with the Reviewer or Operator role and the model's owner may do this.");
        Assert.Equal(Reason, Dialogs.Find("textarea").GetAttribute("value"));
        Assert.Equal(2, await OccupantAsync());
    }
}

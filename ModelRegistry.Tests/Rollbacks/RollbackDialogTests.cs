using AngleSharp.Dom;
using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Models;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>The dialog from the slot card on: what it says before, while and after a slot goes back, and what it keeps when it does not.</summary>
public sealed class RollbackDialogTests : PageTest
{
    private const string Reason = "Error rate rose since noon";

    private IRenderedComponent<ModelPage> _page = null!;

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

        Says("You may not do this. Allowed: the Reviewer role, the Operator role, the model's owner.");
        Assert.Equal(Reason, Dialogs.Find("textarea").GetAttribute("value"));
        Assert.Equal(2, await OccupantAsync());
    }

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
        _page = await OpenAsync<ModelPage>(await OperatorAsync(), Urls.Model("fraud"), page => page.Add(p => p.Name, "fraud"));

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
        Assert.Contains("the Operator role", _page.Find(".rollback-buttons .why").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_shows_the_light_and_that_the_bytes_are_quarantined()
    {
        await OpenAsync(await OperatorAsync(), versions: 2);
        Assert.Contains("since", _page.Find(".slot-card[aria-label=production] .readiness").TextContent, StringComparison.Ordinal);

        await Registry.Get<QuarantineWorkflow>().SetAsync("fraud", "2", Reason, Scientist, default);

        _page.WaitForAssertion(() => Assert.Contains("quarantined", _page.Find(".slot-card[aria-label=production] .big").TextContent, StringComparison.Ordinal),
            TimeSpan.FromSeconds(10));
    }

    /// <summary>The cards of a model whose versions went through production one after the other; the last is in staging too.</summary>
    private async Task OpenAsync(Actor viewer, int versions, MoveKind first = MoveKind.Promotion)
    {
        await Registry.AModelAsync(Scientist);
        await Registry.PolicyAsync("fraud", Stage.Production, new PolicyContent());
        for (var number = 1; number <= versions; number++)
        {
            await Registry.ASealedVersionAsync(Scientist, content: $"weights {number}");
            await PutAsync(number, number == 1 ? first : MoveKind.Promotion);
        }

        await Registry.PutAsync(Scientist, "fraud", Stage.Staging, versions);
        _page = await OpenAsync<ModelPage>(viewer, Urls.Model("fraud"), page => page.Add(p => p.Name, "fraud"));
    }

    private Task<Actor> OperatorAsync() => Registry.PersonAsync("on.call", Roles.Operator);

    private async Task PutAsync(int version, MoveKind via = MoveKind.Promotion)
    {
        Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await Registry.PutAsync(Actor.System, "fraud", Stage.Production, version, via);
    }

    private async Task DamageAsync(int version)
    {
        var file = (await Registry.Get<VersionArtifacts>().ListAsync("fraud", version.Text(), Scientist, default))[0];
        await File.WriteAllTextAsync(Path.Combine(Registry.Settings.ArtifactDirectory, "sha256", file.Sha256[..2], file.Sha256[2..4], file.Sha256),
            new string('x', (int)file.Size));
    }

    private async Task<int?> OccupantAsync() =>
        (await Registry.Get<SlotQueries>().ListAsync("fraud", null, Scientist, default)).Single(slot => slot.Slot == Stage.Production).Version;

    // Found and used in one turn of the renderer: the checks draw the dialog anew while they tick.
    private Task TypeAsync(string reason) => Dialogs.InvokeAsync(() => Dialogs.Find("textarea").InputAsync(reason));

    private Task PressAsync(string text)
    {
        DialogButton(text);
        return Dialogs.InvokeAsync(() => Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text).ClickAsync());
    }

    private Task ChooseAsync(int place) => Dialogs.InvokeAsync(() => Dialogs.FindAll("input[type=radio]")[place].ClickAsync());

    private string Text() => string.Join(' ', string.Join(' ', Dialogs.Nodes.Select(node => node.TextContent))
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Says(params string[] texts) =>
        Dialogs.WaitForAssertion(() => Assert.All(texts, text => Assert.Contains(text, Text(), StringComparison.Ordinal)), TimeSpan.FromSeconds(20));

    private IElement CardButton(string text)
    {
        IEnumerable<IElement> Found() => _page.FindAll(".slot-card[aria-label=production] button").Where(button => button.TextContent.Trim() == text);
        _page.WaitForAssertion(() => Assert.Single(Found()), TimeSpan.FromSeconds(20));
        return Found().Single();
    }

    private IElement DialogButton(string text)
    {
        IEnumerable<IElement> Found() => Dialogs.FindAll("button").Where(button => button.TextContent.Trim() == text);
        Dialogs.WaitForAssertion(() => Assert.Single(Found()), TimeSpan.FromSeconds(20));
        return Found().Single();
    }
}

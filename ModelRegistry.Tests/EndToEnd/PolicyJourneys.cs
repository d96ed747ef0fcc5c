using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class PolicyJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task An_admin_lowers_a_policy_with_a_preview_and_the_reviewers_bell_tells_it()
    {
        await using var own = await OwnRegistry.StartAsync();
        var admin = await own.App.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        var reviewer = await own.App.PersonAsync("reviewer", Roles.Reviewer);
        await own.App.AModelAsync(admin, "digits");
        foreach (var accuracy in new[] { 0.93, 0.97 })
        {
            await own.App.ASealedVersionAsync(admin, "digits", new(Metrics: [new("accuracy", accuracy)]), $"{accuracy}");
        }

        await Browser.VisitAsync("policy-reviewer", reviewing => Browser.VisitAsync("policy-admin", async administering =>
        {
            var bell = (await reviewing.OpenAsync("models")).GetByRole(AriaRole.Button, new() { NameRegex = new("^Notifications") });
            await Expect(bell).ToHaveAccessibleNameAsync("Notifications");
            var editor = await PolicyEditorPage.OpenAsync(administering, "production");
            await Expect(editor.Heading).ToHaveTextAsync("Policy of production");

            await editor.AddAsync("A metric has a value");
            var gate = editor.Gate("A metric has a value");
            await gate.GetByLabel("Metric", new() { Exact = true }).FillAsync("accuracy");
            await editor.JudgeAsync();
            await Expect(gate).ToContainTextAsync("must be a finite number");
            await gate.GetByLabel("Value").FillAsync("0.95");
            await gate.GetByLabel("Value").PressAsync("Tab");
            await Expect(gate.GetByLabel("Value")).ToHaveValueAsync("0.95");
            await editor.SetApprovalsAsync(0);
            await editor.JudgeAsync();
            await Expect(editor.Preview).ToContainTextAsync("accuracy ≥ 0.95");
            await Expect(editor.Preview).ToContainTextAsync("Pass");
            await Expect(editor.Preview).ToContainTextAsync("Fail");
            await editor.PublishAsync();
            await Expect(editor.PublishDialog).ToContainTextAsync("1 → 0 approvals");
            await Expect(editor.PublishDialog).ToContainTextAsync("reviewers and auditors will be told");
            await editor.ConfirmAsync();
            await Expect(editor.Message).ToContainTextAsync("The policy is published.");

            await Expect(bell).ToHaveAccessibleNameAsync("Notifications, 1 unread");
            await bell.ClickAsync();
            await Expect(bell.Page.GetByRole(AriaRole.Menu)).ToContainTextAsync("lowered the policy of production for all models: 1 → 0 approvals");
            await bell.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Mark all as read" }).ClickAsync();
            await Expect(bell).ToHaveAccessibleNameAsync("Notifications");
        }, admin, own.App), reviewer, own.App);
    }
}

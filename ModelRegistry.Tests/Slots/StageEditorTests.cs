using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Components.Pages.Slots;

namespace ModelRegistry.Tests.Slots;

public sealed class StageEditorTests : PageTest
{
    [Fact]
    public async Task A_stage_is_added_put_in_its_place_and_saved()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        var page = await OpenAsync<StageEditor>(admin, "/admin/stages");

        page.WaitForElement(".stage-add input").Change("shadow");
        await page.Find(".stage-add").SubmitAsync();
        await page.Find("[aria-label='Move shadow up']").ClickAsync(new());
        await Button(page, "Save").ClickAsync(new());

        Assert.Equal(["staging", "shadow", "production"], (await Registry.Get<StageWorkflow>().GetAsync(null, admin, default)).Stages);
    }

    [Fact]
    public async Task An_occupied_stage_stays_and_the_page_says_why()
    {
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);
        await Registry.PutAsync(Scientist, "fraud", "staging", 1);
        var page = await OpenAsync<StageEditor>(admin, "/admin/stages");

        await page.WaitForElement("[aria-label='Remove staging']").ClickAsync(new());
        await Button(page, "Save").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Contains("still has a version", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(["staging", "production"], (await Registry.Get<StageWorkflow>().GetAsync(null, admin, default)).Stages);
    }

    [Fact]
    public async Task Who_may_not_set_them_reads_them_and_the_reason()
    {
        var page = await OpenAsync<StageEditor>(Scientist, "/models/fraud", parameters => parameters.Add(editor => editor.Refusal, "Allowed: the Admin role."));

        Says(page, "staging");
        Says(page, "Allowed: the Admin role.");
        Assert.Empty(page.FindAll("button"));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<StageEditor> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}

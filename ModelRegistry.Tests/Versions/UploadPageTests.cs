using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Versions;

public sealed class UploadPageTests : PageTest
{
    [Fact]
    public async Task Without_a_file_nothing_is_registered_and_the_button_says_why()
    {
        await Registry.AModelAsync(Scientist);
        var page = await ShowAsync(Scientist);
        Says(page, "Choose at least one file first.");

        await page.Find("form").SubmitAsync();

        Assert.Empty((await Registry.Get<VersionQueries>().ListAsync("fraud", null, null, Scientist, default)).Items);
    }

    [Fact]
    public async Task Whoever_may_not_register_versions_reads_who_may()
    {
        await Registry.AModelAsync(Scientist);
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await ShowAsync(viewer);

        Says(page, "people with the DataScientist role and the model's owner may do this.");
        Assert.All(page.FindAll("input[type=file]"), input => Assert.True(input.HasAttribute("disabled")));
    }

    [Fact]
    public async Task A_model_that_is_not_there_says_so()
    {
        var page = await ShowAsync(Scientist);

        Says(page, "There is no model 'fraud' here");
    }

    private Task<IRenderedComponent<UploadVersion>> ShowAsync(Actor viewer) =>
        OpenAsync<UploadVersion>(viewer, Urls.UploadVersion("fraud"), page => page.Add(p => p.Name, "fraud"));
}

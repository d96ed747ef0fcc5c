using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Grants;
using ModelRegistry.Web.Components.Pages.StandIns;

namespace ModelRegistry.Tests.StandIns;

/// <summary>One's own stand-in, and those of a person in the admin area.</summary>
public sealed class StandInPagesTests : PageTest
{
    [Fact]
    public async Task One_names_a_stand_in_by_days_and_ends_it_again()
    {
        var (away, other) = await PairAsync();
        var page = await OpenAsync<StandInPage>(away, Urls.StandIn);
        Says(page, "Nobody stands in for you, and you stand in for nobody.");

        await NameAsync(page, other.Name, "2126-03-14");

        page.WaitForAssertion(() => Assert.Contains(other.Name, page.Find("tbody").TextContent, StringComparison.Ordinal));
        var named = await Registry.Get<StandInQueries>().GetAsync(away, default);
        Assert.Equal((other.Name, new DateTimeOffset(2126, 3, 15, 0, 0, 0, default)), (named.Person, named.Until));
        await page.Find($"[aria-label='End that {other.Name} stands in for {away.Name}']").ClickAsync();
        Says(page, "Nobody stands in for you, and you stand in for nobody.");
    }

    [Theory]
    [InlineData("", "2126-03-14", "Reviewer", "Who? Begin to type a name.")]
    [InlineData("scientist@example.test", "2126-03-14", "Reviewer", "has no Reviewer role")]
    [InlineData("other@example.test", "", "Last day", "Say which day is the last.")]
    [InlineData("other@example.test", "2020-01-01", "Last day", "until must lie in the future.")]
    public async Task What_is_wrong_is_said_at_its_field(string person, string lastDay, string field, string says)
    {
        var page = await OpenAsync<StandInPage>((await PairAsync()).Away, Urls.StandIn);

        await NameAsync(page, person, lastDay);

        page.WaitForAssertion(() => Assert.Contains(says, Field(page, field).Closest(".mud-input-control")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_no_reviewer_reads_why_they_name_nobody()
    {
        var page = await OpenAsync<StandInPage>(Scientist, Urls.StandIn);

        page.WaitForAssertion(() => Assert.Contains("Only people with the Reviewer role", page.Find(".why").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_admin_reads_who_stands_in_for_somebody_and_ends_it()
    {
        var (away, other) = await PairAsync();
        var admin = await Registry.PersonAsync("admin", Roles.Admin);
        await Registry.Get<StandInWorkflow>().NameAsync(new NewStandIn(other.Name, Registry.Clock.GetUtcNow().AddDays(1)), away, default);
        var page = await OpenAsync<PersonAccessPage>(admin, Urls.AdminUser(other.Name), route => route.Add(p => p.Address, other.Name));

        await page.WaitForElement($"[aria-label='End that {other.Name} stands in for {away.Name}']").ClickAsync();

        Says(page, "Nobody stands in for them, and they stand in for nobody.");
        await Refused.ByAsync("stand_in_not_found", () => Registry.Get<StandInQueries>().GetAsync(away, default));
    }

    private async Task<(Actor Away, Actor Other)> PairAsync() =>
        (await Registry.PersonAsync("away", Roles.Reviewer), await Registry.PersonAsync("other", Roles.Reviewer));

    private static async Task NameAsync(IRenderedComponent<StandInPage> page, string person, string lastDay)
    {
        page.WaitForElement("form");
        await Field(page, "Reviewer").InputAsync(person);
        Field(page, "Last day").Change(lastDay);
        await page.Find("form").SubmitAsync();
    }
}

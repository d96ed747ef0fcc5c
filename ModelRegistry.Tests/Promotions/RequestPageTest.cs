using AngleSharp.Dom;
using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Tests.Promotions;

/// <summary>The page of a request about the model "fraud".</summary>
public abstract class RequestPageTest : PageTest
{
    protected static IElement Button(IRenderedComponent<RequestPage> page, string text)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), button => button.TextContent.Trim() == text), TimeSpan.FromSeconds(10));
        return page.FindAll("button").First(button => button.TextContent.Trim() == text);
    }

    protected IElement DialogButton(string text) => Dialogs.FindAll("button").Single(button => button.TextContent.Trim() == text);

    protected Task<Actor> ReviewerAsync() => Registry.PersonAsync("reviewer", Roles.Reviewer);

    protected Task LogAsync(double accuracy) =>
        Registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "1", [new("accuracy", accuracy, Dataset: new("cards", "d1"))], Scientist, default);

    protected async Task<IRenderedComponent<RequestPage>> ShowAsync(Actor viewer, long number)
    {
        var page = await OpenAsync<RequestPage>(viewer, Urls.Request(number), page => page.Add(p => p.Number, number));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-busy=true]")), TimeSpan.FromSeconds(10));
        return page;
    }
}

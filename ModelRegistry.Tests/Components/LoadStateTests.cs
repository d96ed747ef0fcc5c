using Bunit;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Tests.Components;

public sealed class LoadStateTests : ComponentTest
{
    [Fact]
    public void A_value_that_is_not_there_yet_shows_a_skeleton()
    {
        var state = Show(null);

        Assert.NotNull(state.Find("[aria-busy=true]"));
        Assert.DoesNotContain("loaded:", state.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_shows_why_it_is_empty()
    {
        Assert.Equal("nothing here", Show([]).Markup.Trim());
    }

    [Fact]
    public void A_list_with_items_is_shown()
    {
        Assert.Equal("loaded: 2", Show(["a", "b"]).Markup.Trim());
    }

    [Fact]
    public void A_failure_says_what_failed_and_lets_people_try_again()
    {
        var retried = 0;
        var state = Show(null, "The list could not be loaded.", () => retried++);

        state.Find("[role=alert] button").Click();

        Assert.Contains("The list could not be loaded.", state.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(state.FindAll("[aria-busy]"));
        Assert.Equal(1, retried);
    }

    [Fact]
    public void What_was_loaded_before_stays_when_loading_again_fails()
    {
        var state = Show(["a"], "The list could not be loaded.");

        Assert.Contains("could not be loaded", state.Markup, StringComparison.Ordinal);
        Assert.Contains("loaded: 1", state.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<LoadState<string[]>> Show(string[]? value, string? failure = null, Action? retry = null) =>
        Render<LoadState<string[]>>(parameters => parameters
            .Add(s => s.Value, value)
            .Add(s => s.Failure, failure)
            .Add(s => s.OnRetry, retry ?? (() => { }))
            .Add(s => s.Empty, "nothing here")
            .Add(s => s.ChildContent, items => $"loaded: {items.Length}"));
}

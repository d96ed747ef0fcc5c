using ModelRegistry.Core.Views;
using ModelRegistry.Web.Components.Pages.Views;

namespace ModelRegistry.Tests.Views;

/// <summary>What of a list's address a view keeps, and where it leads.</summary>
public sealed class ViewAddressTests
{
    [Theory]
    [InlineData("http://localhost/models", "")]
    [InlineData("http://localhost/models/fraud?tab=versions&v=1,2&metric=auc&order=number", "order=number")]
    [InlineData("http://localhost/models?columns=owner&q=a%20b&order=&tab=x", "q=a%20b&columns=owner")]
    [InlineData("http://localhost/models/fraud?archived=true&q=%26%23", "q=%26%23&archived=true")]
    public void Of_an_address_it_keeps_what_the_list_shows(string address, string query) => Assert.Equal(query, ViewAddress.QueryOf(address));

    [Theory]
    [InlineData("", null, "models")]
    [InlineData("q=a%20b&order=name", null, "models?q=a%20b&order=name")]
    [InlineData("", "fr aud", "models/fr%20aud?tab=versions")]
    [InlineData("order=number&q=x", "fraud", "models/fraud?tab=versions&q=x&order=number")]
    [InlineData("q=x&tab=settings&evil=1#there", "fraud", "models/fraud?tab=versions&q=x")]
    [InlineData("metrics.auc >= 0.9 and tags.a = 'b&c'", "fraud", "models/fraud?tab=versions&q=metrics.auc%20%3E%3D%200.9%20and%20tags.a%20%3D%20%27b%26c%27")]
    public void It_leads_to_the_list_and_nowhere_else(string query, string? model, string address) => Assert.Equal(address,
        ViewAddress.Of(new ViewOfList(default, "A view", model is null ? "models" : "versions", model, query, false, false, "", false, false, default)));
}

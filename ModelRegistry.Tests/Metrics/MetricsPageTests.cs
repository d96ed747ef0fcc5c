using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Admin;
using ModelRegistry.Web.Components.Pages.Home;

namespace ModelRegistry.Tests.Metrics;

public sealed class MetricsPageTests : PageTest
{
    [Fact]
    public async Task The_page_answers_how_many_metrics_nobody_defined()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist, version: new NewVersion(Metrics: [new("tox", 1)]));

        var page = await OpenAsync<MetricsPage>(await AdminAsync(), Urls.AdminMetrics);

        Says(page, "One metric among the newest values has no definition");
        Assert.Contains("tox", page.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal("Metrics", page.Find("nav.tabs a[aria-current=page]").TextContent);
    }

    [Fact]
    public async Task What_another_admin_defines_appears_first_with_its_name()
    {
        var admin = await AdminAsync();
        var page = await OpenAsync<MetricsPage>(admin, Urls.AdminMetrics);
        Says(page, "accuracy");

        await Registry.Get<MetricDefinitionWorkflow>().DefineAsync(new MetricDefinition("latency_ms", false, "ms", "0.000"), admin, default);

        page.WaitForAssertion(() =>
        {
            var first = page.FindAll("tbody tr")[0].TextContent;
            Assert.Contains("latency_ms", first, StringComparison.Ordinal);
            Assert.Contains("0.970 ms or 1234.568 ms", first, StringComparison.Ordinal);
            Assert.Contains($"by {admin.Name}", first, StringComparison.Ordinal);
        }, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Whoever_is_no_admin_reads_who_may()
    {
        var page = await OpenAsync<MetricsPage>(Scientist, Urls.AdminMetrics);

        Says(page, "people with the Admin role");
    }

    [Fact]
    public void Numbers_are_shown_by_the_definition_of_now()
    {
        var definitions = MetricDefinitions.With([new MetricDefinition("accuracy", true, "", "0.0 %")]);
        var model = new ModelView("fraud", "", "ann@example.test", new Dictionary<string, string>(), false, "accuracy", 2, new Dictionary<string, int>(), Now,
            "ann@example.test", Now);

        var card = Render<ModelCard>(parameters =>
            parameters.AddCascadingValue(definitions).Add(card => card.Model, model)
            .Add(card => card.Points, [new SparkPoint(1, 0.9), new SparkPoint(2, 0.97)]));

        Assert.Equal("97.0 %", card.Find(".num").TextContent.Trim());
    }

    [Theory]
    [InlineData("0.00 %", "97.05 %")]
    [InlineData("0", "0.97 or 1235")]
    public void A_format_is_offered_with_an_example(string format, string example) => Assert.Equal(example, MetricWords.Shown(format, ""));

    private Task<Actor> AdminAsync() => Registry.PersonAsync("admin", Roles.Admin);
}

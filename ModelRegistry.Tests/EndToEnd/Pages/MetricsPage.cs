using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.EndToEnd.Pages;

public sealed class MetricsPage(IPage tab) : AppPage(tab)
{
    public static async Task<MetricsPage> OpenAsync(Visitor visitor) => new(await visitor.OpenAsync(Urls.AdminMetrics));

    public ILocator Row(string metric) => Tab.GetByRole(AriaRole.Row).Filter(new() { HasText = metric });

    /// <summary>Opens the dialog of a metric that nobody defined yet.</summary>
    public async Task<MetricsPage> BeginDefiningAsync(string metric)
    {
        await Tab.GetByRole(AriaRole.Button, new() { Name = $"Actions for {metric}" }).ClickAsync();
        await Tab.GetByRole(AriaRole.Menuitem, new() { Name = "Define" }).ClickAsync();
        await Dialog.WaitForAsync();
        await DialogFocus.WaitAsync(Tab);
        return this;
    }

    public async Task<MetricsPage> DefineAsync(string metric, string unit)
    {
        await BeginDefiningAsync(metric);
        await Dialog.GetByLabel("Unit (optional)").FillAsync(unit);
        await Button("Save").ClickAsync();
        return this;
    }
}

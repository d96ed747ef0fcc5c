using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components;
using ModelRegistry.Web.Components.Layout;
using ModelRegistry.Web.Components.Pages.Audit;
using ModelRegistry.Web.Components.Pages.Home;
using ModelRegistry.Web.Components.Pages.Models;
using ModelRegistry.Web.Components.Pages.Policies;
using ModelRegistry.Web.Components.Pages.Promotions;
using ModelRegistry.Web.Components.Pages.Versions;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Components;

/// <summary>How many statements an open tab may send, the frame around the page included: one row each.</summary>
public sealed class PageBudgetTests(ITestOutputHelper output) : PageTest
{
    private const int SignIn = 5;

    private int _moveAlone;

    [Fact]
    public async Task A_model_page_is_opened()
    {
        await TwoModelsAsync();

        await Budget(25, () => OpenModelAsync());
    }

    [Fact]
    public async Task Home_is_opened()
    {
        await TwoModelsAsync();

        await Budget(15, () => OpenHomeAsync());
    }

    [Fact]
    public async Task The_list_of_models_is_opened()
    {
        await TwoModelsAsync();

        await Budget(8, () => OpenListAsync());
    }

    [Theory]
    [InlineData(typeof(HomePage), "")]
    [InlineData(typeof(ModelList), "models")]
    [InlineData(typeof(ModelPage), "models/fraud")]
    [InlineData(typeof(VersionPage), "models/fraud/versions/1")]
    [InlineData(typeof(ReviewsPage), "reviews")]
    [InlineData(typeof(ActivityPage), "activity")]
    public async Task The_first_html_shows_the_page_as_it_waits_and_reads_nothing(Type type, string address)
    {
        await TwoModelsAsync();
        IRenderedComponent<Frame> page = null!;
        (string, object)[] route = type == typeof(ModelPage) ? [("Name", "fraud")]
            : type == typeof(VersionPage) ? [("Name", "fraud"), ("Selector", "1")] : [];

        await Budget(0, async () => page = await OpenAsync<Frame>(
            Scientist, address, frame => frame.Add(f => f.ChildContent, Page(type, route)), interactive: false));

        Assert.NotEmpty(page.FindAll(".loading"));
        Assert.Empty(page.FindAll("tbody .row-link, [role=alert]"));
    }

    [Fact]
    public async Task An_alias_moves_on_an_open_model_page()
    {
        await TwoModelsAsync();
        var page = await OpenModelAsync();

        await MoveBudget(6, "fraud");

        page.WaitForAssertion(() => Assert.Contains("v1", page.Find(".alias-list").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model", 0)]
    [InlineData("models", 0)]
    [InlineData("home", 3)]
    [InlineData("activity", 3)]
    public async Task An_alias_moves_on_another_model(string page, int most)
    {
        await TwoModelsAsync();
        _ = page switch
        {
            "model" => await OpenModelAsync(),
            "models" => await OpenListAsync(),
            "activity" => await OpenActivityAsync(),
            _ => await OpenHomeAsync(),
        };

        await MoveBudget(most, "other");
    }

    private async Task<IRenderedComponent<Frame>> OpenModelAsync()
    {
        var page = await OpenAsync<Frame>(Scientist, Urls.Model("fraud"), frame => frame.Add(f => f.ChildContent, Page<ModelPage>(("Name", "fraud"))));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody .row-link")));
        return page;
    }

    private async Task<IRenderedComponent<Frame>> OpenHomeAsync()
    {
        var page = await OpenAsync<Frame>(Scientist, Urls.Home, frame => frame.Add(f => f.ChildContent, Page<HomePage>()));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".model-card")));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody .row-link")));
        return page;
    }

    private async Task<IRenderedComponent<Frame>> OpenListAsync()
    {
        var page = await OpenAsync<Frame>(Scientist, Urls.Models, frame => frame.Add(f => f.ChildContent, Page<ModelList>()));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody .row-link")));
        return page;
    }

    private async Task<IRenderedComponent<Frame>> OpenActivityAsync()
    {
        var page = await OpenAsync<Frame>(Scientist, Urls.Activity, frame => frame.Add(f => f.ChildContent, Page<ActivityPage>()));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".activity li")));
        return page;
    }

    /// <summary>Two models with two versions each, the first of them in production and in an alias.</summary>
    private async Task TwoModelsAsync()
    {
        foreach (var model in new[] { "fraud", "other" })
        {
            await Registry.AModelAsync(Scientist, model);
            await Registry.ASealedVersionAsync(Scientist, model, new NewVersion(Metrics: [new("accuracy", 0.9)]), content: $"{model} one");
            await Registry.ASealedVersionAsync(Scientist, model, new NewVersion(Metrics: [new("accuracy", 0.95)]), content: $"{model} two");
            await Registry.PutAsync(Scientist, model, Stage.Production, 1);
            await MoveAsync(model, 1);
            _moveAlone = (await Registry.Statements.DuringAsync(() => MoveAsync(model, 2))).Count;
        }
    }

    private static RenderFragment Page<T>(params (string Name, object Value)[] parameters)
        where T : IComponent => Page(typeof(T), parameters);

    private static RenderFragment Page(Type type, (string Name, object Value)[] parameters) => builder =>
    {
        builder.OpenComponent(0, type);
        foreach (var (name, value) in parameters)
        {
            builder.AddComponentParameter(1, name, value);
        }

        builder.CloseComponent();
    };

    /// <summary>What the page sends beside the move itself, whose statements are those that it takes while nobody looks.</summary>
    private async Task MoveBudget(int most, string model)
    {
        await Budget(most + _moveAlone, async () =>
        {
            await MoveAsync(model, 1);
            await Services.GetRequiredService<CircuitChanges>().Telling;
        });
    }

    private Task MoveAsync(string model, int version) => Registry.Get<AliasWorkflow>().SetAsync(model, "champion", version.Text(), Scientist, default);

    private async Task Budget(int most, Func<Task> use)
    {
        var sent = await Registry.Statements.DuringAsync(use);
        output.WriteLine(string.Join("\n\n", sent.Select((text, index) => $"{index + 1}. {text}")));
        // Signing in is a change of its own, with its audit event.
        var counted = sent.Count - (sent.Any(text => text.StartsWith("INSERT INTO \"UserSessions\"", StringComparison.Ordinal)) ? SignIn : 0);
        Assert.True(counted <= most, $"{counted} statements, {most} are allowed.");
    }

    /// <summary>What is around every page and reads by itself.</summary>
    private sealed class Frame : ComponentBase
    {
        [Parameter]
        public RenderFragment? ChildContent { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<LiveNavMenu>(0);
            builder.CloseComponent();
            builder.OpenComponent<Bell>(1);
            builder.CloseComponent();
            builder.OpenComponent<AloneBanner>(2);
            builder.CloseComponent();
            builder.AddContent(3, ChildContent);
        }
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>What data scientists do with what their scripts logged.</summary>
public sealed class RunJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    private long _started;

    [Fact]
    public async Task A_run_becomes_a_version_by_clicking_and_each_leads_to_the_other()
    {
        var experiment = await AnExperimentAsync();
        var run = await ARunAsync(experiment, "chosen", "1.0", 0.97);
        await LogFileAsync(run, "model/weights.bin", "weights");
        var model = RegistryApp.NewName("from-run");

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Experiment(experiment.Id));
            await page.GetByRole(AriaRole.Link, new() { Name = "chosen", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Register as version…" }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).WaitForAsync();
            await DialogFocus.WaitAsync(page);
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Model") }).FillAsync(model);
            await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();

            await IsOnAsync(page, Urls.Version(model, 1));
            await Expect(page.Locator("main")).ToContainTextAsync("0.97");
            await page.GetByRole(AriaRole.Link, new() { Name = "chosen", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Region, new() { Name = "Versions" }).GetByRole(AriaRole.Link, new() { Name = $"{model} v1" }).ClickAsync();
            await IsOnAsync(page, Urls.Version(model, 1));
        });
        var version = await App.Get<VersionQueries>().GetAsync(model, "1", Browser.Scientist, default);
        Assert.Equal((VersionStatus.Ready, run.Id, 1), (version.Status, version.Source?.RunId, version.FileCount));
    }

    [Fact]
    public async Task Runs_are_folded_by_a_parameter_with_the_best_of_what_they_measured()
    {
        var experiment = await AnExperimentAsync();
        foreach (var (name, value, accuracy) in new[] { ("a", "1.0", 0.91), ("b", "1.0", 0.97), ("c", "10", 0.95) })
        {
            await ARunAsync(experiment, name, value, accuracy);
        }

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Experiment(experiment.Id));
            await page.GetByLabel("Group by").ClickAsync();
            await page.GetByRole(AriaRole.Option, new() { Name = "C", Exact = true }).ClickAsync();

            var groups = page.Locator("tr.group");
            await Expect(groups).ToHaveCountAsync(2);
            await Expect(groups.First).ToContainTextAsync("1.0");
            await Expect(groups.First).ToContainTextAsync("2 runs");
            await Expect(groups.First).ToContainTextAsync("0.97");
            await page.GetByRole(AriaRole.Button, new() { Name = "Runs with C 1.0" }).ClickAsync();
            await Expect(page.Locator("tr.nested .row-link")).ToHaveTextAsync(["b", "a"]);

            await ARunAsync(experiment, "d", "10", 0.99); // as it comes
            await Expect(groups.Last).ToContainTextAsync("0.99");
        });
    }

    [Fact]
    public async Task Ticked_runs_are_tagged_compared_deleted_and_restored()
    {
        var experiment = await AnExperimentAsync();
        var runs = new[] { await ARunAsync(experiment, "a", "1.0", 0.91), await ARunAsync(experiment, "b", "10", 0.97) };

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Experiment(experiment.Id));
            await TickAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Tag…" }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).WaitForAsync();
            await DialogFocus.WaitAsync(page);
            await page.GetByRole(AriaRole.Dialog).GetByLabel("Tag").FillAsync("review");
            await page.GetByRole(AriaRole.Dialog).GetByLabel("Value").FillAsync("again");
            await page.GetByRole(AriaRole.Button, new() { Name = "Set the tag" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Ticked" })).ToHaveCountAsync(0);
            foreach (var run in runs)
            {
                Assert.Equal("again", (await App.Get<RunQueries>().GetAsync(run.Id, Browser.Scientist, default)).Tags["review"]);
            }

            await TickAsync(page);
            await page.GetByRole(AriaRole.Link, new() { Name = "Compare 2 runs" }).ClickAsync();
            await Expect(page.Locator(".compare-runs thead a")).ToHaveCountAsync(2);
            await Expect(page.Locator(".compare-runs tr", new() { HasText = "accuracy" })).ToContainTextAsync("★");
            await page.GoBackAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).Last.ClickAsync();
            await Expect(page.GetByText("Nothing was logged yet")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Show deleted" }).ClickAsync();
            await TickAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
            await Expect(page.GetByText("No run is deleted")).ToBeVisibleAsync();
        });
        Assert.Equal(2, (await App.Get<RunQueries>().SearchAsync(new RunSearch([experiment.IdText]), Browser.Scientist, default)).Items.Count);
    }

    [Fact]
    public async Task A_curve_grows_while_a_script_logs_and_a_nested_run_comes_into_the_tree()
    {
        var experiment = await AnExperimentAsync();
        var run = await ARunAsync(experiment, "running", "1.0", 0.5);
        await LogAsync(run, 0.6, step: 2);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Run(experiment.Id, run.Id));
            var curves = page.GetByRole(AriaRole.Region, new() { Name = "Curves" });
            await Expect(curves.Locator(".answer")).ToContainTextAsync("running 0.6000");

            await LogAsync(run, 0.75, step: 3);
            await Expect(curves.Locator(".answer")).ToContainTextAsync("running 0.7500");
            await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.js-plotly-plot')].some(plot => plot.data?.[0]?.y?.length === 3)");

            var nested = await App.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText, "ann", "first trial",
                Tags: [KeyValuePair.Create(RunTag.Parent, run.Id)]), Browser.Scientist, default);
            await page.GetByRole(AriaRole.Link, new() { Name = "first trial" }).ClickAsync();
            await IsOnAsync(page, Urls.Run(experiment.Id, nested.Id));
            await page.Locator(".run-tree").GetByRole(AriaRole.Link, new() { Name = "running", Exact = true }).ClickAsync();
            await IsOnAsync(page, Urls.Run(experiment.Id, run.Id));
        });
    }

    [Fact]
    public async Task A_file_of_a_run_is_looked_into_and_downloaded_and_notes_are_written()
    {
        var experiment = await AnExperimentAsync();
        var run = await ARunAsync(experiment, "with files", "1.0", 0.5);
        await LogFileAsync(run, "plots/report.json", """{"colour":"green"}""");

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Run(experiment.Id, run.Id));
            await page.GetByRole(AriaRole.Button, new() { Name = "plots/" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "report.json", Exact = true }).ClickAsync();
            await Expect(page.Locator(".preview-row")).ToContainTextAsync("green");
            var download = await page.RunAndWaitForDownloadAsync(() =>
                page.GetByRole(AriaRole.Link, new() { Name = "Download plots/report.json" }).ClickAsync());
            Assert.Equal("""{"colour":"green"}""", await File.ReadAllTextAsync((await download.PathAsync())!));

            await page.GetByRole(AriaRole.Button, new() { Name = "Write notes" }).ClickAsync();
            await page.GetByRole(AriaRole.Textbox, new() { Name = "Notes", Exact = true }).FillAsync("Looks **good**.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Notes" }).Locator("strong")).ToHaveTextAsync("good");
        });
    }

    [Fact]
    public async Task Nested_runs_are_folded_into_theirs_until_somebody_opens_it()
    {
        var experiment = await AnExperimentAsync();
        var sweep = await ARunAsync(experiment, "sweep", "1.0", 0.5);
        await App.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText, "ann", "trial", Tags: [KeyValuePair.Create(RunTag.Parent, sweep.Id)]),
            Browser.Scientist, default);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var page = await visitor.OpenAsync(Urls.Experiment(experiment.Id));
            await Expect(page.Locator("tbody .row-link")).ToHaveTextAsync(["sweep"]);
            await page.GetByRole(AriaRole.Button, new() { Name = "1 nested run in sweep" }).ClickAsync();
            await Expect(page.Locator("tbody .row-link")).ToHaveTextAsync(["sweep", "trial"]);

            await App.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText, "ann", "trial two", 1,
                [KeyValuePair.Create(RunTag.Parent, sweep.Id)]), Browser.Scientist, default);
            await Expect(page.Locator("tbody .row-link")).ToHaveTextAsync(["sweep", "trial", "trial two"]);
            await page.GetByRole(AriaRole.Link, new() { Name = "List nested runs" }).ClickAsync();
            await Expect(page.Locator("tbody .row-link")).ToHaveCountAsync(3);
            await Expect(page.Locator("button.fold")).ToHaveCountAsync(0);
        });
    }

    private static Task IsOnAsync(IPage page, string address) => Expect(page).ToHaveURLAsync(new Regex($"/{Regex.Escape(address)}$"));

    private static async Task TickAsync(IPage page)
    {
        foreach (var name in new[] { "a", "b" })
        {
            await page.GetByLabel($"Select {name}", new() { Exact = true }).CheckAsync();
        }
    }

    private Task<ExperimentView> AnExperimentAsync() =>
        App.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(RegistryApp.NewName("trainings")), Browser.Scientist, default);

    private async Task<RunView> ARunAsync(ExperimentView experiment, string name, string value, double accuracy)
    {
        var run = await App.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText, "ann", name, ++_started), Browser.Scientist, default);
        await App.Get<RunLog>().LogAsync(run.Id, new RunBatch(Params: [KeyValuePair.Create("C", value)]), Browser.Scientist, default);
        await LogAsync(run, accuracy, step: 1);
        return run;
    }

    private Task LogAsync(RunView run, double accuracy, long step) =>
        App.Get<RunLog>().LogAsync(run.Id, new RunBatch([new NewPoint("accuracy", accuracy, step, step)]), Browser.Scientist, default);

    private async Task LogFileAsync(RunView run, string path, string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        await App.Get<RunArtifacts>().PutAsync(RunFilePlace.Of(run, path), content, content.Length, Browser.Scientist, default);
    }
}

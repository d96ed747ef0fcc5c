using Bunit;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Versions;

public sealed class VersionPageTests : PageTest
{
    private const string Hostile = "# Title <img src=x onerror=alert(1)> [go](javascript:alert(1))";

    private static readonly string Notebook = System.Text.Json.JsonSerializer.Serialize(new
    {
        nbformat = 4,
        cells = new object[]
        {
            new { cell_type = "markdown", source = Hostile },
            new
            {
                cell_type = "code",
                source = "print(1)",
                outputs = new[] { new { output_type = "display_data", data = new Dictionary<string, string> { ["text/html"] = "<script>1</script>" } } },
            },
        },
    });

    [Fact]
    public async Task A_version_that_is_not_there_says_so()
    {
        await Registry.AModelAsync(Scientist);

        var page = await ShowAsync(Scientist, "9");

        Says(page, "Model 'fraud' has no version '9'.");
    }

    [Fact]
    public async Task A_label_leads_to_its_version()
    {
        await AVersionAsync(new NewVersion("2.1.0"));

        var page = await ShowAsync(Scientist, "2.1.0");

        Says(page, "fraud v1");
        Assert.Contains("2.1.0", page.Find("h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_answers_how_the_version_stands_to_the_one_before()
    {
        var dataset = new VersionDataset("cards", "d1");
        await AVersionAsync(new NewVersion(Metrics: [new("accuracy", 0.90)], Dataset: dataset));
        await AVersionAsync(new NewVersion(Metrics: [new("accuracy", 0.95)], Dataset: dataset));

        var page = await ShowAsync(Scientist, "2");

        Says(page, "v2 beats v1 on 1 of 1 metrics.");
        Says(page, "better +0.0500");
        Assert.Equal(Urls.Compare("fraud", [1, 2], 1), page.FindAll(".page-actions a")[0].GetAttribute("href"));
    }

    [Fact]
    public async Task It_lists_its_files_with_digest_and_download_and_the_commands_to_load_them()
    {
        await AVersionAsync(new NewVersion());

        var page = await ShowAsync(Scientist, "1");

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".files a[download]")));
        Assert.Equal(Urls.Artifact("fraud", 1, "model/model.pkl"), page.Find(".files a[download]").GetAttribute("href"));
        Says(page, "/api/v1/models/fraud/versions/1/artifacts/model/model.pkl");
        Says(page, "sha256sum -c");
    }

    [Fact]
    public async Task A_preview_shows_hostile_text_as_text()
    {
        await APendingFileAsync("page.txt", "<script>alert(1)</script><img src=x onerror=alert(1)>");

        var page = await ShowAsync(Scientist, "1", "?file=page.txt");

        page.WaitForAssertion(() => Assert.Equal("<script>alert(1)</script><img src=x onerror=alert(1)>", page.Find("pre.preview").TextContent));
        Assert.Empty(page.FindAll("script, img"));
    }

    [Fact]
    public async Task What_is_no_text_and_no_picture_says_so()
    {
        await APendingFileAsync("a.bin", "\0\u0001binary");

        var page = await ShowAsync(Scientist, "1", "?file=a.bin");

        Says(page, "This file is neither text nor a picture");
    }

    [Fact]
    public async Task A_pickle_shows_what_loading_it_would_import()
    {
        await AVersionAsync(new NewVersion(), "cos\nsystem\n(S'id'\ntR.");

        var page = await ShowAsync(Scientist, "1", "?file=model/model.pkl");

        Says(page, "Known dangerous");
        Says(page, "os.system");
        Assert.DoesNotContain("safe", page.Find(".preview-row").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_table_has_pages_with_addresses()
    {
        await APendingFileAsync("a.csv", $"n\n{string.Join('\n', Enumerable.Range(1, 150))}\n");

        var page = await ShowAsync(Scientist, "1", "?file=a.csv&row=100");

        Says(page, "Rows 101–150 of 150");
        Assert.EndsWith("?file=a.csv", page.FindAll(".places a")[^1].GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.md")]
    [InlineData("a.ipynb")]
    public async Task Markdown_and_notebooks_are_laid_out_and_run_nothing(string file)
    {
        await APendingFileAsync(file, file.EndsWith(".md", StringComparison.Ordinal) ? Hostile : Notebook);

        var page = await ShowAsync(Scientist, "1", $"?file={file}");

        page.WaitForAssertion(() => Assert.Contains("Title", page.Find(".preview-row .markdown").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".preview-row script, .preview-row img, .preview-row a[href^=javascript]"));
    }

    [Fact]
    public async Task Markdown_is_shown_as_it_was_written_on_demand()
    {
        await APendingFileAsync("a.md", Hostile);

        var page = await ShowAsync(Scientist, "1", "?file=a.md&as=text");

        page.WaitForAssertion(() => Assert.Equal(Hostile, page.Find("pre.preview").TextContent));
    }

    [Fact]
    public async Task A_pending_version_says_what_is_missing_and_how_to_go_on()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);

        var page = await ShowAsync(Scientist, "1");

        Says(page, "It has no files: add them, then seal it.");
        Says(page, "A version is sealed with at least one file.");
        Says(page, "A version is verified when it is sealed");
        Assert.NotEmpty(page.FindAll(".dropzone"));
    }

    [Fact]
    public async Task Somebody_elses_pending_version_can_be_read_and_not_continued()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);
        var other = await Registry.PersonAsync("other", Roles.DataScientist);

        var page = await ShowAsync(other, "1");

        Says(page, "only they or the model's owner add files and seal it");
        Assert.Empty(page.FindAll(".dropzone"));
    }

    [Fact]
    public async Task Sealing_by_a_script_turns_the_page_without_a_reload()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);
        var page = await ShowAsync(Scientist, "1");
        Says(page, "Not sealed yet");

        await Registry.AFileAsync(Scientist, "fraud", "1", "model.pkl", "weights");
        await Registry.Get<VersionWorkflow>().SealAsync("fraud", "1", null, Scientist, default);

        page.WaitForAssertion(() => Assert.Contains("ready", page.Find("h1").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".dropzone"));
    }

    [Fact]
    public async Task Verify_now_says_that_all_files_are_what_was_sealed()
    {
        await AVersionAsync(new NewVersion());
        var page = await ShowAsync(Scientist, "1");
        Says(page, "Verify now");

        await page.FindAll(".page-actions button").Single(button => button.TextContent == "Verify now").ClickAsync();

        Says(page, "The file (7\u00a0bytes) is what was sealed.");
        Says(page, $"{Scientist.Name} verified");
    }

    [Fact]
    public async Task Verify_now_names_a_file_that_changed_on_disk()
    {
        await AVersionAsync(new NewVersion());
        var blob = Directory.EnumerateFiles(Registry.Settings.ArtifactDirectory, "*", SearchOption.AllDirectories)
            .Single(file => new FileInfo(file).Length == "weights".Length);
        File.SetAttributes(blob, FileAttributes.Normal);
        await File.WriteAllTextAsync(blob, "wEights");
        var page = await ShowAsync(Scientist, "1");
        Says(page, "Verify now");

        await page.FindAll(".page-actions button").Single(button => button.TextContent == "Verify now").ClickAsync();

        Says(page, "The files are not what was sealed.");
        Says(page, $"model/model.pkl {VerifyWords.Of(BlobProblem.Changed)}");
    }

    [Fact]
    public async Task Whoever_may_not_edit_reads_who_may()
    {
        await AVersionAsync(new NewVersion());
        var viewer = await Registry.PersonAsync("viewer", Roles.Viewer);

        var page = await ShowAsync(viewer, "1");

        Says(page, "the data scientist who registered the version");
    }

    [Fact]
    public async Task Every_file_of_a_large_version_is_reached_and_the_totals_are_exact()
    {
        await ManyFilesAsync(Enumerable.Range(0, 450).Select(i => $"shards/deep/part-{i:000}.bin"));

        var page = await ShowAsync(Scientist, "1");

        Says(page, "450 files");
        Assert.Single(page.FindAll(".files tbody tr"));
        await page.Find("button.link").ClickAsync();
        for (var shown = 200; shown <= 600; shown += 200)
        {
            var reached = Math.Min(450, shown);
            page.WaitForAssertion(() => Assert.Equal(reached, page.FindAll(".files a[download]").Count));
            if (reached < 450)
            {
                await page.FindAll("button.link").Single(button => button.TextContent.StartsWith("Show more", StringComparison.Ordinal)).ClickAsync();
            }
        }
    }

    [Fact]
    public async Task A_file_is_found_by_its_name_and_the_address_keeps_it()
    {
        await ManyFilesAsync(Enumerable.Range(0, 450).Select(i => $"shards/part-{i:000}.bin").Append("logs/Train.log"));

        var page = await ShowAsync(Scientist, "1", "?files=train.LOG");

        Says(page, "1 file with this in the path");
        page.WaitForAssertion(() => Assert.Equal(["logs/Train.log"], page.FindAll(".files .row-link").Select(link => link.TextContent.Trim())));
    }

    [Fact]
    public async Task What_people_wrote_of_a_version_is_laid_out_and_folded_when_it_is_long()
    {
        await AVersionAsync(new NewVersion(Description: string.Join("\n", Enumerable.Repeat("* **bold** and more", 20))));

        var page = await ShowAsync(Scientist, "1");

        page.WaitForAssertion(() => Assert.Equal(20, page.FindAll(".long-text .cut strong").Count));
        await page.FindAll(".long-text button").Single().ClickAsync();
        Assert.Empty(page.FindAll(".long-text .cut"));
        Assert.DoesNotContain("**", page.Find(".long-text").TextContent, StringComparison.Ordinal);
    }

    private async Task ManyFilesAsync(IEnumerable<string> paths)
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);
        await Registry.ListedFilesAsync(Scientist, paths);
    }

    private async Task APendingFileAsync(string path, string content)
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);
        await Registry.AFileAsync(Scientist, "fraud", "1", path, content);
    }

    private async Task AVersionAsync(NewVersion version, string content = "weights")
    {
        if ((await Registry.Get<ModelRegistry.Core.Catalog.ModelQueries>().ListAsync(new(), Scientist, default)).Items.Count == 0)
        {
            await Registry.AModelAsync(Scientist);
        }

        await Registry.ASealedVersionAsync(Scientist, "fraud", version, content);
    }

    private Task<IRenderedComponent<VersionPage>> ShowAsync(Actor viewer, string selector, string query = "") =>
        OpenAsync<VersionPage>(viewer, $"models/fraud/versions/{selector}{query}", page => page.Add(p => p.Name, "fraud").Add(p => p.Selector, selector));
}

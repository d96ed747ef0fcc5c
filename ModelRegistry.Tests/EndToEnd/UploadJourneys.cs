using Microsoft.Playwright;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.EndToEnd.Pages;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using static Microsoft.Playwright.Assertions;

namespace ModelRegistry.Tests.EndToEnd;

public sealed class UploadJourneys(BrowserFixture browser) : BrowserTest(browser)
{
    private static readonly byte[] Weights = [.. Enumerable.Range(0, 300_000).Select(index => (byte)(index * 31))];

    [Fact]
    public async Task Chosen_files_become_a_sealed_version_with_the_digest_of_their_bytes()
    {
        var name = await AModelAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var upload = await (await OneModelPage.OpenAsync(visitor, name)).UploadAsync();
            await upload.ChooseAsync(("weights.bin", Weights), ("größe & co.txt", "ü"u8.ToArray()));
            await upload.Tab.GetByLabel("Label").FillAsync("1.0.0");

            await upload.Tab.GetByLabel("Paste metrics").FillAsync("{\"accuracy\": 0.97, \"loss\": 2.5e-7}");
            await upload.Tab.GetByRole(AriaRole.Button, new() { Name = "Add them" }).ClickAsync();
            await upload.SendAsync();
            await Expect(upload.ToSeal).ToContainTextAsync("weights.bin");
            await Expect(upload.ToSeal).ToContainTextAsync("größe & co.txt");
            await upload.SealAsync();

            await Expect(upload.Heading).ToContainTextAsync($"{name} v1");
            await Expect(upload.Heading).ToContainTextAsync("ready");
        });

        var version = await App.Get<VersionQueries>().GetAsync(name, "1.0.0", Browser.Scientist, default);
        ManifestEntry[] sent = [new("weights.bin", Sha256Hex.Of(Weights), Weights.Length), new("größe & co.txt", Sha256Hex.Of("ü"), 2)];
        Assert.Equal(Manifest.DigestOf(sent), version.Digest);
        Assert.Equal([("accuracy", 0.97), ("loss", 2.5e-7)], version.Metrics.Select(metric => (metric.Name, metric.Value)));
    }

    [Fact]
    public async Task A_folder_keeps_the_paths_inside_it()
    {
        var name = await AModelAsync();
        var folder = Directory.CreateTempSubdirectory("upload-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "model", "deep"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "model", "MLmodel"), "flavors: {}");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "model", "deep", "w.bin"), Weights);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var upload = await UploadPage.OpenAsync(visitor, name);
            await upload.ChooseFolderAsync(folder.FullName);
            await Expect(upload.Files).ToHaveCountAsync(2);
            await upload.SendAsync();
            await upload.SealAsync();
            await Expect(upload.Heading).ToContainTextAsync("ready");
        });

        folder.Delete(recursive: true);
        var files = await App.Get<VersionArtifacts>().ListAsync(name, "1", Browser.Scientist, default);
        Assert.Equal(["model/MLmodel", "model/deep/w.bin"], files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_file_that_the_server_refuses_says_why_and_can_be_left_out()
    {
        var name = await AModelAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            visitor.Expect("422");
            var upload = await UploadPage.OpenAsync(visitor, name);
            await upload.ChooseAsync(("aux.txt", "x"u8.ToArray()), ("model.txt", "y"u8.ToArray()));

            await upload.SendAsync();

            await Expect(upload.File("aux.txt")).ToContainTextAsync("failed");
            await Expect(upload.File("aux.txt").GetByRole(AriaRole.Alert)).ToContainTextAsync("aux.txt");
            await upload.LeaveOutAsync("aux.txt");

            await Expect(upload.ToSeal.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
            await Expect(upload.ToSeal).ToContainTextAsync("model.txt");
            var version = await App.Get<VersionQueries>().GetAsync(name, "1", Browser.Scientist, default);
            Assert.Equal(VersionStatus.Pending, version.Status); // leaving out seals nothing
            await upload.SealAsync();
            await Expect(upload.Heading).ToContainTextAsync("ready");
        });
    }

    [Fact]
    public async Task A_file_that_was_changed_on_the_disk_and_chosen_again_is_sent_again()
    {
        var name = await AModelAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("upload-").FullName, "model.pkl");
        await File.WriteAllTextAsync(file, "first");

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var upload = await UploadPage.OpenAsync(visitor, name);
            await upload.ChooseAsync(file);
            await upload.SendAsync();
            await Expect(upload.ToSeal).ToContainTextAsync("5 bytes");
            await File.WriteAllTextAsync(file, "second!");

            await upload.ChooseAsync(file);
            await Expect(upload.File("model.pkl")).ToContainTextAsync("replaced");
            await Expect(upload.ToSeal).ToBeHiddenAsync();
            await upload.SendAsync();

            await Expect(upload.ToSeal).ToContainTextAsync("7 bytes");
            await upload.SealAsync();
            await Expect(upload.Heading).ToContainTextAsync("ready");
        });

        var files = await App.Get<VersionArtifacts>().ListAsync(name, "1", Browser.Scientist, default);
        Assert.Equal(Sha256Hex.Of("second!"), Assert.Single(files).Sha256);
    }

    [Theory]
    [InlineData("last", "two")]
    [InlineData("first", "one")]
    public async Task Of_two_files_of_one_name_from_two_folders_somebody_says_which_is_meant(string which, string sent)
    {
        var name = await AModelAsync();
        var folder = Directory.CreateTempSubdirectory("upload-").FullName;
        foreach (var text in new[] { "one", "two" })
        {
            Directory.CreateDirectory(Path.Combine(folder, text));
            await File.WriteAllTextAsync(Path.Combine(folder, text, "model.pkl"), text);
        }

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            var upload = await UploadPage.OpenAsync(visitor, name);
            await upload.ChooseAsync(Path.Combine(folder, "one", "model.pkl"));
            await upload.ChooseAsync(Path.Combine(folder, "two", "model.pkl"));
            await Expect(upload.File("model.pkl").GetByRole(AriaRole.Alert)).ToContainTextAsync("Which one is meant?");
            await Expect(upload.Tab.GetByText("Two files of one name were chosen.").First).ToBeAttachedAsync();

            await upload.DecideAsync("model.pkl", which);
            await upload.SendAsync();
            await upload.SealAsync();
            await Expect(upload.Heading).ToContainTextAsync("ready");
        });

        var files = await App.Get<VersionArtifacts>().ListAsync(name, "1", Browser.Scientist, default);
        Assert.Equal(Sha256Hex.Of(sent), Assert.Single(files).Sha256);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again_on_the_page_of_the_version()
    {
        var name = await AModelAsync();

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            visitor.Expect("ERR_FAILED|net::");
            var upload = await UploadPage.OpenAsync(visitor, name);
            await upload.ChooseAsync(("weights.bin", Weights));
            await upload.Tab.RouteAsync("**/artifacts/**", route => route.AbortAsync());
            await upload.SendAsync();
            await Expect(upload.File("weights.bin")).ToContainTextAsync("The connection broke. Try again.");
            await upload.Tab.UnrouteAsync("**/artifacts/**");

            var later = new UploadPage(await visitor.OpenAsync(Urls.Version(name, 1)));
            await Expect(later.Tab.GetByText("It has no files: add them, then seal it.")).ToBeVisibleAsync();
            await later.ChooseAsync(("weights.bin", Weights));
            await later.Tab.GetByRole(AriaRole.Button, new() { Name = "Add files" }).ClickAsync();
            await Expect(later.File("weights.bin")).ToContainTextAsync("sent");
            await later.SealAsync();

            await Expect(later.Heading).ToContainTextAsync("ready");
        });
    }

    [Fact]
    public async Task Previews_show_pages_and_vector_pictures_as_text_and_pixels_as_pictures()
    {
        var name = await AModelAsync();
        await App.APendingVersionAsync(Browser.Scientist, name);
        await App.AFileAsync(Browser.Scientist, name, "1", "line.json", new string('A', 5_000_000));
        await App.AFileAsync(Browser.Scientist, name, "1", "page.html", "<script>window.ran=1</script>");
        await App.AFileAsync(Browser.Scientist, name, "1", "vector.png", "<svg onload=window.ran=1></svg>");
        using var pixel = new MemoryStream(Convert.FromBase64String("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs="));
        await App.Get<VersionArtifacts>().PutAsync(name, "1", new IncomingFile("pixel.txt", pixel), Browser.Scientist, default);

        await VisitAsAsync(Browser.Scientist, async visitor =>
        {
            async Task<Microsoft.Playwright.IPage> PreviewAsync(string file) => await visitor.OpenAsync($"{Urls.Version(name, 1)}?file={file}");

            await Expect((await PreviewAsync("page.html")).Locator("pre.preview")).ToHaveTextAsync("<script>window.ran=1</script>");
            await Expect((await PreviewAsync("vector.png")).Locator("pre.preview")).ToHaveTextAsync("<svg onload=window.ran=1></svg>");
            await Expect((await PreviewAsync("line.json")).GetByText("Download the file to see the rest.")).ToBeVisibleAsync();
            var picture = (await PreviewAsync("pixel.txt")).Locator("img.preview");
            await picture.WaitForAsync();
            Assert.Equal(1, await picture.EvaluateAsync<int>("async img => (await img.decode(), img.naturalWidth)"));
            foreach (var tab in visitor.Context.Pages)
            {
                Assert.True(await tab.EvaluateAsync<bool>("() => window.ran === undefined"), tab.Url);
            }
        });
    }

    private async Task<string> AModelAsync()
    {
        var name = RegistryApp.NewName("uploaded");
        await App.Get<ModelWorkflow>().CreateAsync(new NewModel(name), Browser.Scientist, default);
        return name;
    }
}

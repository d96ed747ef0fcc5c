using System.IO.Compression;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Artifacts.Previews;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>From the listed file to what its page shows; what each reader says is tested beside it.</summary>
public sealed class FileViewsTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        await _registry.AModelAsync(_scientist);
        await _registry.APendingVersionAsync(_scientist);
    }

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Theory]
    [InlineData("a.json", "{\"a\":1}", PreviewFormat.Json)]
    [InlineData("a.csv", "x,y\n1,2\n", PreviewFormat.Csv)]
    [InlineData("conda.yaml", "name: x\n", PreviewFormat.Yaml)]
    [InlineData("a.ipynb", "{\"cells\":[],\"nbformat\":4}", PreviewFormat.Notebook)]
    [InlineData("a.pkl", "cos\nsystem\n(S'id'\ntR.", PreviewFormat.Pickle)]
    [InlineData("notes.md", "# Notes", PreviewFormat.Other)]
    public async Task A_file_gets_the_view_of_its_format(string path, string content, PreviewFormat expected)
    {
        await _registry.AFileAsync(_scientist, "fraud", "1", path, content);

        Assert.Equal(expected, (await ViewAsync(path)).Format);
    }

    [Fact]
    public async Task A_table_is_read_page_by_page_by_its_row_or_by_the_place_that_the_last_page_gave()
    {
        var lines = Enumerable.Range(1, 250).Select(row => $"{row},{row * row}");
        await _registry.AFileAsync(_scientist, "fraud", "1", "a.csv", $"n,square\n{string.Join('\n', lines)}\n");

        var first = (await ViewAsync("a.csv")).Table!;
        var byRow = (await ViewAsync("a.csv", new FilePlace(200))).Table!;
        var byPlace = (await ViewAsync("a.csv", new FilePlace(first.Next!.Row, first.Next))).Table!;

        Assert.Equal(("1", "101", "201"), (first.Rows[0].Cells[0], byPlace.Rows[0].Cells[0], byRow.Rows[0].Cells[0]));
        Assert.Equal((250L, 50), (byRow.TotalRows, byRow.Rows.Count));
    }

    [Fact]
    public async Task What_can_be_laid_out_can_be_read_as_text_too()
    {
        await _registry.AFileAsync(_scientist, "fraud", "1", "a.csv", "x,y\n1,2\n");

        var text = await ViewAsync("a.csv", asText: true);

        Assert.Equal(("x,y\n1,2\n", true), (text.Plain!.Text, text.IsText));
    }

    [Fact]
    public async Task Pixels_named_as_a_table_are_a_picture_and_an_archive_without_a_pickle_is_no_model()
    {
        var pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=");
        await PutAsync("pixel.csv", pixel);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("a.txt").Open();
            entry.Write("text"u8);
        }

        await PutAsync("notes.zip", zip.ToArray());

        Assert.Equal(PreviewKind.Image, (await ViewAsync("pixel.csv")).Plain!.Kind);
        Assert.Equal(PreviewKind.None, (await ViewAsync("notes.zip")).Plain!.Kind);
        Assert.Equal(PreviewKind.None, (await ViewAsync("notes.zip")).Plain!.Kind); // as it was kept
    }

    [Fact]
    public async Task A_file_that_changed_on_the_disk_gets_no_verdict()
    {
        byte[] much = [.. Enumerable.Repeat("N0"u8.ToArray(), 500).SelectMany(pair => pair)]; // longer than what is read to tell the format
        var listed = await PutAsync("a.pkl", PickleBytes.Protocol(4).Raw(much).Global("os", "system").CallWith("id").Stop().ToArray());
        var place = new DirectoryInfo(_registry.Settings.ArtifactDirectory).EnumerateFiles(listed.Sha256, SearchOption.AllDirectories).Single();
        var harmless = PickleBytes.Protocol(4).Raw([.. Enumerable.Repeat((byte)'N', (int)listed.Size - 3)]).Stop().ToArray();
        await File.WriteAllBytesAsync(place.FullName, harmless);

        await Refused.ByAsync("artifact_damaged", () => ViewAsync("a.pkl"));
    }

    [Fact]
    public async Task A_third_file_at_once_waits_its_turn_and_what_is_known_needs_none()
    {
        await _registry.AFileAsync(_scientist, "fraud", "1", "known.json", "{}");
        await _registry.AFileAsync(_scientist, "fraud", "1", "new.json", "[]");
        await ViewAsync("known.json");
        var work = _registry.Get<HeavyWork>();
        using var one = work.Begin(_scientist);
        using var two = work.Begin(_scientist);

        await Refused.ByAsync("too_many_at_once", () => ViewAsync("new.json"));
        Assert.Equal("{}", (await ViewAsync("known.json")).Structured!.Text);
    }

    [Fact]
    public async Task Only_who_sees_the_model_sees_its_files()
    {
        await _registry.AFileAsync(_scientist, "fraud", "1", "a.json", "{}");
        await ViewAsync("a.json");
        await _registry.Get<Core.Catalog.ModelWorkflow>().EditAsync("fraud", new Core.Models.ModelEdit(Restricted: true), _scientist, default);

        var viewer = await _registry.PersonAsync("viewer", Roles.Viewer);

        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RegistryException>(() => ViewAsync("a.json", by: viewer))).Kind);
    }

    private async Task<StoredFile> PutAsync(string path, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        return await _registry.Get<VersionArtifacts>().PutAsync("fraud", "1", new IncomingFile(path, content), _scientist, default);
    }

    private Task<FileView> ViewAsync(string path, FilePlace? place = null, bool asText = false, Actor? by = null) =>
        _registry.Get<VersionPreviews>().ReadAsync("fraud", "1", path, place ?? FilePlace.Start, asText, by ?? _scientist, default);
}

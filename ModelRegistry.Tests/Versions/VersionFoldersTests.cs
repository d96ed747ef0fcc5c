using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class VersionFoldersTests : IAsyncLifetime
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

    [Fact]
    public async Task Every_one_of_ten_thousand_files_is_reached_folder_by_folder_in_bounded_reads()
    {
        await _registry.ListedFilesAsync(_scientist, [.. Enumerable.Range(0, 9_990).Select(i => $"shards/{i % 3:00}/part-{i:00000}.bin"),
            .. Enumerable.Range(0, 10).Select(i => $"top-{i}.txt")]);

        var overview = await Folders.OverviewAsync("fraud", "1", _scientist, default);
        Assert.Equal((10_000, 10_000L, null), (overview.Count, overview.Bytes, overview.Files));

        var root = await Folders.ListAsync("fraud", "1", "", null, _scientist, default);
        Assert.Equal([new FolderEntry("shards/", 9_990, 9_990)], root.Folders);
        Assert.Equal((10, null), (root.Files.Count, root.Next));
        var shards = await Folders.ListAsync("fraud", "1", "shards/", null, _scientist, default);
        Assert.Equal(["shards/00/:3330", "shards/01/:3330", "shards/02/:3330"], shards.Folders.Select(folder => $"{folder.Path}:{folder.Files}"));

        var (reached, statements) = (new HashSet<string>(), 0);
        foreach (var folder in shards.Folders)
        {
            for (FolderPlace? from = new(null, null); from is not null;)
            {
                var place = from;
                var page = default(FolderPage)!;
                statements = Math.Max(statements, (await _registry.Statements.DuringAsync(async () =>
                    page = await Folders.ListAsync("fraud", "1", folder.Path, place, _scientist, default))).Count);
                Assert.InRange(page.Files.Count, 1, VersionFolders.Most);
                Assert.All(page.Files, file => Assert.True(reached.Add(file.Path)));
                from = page.Next;
            }
        }

        Assert.Equal(9_990, reached.Count);
        Assert.InRange(statements, 1, 3);
    }

    [Fact]
    public async Task Many_folders_come_in_pages_and_the_files_after_them()
    {
        await _registry.ListedFilesAsync(_scientist, [.. Enumerable.Range(0, 450).Select(i => $"dir-{i:000}/a"), "z.txt"]);

        var (folders, files) = (new List<string>(), new List<string>());
        for (FolderPlace? from = new(null, null); from is not null;)
        {
            var page = await Folders.ListAsync("fraud", "1", "", from, _scientist, default);
            folders.AddRange(page.Folders.Select(folder => folder.Path));
            files.AddRange(page.Files.Select(file => file.Path));
            from = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 450).Select(i => $"dir-{i:000}/"), folders);
        Assert.Equal(["z.txt"], files);
    }

    [Fact]
    public async Task A_chain_of_folders_is_one_line_and_names_are_told_apart_exactly()
    {
        await _registry.ListedFilesAsync(_scientist, ["a/b/c/d/one", "a/b/c/d/two", "a0", "😀/x/ü", "A/other", "a%/like"]);

        var root = await Folders.ListAsync("fraud", "1", "", null, _scientist, default);

        Assert.Equal(["A/", "a/b/c/d/", "a%/", "😀/x/"], root.Folders.Select(folder => folder.Path).OrderBy(path => path, StringComparer.Ordinal)
            .OrderBy(path => path.Length == 2 ? 0 : path.StartsWith("a/", StringComparison.Ordinal) ? 1 : 2));
        Assert.Equal(["a0"], root.Files.Select(file => file.Path));
        Assert.Equal(["a/b/c/d/one", "a/b/c/d/two"], (await Folders.ListAsync("fraud", "1", "a/b/c/d/", null, _scientist, default)).Files
            .Select(file => file.Path));
        Assert.Equal(["😀/x/ü"], (await Folders.ListAsync("fraud", "1", "😀/x/", null, _scientist, default)).Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_name_is_found_in_any_folder_whatever_its_case_and_counted_exactly()
    {
        await _registry.ListedFilesAsync(_scientist, [.. Enumerable.Range(0, 450).Select(i => $"logs/{i:000}/Train.LOG"), "train%.txt", "Übung.txt"]);

        var found = await Folders.FindAsync("fraud", "1", "train.log", null, _scientist, default);
        var rest = await Folders.FindAsync("fraud", "1", "train.log", found.Next, _scientist, default);

        Assert.Equal((450, VersionFolders.Most), (found.Count, found.Files.Count));
        Assert.Equal("logs/200/Train.LOG", rest.Files[0].Path);
        Assert.Equal(["train%.txt"], (await Folders.FindAsync("fraud", "1", "%", null, _scientist, default)).Files.Select(file => file.Path));
        Assert.Equal(["Übung.txt"], (await Folders.FindAsync("fraud", "1", "Übung", null, _scientist, default)).Files.Select(file => file.Path));
    }

    private VersionFolders Folders => _registry.Get<VersionFolders>();
}

using System.Text;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.RunFiles;

public sealed class RunArtifactsTests(StaffedRegistry staffed) : IClassFixture<StaffedRegistry>
{
    private const string Root = "0/run";

    private RunArtifacts Files => staffed.Get<RunArtifacts>();

    [Fact]
    public async Task A_folder_lists_what_lies_directly_in_it()
    {
        await PutAsync("list/artifacts/b.txt", "b");
        await PutAsync("list/artifacts/a/deep/x", "x");
        await PutAsync("list/artifacts/a/y", "yy");
        await PutAsync("list/artifacts/a0", "after the folder");

        Assert.Equal([("a", null), ("a0", 16L), ("b.txt", 1L)], await ListAsync("list/artifacts"));
        Assert.Equal([("deep", null), ("y", 2L)], await ListAsync("list/artifacts/a"));
        Assert.Empty(await ListAsync("list/artifacts/a/y"));
        Assert.Empty(await ListAsync("list/artifacts/nothing"));
    }

    [Fact]
    public async Task A_file_takes_the_place_of_the_one_before_and_names_that_differ_by_case_are_two()
    {
        await PutAsync("over/artifacts/a.txt", "first");
        await PutAsync("over/artifacts/a.txt", "second");
        await PutAsync("over/artifacts/A.txt", "other");

        Assert.Equal("second", await TextAsync("over/artifacts/a.txt"));
        Assert.Equal("other", await TextAsync("over/artifacts/A.txt"));
        Assert.Equal(2, (await ListAsync("over/artifacts")).Count);
    }

    [Fact]
    public async Task A_file_and_a_folder_of_one_name_are_refused()
    {
        await PutAsync("room/artifacts/a/b", "x");

        await Refused.ByAsync("file_is_folder", () => PutAsync("room/artifacts/a", "x"));
        await Refused.ByAsync("file_is_folder", () => PutAsync("room/artifacts/a/b/c", "x"));
        await Refused.ByAsync("artifact_path_invalid", () => PutAsync("", "x"));
    }

    [Fact]
    public async Task Removing_takes_a_file_or_a_folder_with_all_below_it_and_nothing_else()
    {
        foreach (var path in (string[])["a/x", "a/y/z", "ab", "a0"])
        {
            await PutAsync($"gone/artifacts/{path}", path);
        }

        Assert.Equal(2, await Files.RemoveAsync(Place("gone/artifacts/a"), staffed.Scientist, default));
        Assert.Equal(1, await Files.RemoveAsync(Place("gone/artifacts/ab"), staffed.Scientist, default));
        Assert.Equal(0, await Files.RemoveAsync(Place("gone/artifacts/nothing"), staffed.Scientist, default));
        Assert.Equal([("a0", 2L)], await ListAsync("gone/artifacts"));
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_a_folder_or_nothing()
    {
        await PutAsync("find/artifacts/a/b", "x");

        Assert.Contains("is a folder", (await Refused.ByAsync("artifact_not_found", () => TextAsync("find/artifacts/a"))).Message, StringComparison.Ordinal);
        Assert.Contains("no files", (await Refused.ByAsync("artifact_not_found", () => TextAsync("empty/artifacts"))).Message, StringComparison.Ordinal);
        Assert.Contains("no file", (await Refused.ByAsync("artifact_not_found", () => TextAsync("find/artifacts/c"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_log_neither_writes_nor_removes()
    {
        await PutAsync("rights/artifacts/a", "x");

        await Refused.ByAsync("role_missing", () => PutAsync("rights/artifacts/b", "x", staffed.Viewer));
        await Refused.ByAsync("role_missing", () => Files.RemoveAsync(Place("rights/artifacts/a"), staffed.Viewer, default));
        await Refused.ByAsync("role_missing", () => Files.ListAsync(Place("rights/artifacts"), staffed.Roleless, default));
        var reading = await staffed.Registry.ByTokenAsync(staffed.Scientist, Scopes.Read);
        await Refused.ByAsync("scope_missing", () => PutAsync("rights/artifacts/b", "x", reading));
        Assert.Equal("x", await TextAsync("rights/artifacts/a", reading));
    }

    [Fact]
    public async Task Files_of_an_experiment_that_is_not_there_are_not_found()
    {
        await Assert.ThrowsAsync<RegistryException>(() => Files.ListAsync(RunFilePlace.Parse("987654/run/artifacts"), staffed.Scientist, default));
        var refusal = await Assert.ThrowsAsync<RegistryException>(() =>
            Files.PutAsync(RunFilePlace.Parse("987654/run/artifacts/a"), Content("x"), null, staffed.Scientist, default));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
    }

    [Fact]
    public async Task What_a_script_logged_is_swept_only_after_it_was_removed()
    {
        await using var registry = await TestRegistry.StartAsync();
        var (scientist, admin) = (await registry.PersonAsync("scientist", Roles.DataScientist), await registry.PersonAsync("admin", Roles.Admin));
        var files = registry.Get<RunArtifacts>();
        var put = await files.PutAsync(Place("r/artifacts/a"), Content("logged"), null, scientist, default);
        await SweepAsync();
        registry.Clock.Advance(TimeSpan.FromDays(2));
        await SweepAsync();
        Assert.True(registry.Get<ArtifactStore>().Has(put.Sha256));

        await files.RemoveAsync(Place("r/artifacts/a"), scientist, default);
        await SweepAsync();
        registry.Clock.Advance(TimeSpan.FromDays(2));
        await SweepAsync();
        Assert.False(registry.Get<ArtifactStore>().Has(put.Sha256));

        Task SweepAsync() => registry.Get<SweepWorkflow>().RunAsync(dryRun: false, admin, default);
    }

    private static RunFilePlace Place(string path) => RunFilePlace.Parse(path.Length == 0 ? Root : $"{Root}-{path}");

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private Task<FoundRunFile> PutAsync(string path, string text, Actor? by = null) =>
        Files.PutAsync(Place(path), Content(text), text.Length, by ?? staffed.Scientist, default);

    private async Task<string> TextAsync(string path, Actor? by = null)
    {
        var file = await Files.FindAsync(Place(path), by ?? staffed.Viewer, default);
        using var content = new MemoryStream();
        await staffed.Get<ArtifactStore>().CopyToAsync(file.Sha256, file.Size, content, default);
        return Encoding.UTF8.GetString(content.ToArray());
    }

    private async Task<IReadOnlyList<(string, long?)>> ListAsync(string path) =>
        [.. (await Files.ListAsync(Place(path), staffed.Viewer, default)).Select(entry => (entry.Name, entry.Size))];
}

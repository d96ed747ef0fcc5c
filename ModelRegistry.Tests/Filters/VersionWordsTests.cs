using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Filters;

/// <summary>What is kept of the texts of a large model rules out most of them, and never one that has the words.</summary>
public sealed class VersionWordsTests(KindsOfVersions kinds, StaffedRegistry staff) : IClassFixture<KindsOfVersions>, IClassFixture<StaffedRegistry>
{
    [Theory]
    [InlineData("2.35", 1)] // the label of version 64
    [InlineData("35", 1)]
    [InlineData("NO SUCH WORD", 0)]
    [InlineData("Q", 0)]
    public async Task Few_texts_are_looked_at(string word, int ranges)
    {
        await using var db = kinds.Registry.OpenDatabase();

        var found = await new VersionWords(from: 0).RangesAsync(db, kinds.Row, [word], default);

        Assert.Equal(ranges, found?.Count);
        Assert.All(found!, range => Assert.Contains(64, range));
    }

    [Fact]
    public async Task Of_a_small_model_all_are_looked_at()
    {
        await using var db = kinds.Registry.OpenDatabase();

        Assert.Null(await new VersionWords().RangesAsync(db, kinds.Row, ["NO SUCH WORD"], default));
    }

    [Theory]
    [InlineData("giraffe")]
    [InlineData("IRAF")]
    [InlineData("gi")]
    [InlineData("g")]
    [InlineData("long neck")]
    [InlineData("\"a giraffe\"")]
    public async Task A_word_is_found_as_soon_as_a_version_has_it(string words)
    {
        var (model, pages) = (await staff.AModelAsync(), new VersionPages(new VersionWords(from: 0)));
        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Description: "A zebra."));
        Assert.Empty(await FindAsync(pages, model, words));

        await staff.Get<VersionWorkflow>().EditAsync(model, "1", new VersionEdit(Description: "With a giraffe and its long neck."), staff.Scientist, default);
        Assert.Equal([1], await FindAsync(pages, model, words));

        await staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Description: "Another long neck: a giraffe."));
        Assert.Equal([2, 1], await FindAsync(pages, model, words));
    }

    private async Task<List<int>> FindAsync(VersionPages pages, string model, string words)
    {
        await using var db = staff.Registry.OpenDatabase();
        var row = db.Models.Single(found => found.Name == model);
        return [.. await pages.NewestAsync(db, row, words, archived: false, 10, staff.Viewer, default)];
    }
}

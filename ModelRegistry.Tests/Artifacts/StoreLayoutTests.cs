using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Artifacts;

public sealed class StoreLayoutTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("registry-layout-").FullName;
    private readonly List<string> _synced = [];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bytes_that_are_here_already_take_the_way_of_those_that_are_not(bool beside)
    {
        var layout = new StoreLayout(_root, sync: folder => _synced.Add(Path.GetRelativePath(_root, folder)));
        var (digest, neighbour) = (Sha256Hex.Of("a"), Sha256Hex.Of("a")[..4] + Sha256Hex.Of("b")[4..]);
        if (beside)
        {
            Publish(neighbour);
        }

        var (first, again) = (Publish(digest), Publish(digest));

        Assert.Equal(first, again);
        Assert.Equal(beside ? 1 : 3, first.Length);
        Assert.Single(Directory.GetDirectories(Path.Combine(_root, "sha256", digest[..2])));

        string[] Publish(string sha256)
        {
            _synced.Clear();
            var temporary = layout.NewTemporary();
            File.WriteAllText(temporary, "a");
            layout.Publish(temporary, sha256);
            return [.. _synced];
        }
    }

    [Fact]
    public void What_goes_away_while_the_files_are_listed_is_passed_over()
    {
        var layout = new StoreLayout(_root);
        var folder = Directory.CreateDirectory(Path.Combine(_root, "sha256", "ab", "cd")).FullName;
        var entry = Directory.CreateDirectory(Path.Combine(_root, "sha256", "ab", "ef012345")).FullName;
        string[] digests = [.. Enumerable.Range(0, 3).Select(which => "abcd" + Sha256Hex.Of($"{which}")[4..])];
        Array.ForEach(digests, digest => File.WriteAllText(Path.Combine(folder, digest), "a"));
        using var listed = layout.Stored().GetEnumerator();

        Assert.True(listed.MoveNext());
        var first = listed.Current.Sha256;
        Directory.Delete(entry);
        var removed = digests.First(digest => digest != first);
        File.Delete(Path.Combine(folder, removed));

        Assert.True(listed.MoveNext());
        Assert.Equal(digests.Except([first, removed]), [listed.Current.Sha256]);
        Assert.False(listed.MoveNext());
    }
}

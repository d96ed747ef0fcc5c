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
}

using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Architecture;

/// <summary>A line fits on a screen beside another. Golden texts, which mean what they are byte for byte, are left as they are.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 160;

    private static readonly string[] Folders = ["ModelRegistry.Core", "ModelRegistry.Web", "ModelRegistry.Tests", "bench"];
    private static readonly string[] Generated = ["bin", "obj", "Migrations"];

    [Fact]
    public void No_line_is_longer_than_160_characters()
    {
        var files = Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)
                .Intersect(Generated).Any());

        var tooLong = files.SelectMany(file => File.ReadLines(file).Index()
            .Where(line => line.Item.Length > Longest && !IsGolden(line.Item))
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length} characters"));

        Assert.Empty(tooLong);
    }

    private static bool IsGolden(string line) => line.Contains("\"\"\"", StringComparison.Ordinal) || line.Contains("{\\\"seq\\\"", StringComparison.Ordinal);
}

using ModelRegistry.Core.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class PythonVersionTests
{
    /// <summary>Rising by the rules of PEP 440, "Summary of permitted suffixes and relative ordering"; a line is one and the same version.</summary>
    private static readonly string[][] Rising =
    [
        ["0.9"],
        ["1.0.dev1", "1.0.0.DEV1", "1.0dev1", "1-dev1"],
        ["1.0a1.dev2"],
        ["1.0a1", "1.0.alpha1", "1.0-alpha.1", "1a1", "v1.0A1"],
        ["1.0a2"],
        ["1.0b1.dev3"],
        ["1.0b1", "1.0beta1"],
        ["1.0rc1", "1.0c1", "1.0-pre1", "1.0_preview_1"],
        ["1.0rc1.post1.dev1"],
        ["1.0rc1.post1"],
        ["1.0rc2"],
        ["1.0", "1", "1.0.0", "v1.0", " 1.0 ", "0!1.0", "1.00"],
        ["1.0+abc"],
        ["1.0+abc.1"],
        ["1.0+abc.5", "1.0+ABC-5", "1.0+abc_5"],
        ["1.0+abc.10"],
        ["1.0+5"],
        ["1.0.post0", "1.0post", "1.0.r", "1.0-0"],
        ["1.0.post1.dev3"],
        ["1.0.post1", "1.0-1", "1.0-rev1", "1.0.post.1"],
        ["1.0.1"],
        ["1.2"],
        ["1.10"],
        ["2.1.0+cu118"],
        ["2.1.0+cu121"],
        ["2023.3"],
        ["1!0.1"],
    ];

    [Fact]
    public void Versions_rise_as_PEP_440_says()
    {
        var all = Rising.SelectMany((spellings, rank) => spellings.Select(text => (text, rank, version: PythonVersion.Read(text)!))).ToList();

        Assert.All(all, one => Assert.True(one.version is not null, one.text));
        foreach (var one in all)
        {
            foreach (var other in all)
            {
                Assert.True(Math.Sign(one.version.CompareTo(other.version)) == one.rank.CompareTo(other.rank), $"{one.text} and {other.text}");
                Assert.True(one.rank != other.rank || one.version.GetHashCode() == other.version.GetHashCode(), $"{one.text} and {other.text}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("latest")]
    [InlineData("1.0.*")]
    [InlineData("1.0 beta")]
    [InlineData("1..0")]
    [InlineData("1.0+")]
    [InlineData("1.0+a..b")]
    [InlineData("1.0-")]
    [InlineData("1.0.post1.post2")]
    [InlineData("1.0x")]
    [InlineData("!1")]
    [InlineData("１.0")]
    [InlineData("1.99999999999999999999999999999999999999")]
    public void Anything_else_is_no_version(string? text) => Assert.Null(PythonVersion.Read(text));

    [Fact]
    public void Numbers_may_be_longer_than_a_machine_word() =>
        Assert.True(PythonVersion.Read("20261126235959999999999")! > PythonVersion.Read("20261126235959999999998")!);
}

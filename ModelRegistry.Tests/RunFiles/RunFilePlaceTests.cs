using ModelRegistry.Core.Common;
using ModelRegistry.Core.RunFiles;

namespace ModelRegistry.Tests.RunFiles;

public sealed class RunFilePlaceTests
{
    [Theory]
    [InlineData("5/abc/artifacts/model/MLmodel", "5/abc", "artifacts/model/MLmodel", 5)]
    [InlineData("0/abc/artifacts", "0/abc", "artifacts", 0)]
    [InlineData("5/models/m-1/artifacts/MLmodel", "5/models/m-1", "artifacts/MLmodel", 5)]
    [InlineData("5/abc/artifacts//model/", "5/abc", "artifacts/model", 5)]
    [InlineData("05/abc/x", "", "05/abc/x", null)]
    [InlineData("notes/a.txt", "", "notes/a.txt", null)]
    [InlineData("5", "", "5", null)]
    [InlineData("", "", "", null)]
    [InlineData("99999999999/a", "", "99999999999/a", null)]
    public void A_path_names_the_experiment_whose_rights_count(string path, string root, string rest, int? experiment)
    {
        Assert.Equal(new RunFilePlace(root, rest, experiment), RunFilePlace.Parse(path));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("5/abc/../../6/x")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    public void What_leaves_its_folder_or_is_no_name_is_refused(string path)
    {
        var refusal = Assert.Throws<RegistryException>(() => RunFilePlace.Parse(path));
        Assert.Equal("artifact_path_invalid", refusal.Code);
        Assert.StartsWith("Invalid path", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        Assert.Throws<RegistryException>(() => RunFilePlace.Parse("a\ud800b"));
    }

    [Theory]
    [InlineData("k%step%20%timestamp%1732608000123%5ce60e.png")]
    [InlineData("50%off.txt")]
    [InlineData("epoch=0-step=10.ckpt")]
    [InlineData("a@b:c;d&e'f[g]{h}|i^j#k?l")]
    [InlineData("é日 x+y")]
    public void Names_as_scripts_write_them_stay_as_they_are(string name)
    {
        Assert.Equal($"5/r/artifacts/{name}", RunFilePlace.Parse($"5/r/artifacts/{name}").Full);
    }

    [Fact]
    public void A_path_is_as_long_as_a_file_of_a_version_may_be_and_no_longer()
    {
        Assert.Equal(RunFilePlace.PathMaxBytes, RunFilePlace.Parse($"5/r/{new string('a', RunFilePlace.PathMaxBytes)}").Path.Length);
        Assert.Throws<RegistryException>(() => RunFilePlace.Parse($"5/r/{new string('a', RunFilePlace.PathMaxBytes + 1)}"));
    }
}

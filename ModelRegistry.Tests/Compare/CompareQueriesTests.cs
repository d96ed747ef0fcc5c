using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Compare;

public sealed class CompareQueriesTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task Versions_are_compared_in_the_order_asked_for_against_the_first_or_the_named_base()
    {
        var model = await ModelAsync(3);

        var first = await CompareAsync(model, [3, 1], null);
        var named = await CompareAsync(model, [3, 1], 2);

        Assert.Equal((3, "3 1"), (first.Base, string.Join(' ', first.Versions.Select(version => version.Number))));
        Assert.Equal((2, "3 1 2"), (named.Base, string.Join(' ', named.Versions.Select(version => version.Number))));
        Assert.Equal("model/model.pkl", first.Files.Single().Name);
    }

    [Theory]
    [InlineData("1", null, "versions_invalid")]
    [InlineData("1,1", null, "versions_invalid")]
    [InlineData("", null, "versions_invalid")]
    [InlineData("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21", null, "versions_invalid")]
    [InlineData("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20", 21, "versions_invalid")]
    [InlineData("1,99", null, "version_not_found")]
    [InlineData("1,-1", null, "version_not_found")]
    public async Task Two_to_twenty_versions_that_exist_are_compared(string versions, int? baseVersion, string code)
    {
        var model = await ModelAsync(1);

        await Refused.ByAsync(code, () =>
            CompareAsync(model, [.. versions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, PageToken.Culture))],
            baseVersion));
    }

    [Fact]
    public async Task Versions_of_several_models_are_compared_and_what_is_not_there_is_named()
    {
        var (first, second) = (await ModelAsync(2), await ModelAsync(1));

        var comparison = await staff.Get<CompareQueries>().CompareAsync(
            [new(first, 2), new(second, 1), new(first, 9), new("nobody", 1)], new VersionRef(second, 1), staff.Viewer, default);

        Assert.Equal([(first, 2), (second, 1)], comparison.Versions.Select(version => (version.Model, version.Number)));
        Assert.Equal((second, 1, 1), (comparison.Model, comparison.Base, comparison.BaseIndex));
        Assert.Equal([$"{first}:9", "nobody:1"], comparison.Missing!);
        await Refused.ByAsync("version_not_found", () =>
            staff.Get<CompareQueries>().CompareAsync([new("nobody", 1), new("x", 2)], null, staff.Viewer, default));
    }

    [Fact]
    public async Task The_environment_is_read_from_the_files_of_each_version()
    {
        var model = await staff.AModelAsync();
        foreach (var version in new[] { "1.3.0", "1.4.2" })
        {
            await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: $"scikit-learn=={version}\n", path: "model/requirements.txt");
        }

        var evidence = await staff.Get<ComparedEvidenceQueries>().ReadAsync([new(model, 1), new(model, 2)], 0, staff.Viewer, default);

        var row = Assert.Single(evidence.Environment!.Rows);
        Assert.Equal(("scikit-learn", RequirementChange.Newer), (row.Name, row.Cells[1].Change));
    }

    [Fact]
    public async Task An_interval_comes_from_the_file_that_a_version_was_sealed_with()
    {
        var model = await staff.AModelAsync();
        foreach (var right in new[] { 60, 90 })
        {
            var rows = string.Join(',', Enumerable.Range(0, 100).Select(row => row < right ? 1 : 0));
            await staff.Registry.ASealedVersionAsync(staff.Scientist, model,
                new NewVersion(Metrics: [new("accuracy", right / 100.0)], Dataset: new VersionDataset("cards", "d1")),
                $$"""{"metrics":[{"metric":"accuracy","examples":[{{rows}}]}]}""", "evaluation-results.json");
        }

        var certain = (await CompareAsync(model, [1, 2], null)).Metrics.Single().Cells[1].Certainty!;

        Assert.Equal(("better", "the same 100 rows, McNemar's mid-p and Tango's interval"), (certain.Words, certain.Method));
        Assert.InRange(certain.Low, 0.2, 0.3);
    }

    private Task<Comparison> CompareAsync(string model, int[] versions, int? baseVersion) =>
        staff.Get<CompareQueries>().CompareAsync(model, versions, baseVersion, staff.Viewer, default);

    private async Task<string> ModelAsync(int versions)
    {
        var model = await staff.AModelAsync();
        for (var i = 0; i < versions; i++)
        {
            await staff.Registry.ASealedVersionAsync(staff.Scientist, model, content: $"weights {i}");
        }

        return model;
    }
}

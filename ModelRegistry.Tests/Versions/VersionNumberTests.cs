using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class VersionNumberTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task Versions_registered_at_the_same_time_get_distinct_numbers_without_a_gap()
    {
        var model = await staff.AModelAsync();

        var versions = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() =>
            staff.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(Metrics: [new("accuracy", 0.9)]), staff.Scientist, default))));

        Assert.Equal(Enumerable.Range(1, 32), versions.Select(version => version.Number).Order());
    }

    [Fact]
    public async Task A_number_is_not_used_again_when_its_version_is_gone()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        await using (var db = staff.Registry.OpenDatabase())
        {
            var id = await db.Models.Where(found => found.Name == model).Select(found => found.Id).SingleAsync();
            await db.Versions.Where(version => version.ModelId == id && version.Number == 2).ExecuteDeleteAsync();
        }

        Assert.Equal(3, (await staff.Registry.APendingVersionAsync(staff.Scientist, model)).Number);
    }

    [Fact]
    public async Task A_refused_registration_uses_no_number()
    {
        var model = await staff.AModelAsync();

        await Refused.ByAsync("label_invalid", () => staff.Registry.APendingVersionAsync(staff.Scientist, model, new NewVersion(Label: "12")));

        Assert.Equal(1, (await staff.Registry.APendingVersionAsync(staff.Scientist, model)).Number);
    }

    [Theory]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1.")]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("0x1")]
    [InlineData("٣")]
    [InlineData("１")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("2147483648")]
    [InlineData("9223372036854775808")]
    [InlineData("latest")]
    [InlineData("null")]
    public async Task What_is_no_number_or_label_of_a_version_is_not_found(string selector)
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);

        var refusal = await Refused.ByAsync("version_not_found", () => staff.Get<VersionQueries>().GetAsync(model, selector, staff.Viewer, default));

        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
    }

    [Theory]
    [InlineData("parameters", "parameters.a", "field_required")]
    [InlineData("tags", "tags.a", "field_required")]
    [InlineData("metrics", "metrics[0]", "field_required")]
    [InlineData("metric name", "metrics[0].name", "field_required")]
    [InlineData("long parameter", "parameters.a", "field_too_long")]
    [InlineData("many parameters", "parameters", "too_many")]
    [InlineData("long framework", "framework", "field_too_long")]
    [InlineData("long digest", "dataset.digest", "field_too_long")]
    public async Task A_registration_with_a_wrong_field_is_refused_by_its_name(string what, string field, string code)
    {
        var model = await staff.AModelAsync();
        var nothing = new Dictionary<string, string> { ["a"] = null! };
        var version = what switch
        {
            "parameters" => new NewVersion(Parameters: nothing),
            "tags" => new NewVersion(Tags: nothing),
            "metrics" => new NewVersion(Metrics: [null!]),
            "metric name" => new NewVersion(Metrics: [new(null!, 1)]),
            "long parameter" => new NewVersion(Parameters: new Dictionary<string, string> { ["a"] = new('x', 6_001) }),
            "many parameters" => new NewVersion(Parameters: Enumerable.Range(0, 2_001).ToDictionary(i => $"p{i}", _ => "x")),
            "long framework" => new NewVersion(Framework: new string('x', 101)),
            _ => new NewVersion(Dataset: new VersionDataset("d", new string('x', 101))),
        };

        var refusal = await Refused.ByAsync(code, () => staff.Registry.APendingVersionAsync(staff.Scientist, model, version));

        Assert.Equal((RefusalKind.Invalid, field), (refusal.Kind, refusal.Field));
    }

    [Fact]
    public async Task The_list_of_versions_pages_from_the_newest_number_down()
    {
        var model = await staff.AModelAsync();
        for (var i = 0; i < 5; i++)
        {
            await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        }

        var first = await staff.Get<VersionQueries>().ListAsync(model, 3, null, staff.Viewer, default);
        var rest = await staff.Get<VersionQueries>().ListAsync(model, 3, first.NextPageToken, staff.Viewer, default);

        Assert.Equal([5, 4, 3], first.Items.Select(version => version.Number));
        Assert.Equal([2, 1], rest.Items.Select(version => version.Number));
        Assert.Null(rest.NextPageToken);
    }
}

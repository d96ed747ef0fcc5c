using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

public sealed class ModelWorkflowTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private ModelWorkflow Workflow => staff.Get<ModelWorkflow>();

    [Fact]
    public async Task An_edit_changes_what_it_names_and_leaves_the_rest()
    {
        var name = await staff.AModelAsync();
        await Workflow.EditAsync(name, new ModelEdit(Description: "first", PrimaryMetric: "auc", Tags: Tags("a", "1", "b", "2")), staff.Scientist, default);

        var edited = await Workflow.EditAsync(name, new ModelEdit(Restricted: true, PrimaryMetric: "", Tags: Tags("a", null, "b", "3")), staff.Scientist,
            default);

        Assert.Equal(("first", true, null), (edited.Description, edited.Restricted, edited.PrimaryMetric));
        Assert.Equal(["b=3"], edited.Tags.Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_leaves_no_event_and_no_time()
    {
        var name = await staff.AModelAsync();
        var before = await Workflow.EditAsync(name, new ModelEdit(Description: "same", Tags: Tags("a", "1")), staff.Scientist, default);
        staff.Registry.Clock.Advance(TimeSpan.FromMinutes(1));

        var after = await Workflow.EditAsync(name, new ModelEdit(Description: "same", Tags: Tags("a", "1", "gone", null)), staff.Scientist, default);

        Assert.Equal(before.UpdatedAt, after.UpdatedAt);
        Assert.Equal(["model.edited", "model.created"], (await staff.EventsAsync(name)).Select(audit => audit.Action));
    }

    [Fact]
    public async Task A_model_changes_hands_to_an_active_account_only()
    {
        var name = await staff.AModelAsync();

        var edited = await Workflow.EditAsync(name, new ModelEdit(Owner: "OTHER.scientist@example.test"), staff.Scientist, default);

        Assert.Equal(staff.OtherScientist.Name, edited.Owner);
        await Refused.ByAsync("role_missing", () => Workflow.EditAsync(name, new ModelEdit(Description: "mine?"), staff.Scientist, default));
        var unknown = await Refused.ByAsync("owner_unknown", () => Workflow.EditAsync(name, new ModelEdit(Owner: "nobody@example.test"), staff.Admin, default));
        Assert.Equal(RefusalKind.Invalid, unknown.Kind);
    }

    [Theory]
    [InlineData("", "x", "field_required", "tags")]
    [InlineData("a//b", "x", "key_invalid", "tags")]
    [InlineData("../a", "x", "key_invalid", "tags")]
    [InlineData("a ", "x", "key_invalid", "tags")]
    [InlineData("a\tb", "x", "key_invalid", "tags")]
    [InlineData("<b>", "x", "key_invalid", "tags")]
    [InlineData("a", "\0", "field_not_text", "tags.a")]
    [InlineData("a", null, "field_required", "tags.a")]
    public async Task A_tag_that_is_no_tag_is_refused_by_name_and_nothing_is_made(string key, string? value, string code, string field)
    {
        var refusal = await Refused.ByAsync(code, () =>
            Workflow.CreateAsync(new NewModel($"refused {code}", Tags: new Dictionary<string, string> { [key] = value! }), staff.Scientist, default));

        Assert.Equal((RefusalKind.Invalid, field), (refusal.Kind, refusal.Field));
        await Refused.ByAsync("model_not_found", () => staff.Get<ModelQueries>().GetAsync($"refused {code}", staff.Scientist, default));
    }

    [Fact]
    public async Task Tags_have_room_for_a_hundred_keys_of_250_and_values_of_5000_characters()
    {
        var name = await staff.AModelAsync();
        await Workflow.EditAsync(name, new ModelEdit(Tags: Many(100)), staff.Scientist, default);

        await Refused.ByAsync("too_many", () => Workflow.EditAsync(name, new ModelEdit(Tags: Tags("one more", "x")), staff.Scientist, default));
        await Refused.ByAsync("field_too_long", () => Workflow.EditAsync(name, new ModelEdit(Tags: Tags(new string('k', 251), "x")), staff.Scientist, default));
        await Refused.ByAsync("field_too_long", () =>
            Workflow.EditAsync(name, new ModelEdit(Tags: Tags("k0", new string('v', 5_001))), staff.Scientist, default));
        Assert.Equal(100, (await Workflow.EditAsync(name, new ModelEdit(Tags: Tags("k0", new string('v', 5_000))), staff.Scientist, default)).Tags.Count);
    }

    private static Dictionary<string, string?> Many(int count) => Enumerable.Range(0, count).ToDictionary(i => $"k{i}", string? (_) => "v");

    private static Dictionary<string, string?> Tags(params string?[] pairs) => pairs.Chunk(2).ToDictionary(pair => pair[0]!, pair => pair[1]);
}

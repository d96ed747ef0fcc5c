using System.Text.Json;
using ModelRegistry.Core;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

public sealed class ModelCardTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task A_card_is_kept_and_counted_by_its_changes()
    {
        var name = await staff.AModelAsync();

        var first = await SetAsync(name, "# Limits\n\nNone known.");
        var again = await SetAsync(name, "# Limits\n\nNone known.");
        var second = await SetAsync(name, "# Limits\n\nNights.");

        Assert.Equal([1, 1, 2], new[] { first, again, second }.Select(model => model.CardVersion));
        Assert.Equal("# Limits\n\nNights.", (await staff.Get<ModelQueries>().GetAsync(name, staff.Viewer, default)).Card);
        Assert.Equal(2, (await staff.EventsAsync(name)).Count(entry => entry.Action == "model.edited"));
    }

    [Fact]
    public async Task A_model_begins_without_a_card_and_lists_leave_it_out()
    {
        var name = await staff.AModelAsync();

        var listed = (await staff.Get<ModelQueries>().ListAsync(new ModelSearch($"name = '{name}'"), staff.Viewer, default)).Items.Single();

        Assert.Equal(("", 0), await CardOfAsync(name));
        Assert.Equal((null, null), (listed.Card, listed.CardVersion));
        Assert.DoesNotContain("card", JsonSerializer.Serialize(listed, JsonSerializerOptions.Web), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Another_edit_leaves_the_card_and_an_empty_card_removes_it()
    {
        var name = await staff.AModelAsync();
        await SetAsync(name, "# Limits");

        await staff.Get<ModelWorkflow>().EditAsync(name, new ModelEdit("Finds fraud"), staff.Scientist, default);
        Assert.Equal(("# Limits", 1), await CardOfAsync(name));

        await SetAsync(name, "");
        Assert.Equal(("", 2), await CardOfAsync(name));
    }

    [Theory]
    [InlineData(Model.CardMaxLength + 1, 'x', "field_too_long")]
    [InlineData(3, '\u0001', "field_not_text")]
    [InlineData(3, '\ud800', "field_not_text")]
    public async Task What_is_no_card_is_refused(int length, char of, string code)
    {
        var name = await staff.AModelAsync();

        var refusal = await Refused.ByAsync(code, () => SetAsync(name, new string(of, length)));

        Assert.Equal("card", refusal.Field);
    }

    [Fact]
    public async Task Only_who_may_edit_the_model_writes_its_card()
    {
        var name = await staff.AModelAsync();

        await Refused.ByAsync("role_missing", () => staff.Get<ModelWorkflow>().EditAsync(name, new ModelEdit(Card: "x"), staff.OtherScientist, default));
    }

    [Fact]
    public async Task The_trail_keeps_both_texts_of_a_changed_card()
    {
        var name = await staff.AModelAsync();
        await SetAsync(name, "# Limits\n\nNone known.");
        await SetAsync(name, "# Limits\n\nNights.");

        var changed = (await staff.EventsAsync(name))[0];

        Assert.Equal(("# Limits\n\nNone known.", "# Limits\n\nNights."), (Member(changed.Before, "card"), Member(changed.After, "card")));
        Assert.Equal(("1", "2"), (Member(changed.Before, "cardVersion"), Member(changed.After, "cardVersion")));
        Assert.Equal($"{staff.Scientist.Name} changed the card of {name}", RegistrySentences.Of(changed).Text);
    }

    [Fact]
    public async Task The_trail_names_a_long_card_by_number_and_digest()
    {
        var name = await staff.AModelAsync();
        var text = new string('x', 4_000);
        await SetAsync(name, text);

        var changed = (await staff.EventsAsync(name))[0];

        Assert.Equal((null, null), (Member(changed.Before, "card"), Member(changed.After, "card")));
        Assert.Equal(($"sha256:{Sha256Hex.Of("")}", $"sha256:{Sha256Hex.Of(text)}"),
            (Member(changed.Before, "cardDigest"), Member(changed.After, "cardDigest")));
        Assert.Equal($"{staff.Scientist.Name} changed the card of {name}", RegistrySentences.Of(changed).Text);
    }

    [Fact]
    public async Task Other_changes_keep_no_word_of_the_card()
    {
        var name = await staff.AModelAsync();
        await SetAsync(name, "# Limits");
        await staff.Get<ModelWorkflow>().EditAsync(name, new ModelEdit("Finds fraud"), staff.Scientist, default);

        var events = await staff.EventsAsync(name);

        foreach (var entry in new[] { events[0], events[^1] })
        {
            Assert.DoesNotContain("card", entry.After!.Value.EnumerateObject().Select(member => member.Name));
        }
    }

    private Task<ModelView> SetAsync(string name, string card) =>
        staff.Get<ModelWorkflow>().EditAsync(name, new ModelEdit(Card: card), staff.Scientist, default);

    private async Task<(string?, int?)> CardOfAsync(string name)
    {
        var model = await staff.Get<ModelQueries>().GetAsync(name, staff.Viewer, default);
        return (model.Card, model.CardVersion);
    }

    private static string? Member(JsonElement? side, string name) => side!.Value.TryGetProperty(name, out var member) ? member.ToString() : null;
}

using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

public sealed class ModelNameTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Theory]
    [InlineData("fraud")]
    [InlineData("Fraud detection v2.1_eu-west")]
    [InlineData("größe")]
    [InlineData("不正検知")]
    [InlineData("it's (new) & fine!")]
    [InlineData("...dots first")]
    [InlineData("😀")]
    public void A_name_in_any_language_is_kept_as_it_is_written(string name) => Assert.Equal(name, ModelName.Check(name));

    [Theory]
    [InlineData(null, "field_required")]
    [InlineData("", "field_required")]
    [InlineData("   ", "field_required")]
    [InlineData(" fraud", "model_name_invalid")]
    [InlineData("fraud ", "model_name_invalid")]
    [InlineData("fraud.", "model_name_invalid")]
    [InlineData("fraud．", "model_name_invalid")]
    [InlineData(".", "model_name_invalid")]
    [InlineData("..", "model_name_invalid")]
    [InlineData("．．", "model_name_invalid")]
    [InlineData("…", "model_name_invalid")]
    [InlineData("a/b", "model_name_invalid")]
    [InlineData("a／b", "model_name_invalid")]
    [InlineData("a\\b", "model_name_invalid")]
    [InlineData("a:b", "model_name_invalid")]
    [InlineData("a%2Fb", "model_name_invalid")]
    [InlineData("a@b", "model_name_invalid")]
    [InlineData("a＠b", "model_name_invalid")]
    [InlineData("a#b", "model_name_invalid")]
    [InlineData("a?b", "model_name_invalid")]
    [InlineData("<b>", "model_name_invalid")]
    [InlineData("a\u00a0b", "model_name_invalid")]
    [InlineData("fra\u200bud", "model_name_invalid")]
    [InlineData("fra\u00adud", "model_name_invalid")]
    [InlineData("fra\u2063ud", "model_name_invalid")]
    [InlineData("fraud\ufe0f", "model_name_invalid")]
    [InlineData("fraud\u3164", "model_name_invalid")]
    [InlineData("fraud\u115f", "model_name_invalid")]
    [InlineData("fraud\u2800", "model_name_invalid")]
    [InlineData("fraud\U000E0041", "model_name_invalid")]
    [InlineData("fraud\U000E0101", "model_name_invalid")]
    [InlineData("fraud\ue000", "model_name_invalid")]
    [InlineData("a\u3000b", "model_name_invalid")]
    [InlineData("a\u200bb", "model_name_invalid")]
    [InlineData("a\u202eb", "model_name_invalid")]
    [InlineData("a\tb", "model_name_invalid")]
    [InlineData("a\nb", "model_name_invalid")]
    [InlineData("a\0b", "field_not_text")]
    public void A_name_that_people_or_addresses_cannot_tell_apart_is_refused(string? name, string code)
    {
        var refusal = Assert.Throws<RegistryException>(() => ModelName.Check(name));

        Assert.Equal((RefusalKind.Invalid, code, "name"), (refusal.Kind, refusal.Code, refusal.Field));
    }

    [Fact]
    public void A_name_with_half_a_surrogate_pair_is_refused() =>
        Assert.Equal("field_not_text", Assert.Throws<RegistryException>(() => ModelName.Check("a" + '\ud800')).Code);

    [Fact]
    public void A_name_has_at_most_200_characters_also_in_its_normal_form()
    {
        Assert.Equal(200, ModelName.Check(new string('x', 200)).Length);
        Assert.Equal("field_too_long", Assert.Throws<RegistryException>(() => ModelName.Check(new string('x', 201))).Code);
        // one character that stands for four
        Assert.Equal("model_name_invalid", Assert.Throws<RegistryException>(() => ModelName.Check(new string('㍿', 100))).Code);
    }

    [Theory]
    [InlineData("Taken One")]
    [InlineData("TAKEN ONE")]
    [InlineData("ｔａｋｅｎ one")]
    public async Task A_name_that_differs_by_case_or_width_only_is_taken(string name)
    {
        await Record.ExceptionAsync(() => staff.Registry.AModelAsync(staff.Scientist, "taken one"));

        var refusal = await Refused.ByAsync("model_name_taken", () => staff.Registry.AModelAsync(staff.OtherScientist, name));

        Assert.Equal((RefusalKind.Conflict, "name"), (refusal.Kind, refusal.Field));
        Assert.Equal("taken one", (await staff.Get<ModelQueries>().GetAsync(name, staff.Viewer, default)).Name);
    }

    [Fact]
    public async Task Names_that_differ_otherwise_are_two_models()
    {
        await staff.Registry.AModelAsync(staff.Scientist, "straße");
        await staff.Registry.AModelAsync(staff.Scientist, "strasse");

        Assert.Equal("straße", (await staff.Get<ModelQueries>().GetAsync("STRAßE", staff.Viewer, default)).Name);
    }
}

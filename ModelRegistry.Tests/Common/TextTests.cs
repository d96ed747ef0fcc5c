using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Common;

public sealed class TextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("line\r\nbreak\tand tab")]
    [InlineData("😀 and \ufffd itself")]
    [InlineData("<script>alert(1)</script>")] // text is text; whoever shows it escapes it
    public void Text_is_kept_as_it_is(string text) => Assert.Equal(text, Text.Check("description", text, 100));

    [Theory]
    [InlineData('\0')]
    [InlineData('\a')]
    [InlineData('\u001b')]
    [InlineData('\u0085')]
    [InlineData('\u009f')]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public void Control_characters_and_half_pairs_are_refused(char bad)
    {
        var refusal = Assert.Throws<RegistryException>(() => Text.Check("description", $"a{bad}b", 100));

        Assert.Equal((RefusalKind.Invalid, "field_not_text", "description"), (refusal.Kind, refusal.Code, refusal.Field));
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("val/loss:epoch 1.0-b_2")]
    [InlineData("größe")]
    [InlineData("R²")]
    [InlineData("½ Ⅳ")]
    [InlineData("𝛼")]
    [InlineData("...")]
    public void A_key_may_be_what_mlflow_allows(string key) => Assert.Equal(key, Text.CheckKey("tags", key));

    [Theory]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("a/../b")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\nb")]
    [InlineData("a%b")]
    [InlineData("a=b")]
    [InlineData("a'b")]
    [InlineData("😀")]
    public void A_key_that_breaks_an_address_or_a_filter_is_refused(string key) =>
        Assert.Equal("key_invalid", Assert.Throws<RegistryException>(() => Text.CheckKey("tags", key)).Code);

    [Fact]
    public void Optional_text_is_kept_without_spaces_at_its_ends_and_blank_is_none()
    {
        Assert.Equal("d1", Text.CheckOptional("digest", " d1 ", 2));
        Assert.Null(Text.CheckOptional("digest", "  ", 2));
        Assert.Null(Text.CheckOptional("digest", null, 2));
    }
}

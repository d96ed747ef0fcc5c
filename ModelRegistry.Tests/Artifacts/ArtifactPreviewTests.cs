using System.Text;
using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Tests.Artifacts;

public sealed class ArtifactPreviewTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<svg onload=alert(1)></svg>")]
    [InlineData("!!python/object/apply:os.system ['x']\n__proto__: 1")]
    [InlineData("grüße\t\r\n")]
    public void Text_is_text_whatever_it_says(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(new ArtifactPreview(PreviewKind.Text, text), ArtifactPreview.Of(bytes, bytes.Length));
    }

    [Theory]
    [InlineData("89504E470D0A1A0A0000", "image/png")]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250", "image/webp")]
    public void A_picture_is_known_by_its_signature(string hex, string type)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Equal(new ArtifactPreview(PreviewKind.Image, ContentType: type), ArtifactPreview.Of(bytes, bytes.Length));
        Assert.Equal(PreviewKind.None, ArtifactPreview.Of(bytes, ArtifactPreview.MostImageBytes + 1).Kind);
    }

    [Theory]
    [InlineData("FFFE")]
    [InlineData("61FF62")]
    [InlineData("E282")]
    [InlineData("ED A0 80")]
    [InlineData("61 00 62")]
    [InlineData("1B5B32 4A")]
    [InlineData("80048595")]
    public void Neither_valid_text_nor_picture_is_not_shown(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

        var preview = ArtifactPreview.Of(bytes, bytes.Length);

        Assert.Equal(PreviewKind.None, preview.Kind);
        Assert.NotNull(preview.Why);
    }

    [Theory]
    [InlineData("é", 1)]
    [InlineData("€", 1)]
    [InlineData("€", 2)]
    [InlineData("😀", 1)]
    [InlineData("😀", 3)]
    public void A_character_that_the_cut_divides_is_left_out(string character, int bytes)
    {
        var whole = Encoding.UTF8.GetBytes("ab" + character);

        var preview = ArtifactPreview.Of(whole.AsSpan(0, 2 + bytes), whole.Length + 10);

        Assert.Equal(("ab", true), (preview.Text, preview.Truncated));
    }

    [Fact]
    public void A_cut_after_a_whole_character_loses_nothing()
    {
        var whole = Encoding.UTF8.GetBytes("ab€");

        Assert.Equal("ab€", ArtifactPreview.Of(whole, whole.Length + 10).Text);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text_and_an_empty_file_says_so()
    {
        Assert.Equal("a", ArtifactPreview.Of([0xEF, 0xBB, 0xBF, (byte)'a'], 4).Text);
        Assert.Equal("This file is empty.", ArtifactPreview.Of([], 0).Why);
    }
}

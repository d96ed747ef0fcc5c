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
    [InlineData("E282")]
    [InlineData("61818D62")]
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
    [InlineData("\u001b[32mepoch 1\u001b[0m \u001b[1;31mloss\u001b[K 0.5\u001b]0;title\u0007\n", "epoch 1 loss 0.5\n")]
    [InlineData("\u001b(B\u001b7plain", "plain")]
    public void A_log_is_shown_without_the_colours_of_the_console(string log, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(log);

        var preview = ArtifactPreview.Of(bytes, bytes.Length);

        Assert.Equal((PreviewKind.Text, shown), (preview.Kind, preview.Text));
        Assert.Equal("Colours and movements of the console are left out.", preview.Note);
        Assert.Equal("epoch", ArtifactPreview.Of(Encoding.UTF8.GetBytes("epoch\u001b[3"), 100).Text); // the cut divides a sequence
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_log_in_UTF_16_is_text_with_its_mark_and_without(bool bigEndian, bool mark)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("Größe 3\r\n😀")];

        Assert.Equal(("Größe 3\r\n😀", "Read as UTF-16."), (ArtifactPreview.Of(bytes, bytes.Length).Text, ArtifactPreview.Of(bytes, bytes.Length).Note));
        Assert.Equal("Größe 3\r\n", ArtifactPreview.Of(bytes.AsSpan(0, bytes.Length - 1), bytes.Length).Text); // the cut divides the pair
    }

    [Fact]
    public void A_log_in_Latin_1_is_text_with_the_signs_that_Windows_adds()
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes("Größe: 12 "), 0x80, (byte)' ', 0x96, (byte)'\n'];

        var preview = ArtifactPreview.Of(bytes, bytes.Length);

        Assert.Equal(("Größe: 12 € –\n", "Read as Latin-1: it is no valid UTF-8."), (preview.Text, preview.Note));
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

using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Artifacts;

public sealed class ArtifactPathTests
{
    [Theory]
    [InlineData("model.pkl")]
    [InlineData("model/data/weights.bin")]
    [InlineData("dog%step%100%timestamp%100")]
    [InlineData("dog+step+100")]
    [InlineData("a+b")]
    [InlineData("a..b")]
    [InlineData("..a")]
    [InlineData("...")]
    [InlineData("models/artifact/..../x")]
    [InlineData(".gitignore")]
    [InlineData("%2e%2e%2fx")]
    [InlineData("%252e%252e%252f")]
    [InlineData("with space/in the middle.txt")]
    [InlineData("cafe\u0301/caf\u00e9.txt")]
    [InlineData("日本語/モデル.bin")]
    [InlineData("\U0001F600.png")]
    [InlineData("&'%=,.html")]
    [InlineData("a;b.txt")]
    [InlineData("wait….txt")]
    [InlineData("-")]
    [InlineData("~root")]
    [InlineData("$HOME")]
    [InlineData("console.log")]
    [InlineData("com.txt")]
    [InlineData("com10")]
    [InlineData("auxiliary/nullable")]
    public void A_harmless_path_is_returned_unchanged(string path) => Assert.Equal(path, ArtifactPath.Check(path));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("/", "empty name")]
    [InlineData("/etc/canary", "empty name")]
    [InlineData("//etc/canary", "empty name")]
    [InlineData("a/", "empty name")]
    [InlineData("a//b", "empty name")]
    [InlineData(".", "folder above")]
    [InlineData("..", "folder above")]
    [InlineData("./../x", "folder above")]
    [InlineData("a/./b", "folder above")]
    [InlineData("a/b/../../../x", "folder above")]
    [InlineData("etc/../../etc/canary", "folder above")]
    [InlineData("#/../x", "folder above")]
    [InlineData("..;/x", "folder above")]
    [InlineData("..;v=1/x", "folder above")]
    [InlineData("\uFF0E\uFF0E/x", "folder above")]
    [InlineData("\uFF02\uFF0E\uFF0E\uFF0F", "folder above")]
    [InlineData("\u2025/x", "folder above")]
    [InlineData("a\uFF3Cb", "folder above")]
    [InlineData("..\\..\\x", "backslash")]
    [InlineData("....\\", "backslash")]
    [InlineData("\\\\host\\share", "backslash")]
    [InlineData("\\\\?\\C:\\", "backslash")]
    [InlineData("C:", "colon")]
    [InlineData("c:x", "colon")]
    [InlineData("C:/Windows", "colon")]
    [InlineData("a/C:/x", "colon")]
    [InlineData("::Windows", "colon")]
    [InlineData("file.txt::$DATA", "colon")]
    [InlineData("file.txt:stream", "colon")]
    [InlineData("a<b", "on Windows")]
    [InlineData("a>b", "on Windows")]
    [InlineData("a\"b", "on Windows")]
    [InlineData("a|b", "on Windows")]
    [InlineData("a?b.txt", "on Windows")]
    [InlineData("a*b", "on Windows")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\r\nb", "U+000D")]
    [InlineData("a\tb", "U+0009")]
    [InlineData("a\u007f", "U+007F")]
    [InlineData("a\u0085b", "U+0085")]
    [InlineData("a\u2028b", "U+2028")]
    [InlineData("a\u202Egnp.exe", "U+202E")]
    [InlineData("a\u2066b", "U+2066")]
    [InlineData("a\u200Bb", "U+200B")]
    [InlineData("a\uFEFFb", "U+FEFF")]
    [InlineData("a\U000E0041b", "U+E0041")]
    [InlineData("CON", "device")]
    [InlineData("a/con/b", "device")]
    [InlineData("aux.txt", "device")]
    [InlineData("nul .tar.gz", "device")]
    [InlineData("LPT9.x", "device")]
    [InlineData("com\u00b9", "device")]
    [InlineData("conin$", "device")]
    [InlineData("a.", "dot")]
    [InlineData("a./b", "dot")]
    [InlineData("a..", "dot")]
    [InlineData("a ", "space")]
    [InlineData(" a", "space")]
    [InlineData("a /b", "space")]
    [InlineData("a/\u00a0b", "space")]
    [InlineData("b\u3000", "space")]
    public void A_dangerous_path_is_refused_and_the_sentence_says_why(string path, string reason)
    {
        var refusal = Assert.Throws<RegistryException>(() => ArtifactPath.Check(path));

        Assert.Equal((RefusalKind.Invalid, "artifact_path_invalid", "path"), (refusal.Kind, refusal.Code, refusal.Field));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_and_noncharacters_are_refused()
    {
        foreach (var path in new[] { "a\uD83D", "\uDE00b", "\uDE00\uD83D", "a\uFFFE", "a\uFFFF", "\uFDD0", "\U0001FFFF" })
        {
            Assert.Throws<RegistryException>(() => ArtifactPath.Check(path));
        }
    }

    [Fact]
    public void Limits_count_utf8_bytes_and_include_their_last_byte()
    {
        var longest = string.Join('/', Enumerable.Repeat(new string('é', 127) + "x", 4));

        Assert.Equal(ArtifactPath.MaxBytes - 1, System.Text.Encoding.UTF8.GetByteCount(longest));
        Assert.Equal(longest, ArtifactPath.Check(longest));
        Assert.Contains("255", Assert.Throws<RegistryException>(() => ArtifactPath.Check(new string('é', 128))).Message, StringComparison.Ordinal);
        Assert.Contains("1024", Assert.Throws<RegistryException>(() => ArtifactPath.Check(longest + "/x")).Message, StringComparison.Ordinal);
        Assert.Throws<RegistryException>(() => ArtifactPath.Check(new string('a', 4096)));
    }

    [Fact]
    public void A_refusal_never_repeats_a_character_that_could_disguise_it()
    {
        var refusal = Assert.Throws<RegistryException>(() => ArtifactPath.Check("con/a\u202Eb"));

        Assert.DoesNotContain('\u202E', refusal.Message);
    }

    // Computed with Python: sha256(NFC(NFD(path).casefold())).
    [Theory]
    [InlineData("model/MLmodel", "c0b72b92f5834fa71e661cf388eddae1c017c0dd17c054b5f0b5260bc5ebd8bb")]
    [InlineData("Caf\u00e9.TXT", "5996d1f7905c244c4fa2c38e29b4f1f2374831626a311489221ccb3f233cc4e8")]
    [InlineData("STRASSE/\uFB01le", "d283b82d989662b2505ec5e910a5f03181dfa093ea831ca0777b6275e0965a5e")]
    [InlineData("ΣΊΣΥΦΟΣ", "1c741e06bb2cd1fc019fdc480c5c1adcbcff5e58336d1cdd0cbd0aa710f9182f")]
    [InlineData("\u0130", "fbbdb347060082cf4e72cdc5f02679dd809ebf4e6c601933e858d954a65f5e73")]
    [InlineData("\u1F88", "9fc00b60db8aaa06d99ed43e54de691ac14850f7bc3f450a841564507c01730d")]
    public void Key_is_the_hash_of_the_normalised_and_case_folded_path(string path, string key) => Assert.Equal(key, ArtifactPath.KeyOf(path));

    [Theory]
    [InlineData("Model.pkl", "model.PKL")]
    [InlineData("caf\u00e9", "CAFE\u0301")]
    [InlineData("straße", "STRASSE")]
    [InlineData("straße", "STRA\u1E9EE")]
    [InlineData("ς", "σ")]
    [InlineData("\u017F", "S")]
    [InlineData("\u212A", "k")]
    [InlineData("\u00B5", "\u03BC")]
    [InlineData("\U00010400", "\U00010428")]
    public void Paths_equal_after_normalisation_and_case_folding_share_a_key(string one, string other) =>
        Assert.Equal(ArtifactPath.KeyOf(one), ArtifactPath.KeyOf(other));

    [Theory]
    [InlineData("a/b", "a_b")]
    [InlineData("cafe", "caf\u00e9")]
    [InlineData("i", "\u0131")]
    [InlineData("\uFF21", "A")]
    [InlineData("x\u00b2", "x2")]
    public void Different_paths_have_different_keys(string one, string other) =>
        Assert.NotEqual(ArtifactPath.KeyOf(one), ArtifactPath.KeyOf(other));

    [Fact]
    public void A_refused_path_has_no_key() => Assert.Throws<RegistryException>(() => ArtifactPath.KeyOf("../x"));
}

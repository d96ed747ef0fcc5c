using System.Text;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Artifacts;

public sealed class ManifestTests
{
    /// <summary>
    /// Each file's content is its own path in UTF-8. The digests were computed with Python, twice: by hand-written escaping
    /// and by <c>json.dumps(ensure_ascii=False, separators=(",", ":"))</c> over entries sorted by <c>path.encode()</c>.
    /// </summary>
    public static TheoryData<string, string[], string> GoldenVectors => new()
    {
        { "no files", [], "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945" },
        { "plain", ["model/MLmodel", "model/model.pkl", "requirements.txt"], "fd98c7b49646d8c7c2bc60e4e3bab4d807c01fa3cb65d8158411f96c441b1d06" },
        { "quote and backslash", ["say \"hi\".txt", "back\\slash"], "7247129d5711d76d8afcd92af6946b0ca9fe4059965838274ceb1cbe8e02c1f1" },
        { "short escapes", ["\b\t\n\f\r"], "87a0284852cf4df3f9f1b6b2db12d331ba97d2dc4921fc23589fd07c18c6ca68" },
        {
            "every control character and delete", [.. Enumerable.Range(0, 32).Select(code => ((char)code).ToString()), "\u007f"],
            "7ade3881b242536a4ef520e8e8a9b7d00d10050113c7e09f3700a8ed7c4ade78"
        },
        {
            "never escaped", ["<b>&'+/=.html", "line\u2028para\u2029", "nbsp\u00a0\u007f", "\u0085"],
            "eb905470f5dbc8e1dc020fea4f86856ea953ad8a80b8a403516777c938ef61d7"
        },
        {
            "emoji after U+FFEE", ["\U0001F600.png", "\uFFEE.png", "\uE000", "z", "\U00010000", "\uD7FF"],
            "c828dab9d45560cf9f6186a4d630871c67298ea8452aa0f2c03d8eed9297f1ab"
        },
        { "composed and decomposed stay two", ["caf\u00e9.txt", "cafe\u0301.txt"], "6acef19be00447d46fec57f59307ac95b1b4788121dae9bb554e938b88ce4ee7" },
        { "prefixes", ["a/b", "a", "a-b", "a.b", "a/b/c", "A", "Z", "aa"], "f47329e00a21f78cc20f382a0cf21c905a89dddd3c8f4884f8acbb3ea0ff7808" },
        {
            "legal and odd", ["dog%step%100", "a..b", "...", "a+b", "%2e%2e%2fx", "with space", "日本語/モデル.bin", "מודל"],
            "753714709897eabee25bf69437091fa3f50282bdc54146cb34e59e6d50349cbd"
        },
    };

    [Theory]
    [MemberData(nameof(GoldenVectors))]
    public void Digest_is_what_an_independent_program_computes(string what, string[] paths, string digest)
    {
        var entries = paths.Select(EntryOf).ToList();

        Assert.True("sha256:" + digest == Manifest.DigestOf(entries), what);
        Assert.True("sha256:" + digest == Manifest.DigestOf(entries.AsEnumerable().Reverse()), what);
    }

    [Fact]
    public void Digest_of_100_000_files_is_what_an_independent_program_computes()
    {
        var empty = Sha256Hex.Of("");
        var entries = Enumerable.Range(0, 100_000).Reverse().Select(number => new ManifestEntry($"f/{number:D6}", empty, number));

        Assert.Equal("sha256:70eb89d35f45894906338e3bb5582cabab28ce40de8bd6fb7142312925be71f3", Manifest.DigestOf(entries));
    }

    [Fact]
    public void Text_is_spelled_as_documented()
    {
        var text = Manifest.TextOf([new ManifestEntry("é/\"b\"\u0001", new string('b', 64), 20_000_000_000), new ManifestEntry("a", new string('a', 64), 0)]);

        var expected = """[{"path":"a","sha256":"AAAA","size":0},{"path":"é/\"b\"\u0001","sha256":"BBBB","size":20000000000}]"""
            .Replace("AAAA", new string('a', 64), StringComparison.Ordinal)
            .Replace("BBBB", new string('b', 64), StringComparison.Ordinal);
        Assert.Equal(expected, text);
    }

    [Fact]
    public void Paths_are_ordered_as_their_utf8_bytes_are()
    {
        string[] paths =
        [
            "", "a", "a/b", "a-b", "aa", "Z", "é", "e\u0301", "\u007f", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFEE", "\uFFFD",
            "\U00010000", "\U0001F600", "\U0001F601", "\U0010FFFD", "a\uFFEE", "a\U0001F600", "\U0001F600a", "\U0001F600\uFFEE",
        ];

        foreach (var (left, right) in paths.SelectMany(left => paths.Select(right => (left, right))))
        {
            var expected = Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
            Assert.Equal(Math.Sign(expected), Math.Sign(Manifest.CompareUtf8(left, right)));
        }
    }

    [Fact]
    public void Half_a_surrogate_pair_is_never_replaced_silently() =>
        Assert.ThrowsAny<ArgumentException>(() => Manifest.DigestOf([new ManifestEntry("a\uD83D", Sha256Hex.Of(""), 0)]));

    private static ManifestEntry EntryOf(string path) => new(path, Sha256Hex.Of(path), Encoding.UTF8.GetByteCount(path));
}

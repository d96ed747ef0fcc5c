using System.Text;
using System.Text.Json;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Tests.Compare;

/// <summary>Texts of strangers, put together at random from what means something to a reader: none of them ends in an exception.</summary>
public sealed class OddInputTests
{
    private const int Rounds = 4_000;

    private static readonly string[] Pieces =
    [
        "numpy", "a.b_c", "==", "===", "=", "1.2", "1.0rc1", ".post", ".dev", "+cu", "!", "[", "]", "(", ")", "{", "}", ",", ";", " ", "\t", "\n", "\r\n", "- ",
        "-", "-r ", "-e ", "--hash=", "pip:", "dependencies:", "python: ", "::", ": ", "#", " #",
        "\\\n", "@", " @ ", "://", "git+https://", "https://u:p@h/", ".whl",
        "egg=", "\"", "'", "''", "*", "<", ">=", "~", "\0", "\uFEFF", "\ud800", "é", "9999999999999999999999", "|", "&a", "*a", "---", "null", "%",
    ];

    private static readonly string[] Json =
    [
        "3", "-1", "1e400", "null", "true", "\"long\"", "\"any\"", "[]", "[-1]", "[1e99]", "{}", """{"type":"long"}""", """{"type":"array"}""",
        """{"type":"array","items":3}""", """{"type":"object","properties":{"a":3,"a":4}}""", """{"name":"a","type":"map","values":{}}""",
        """{"name":"a","type":3}""", """{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,9223372036854775807]}}""",
        """{"name":"a","dtype":"int99999999999","default":[1],"shape":[2]}""", """{"tensor-spec":{"dtype":"int8","shape":[0.5]}}""",
    ];

    [Fact]
    public void Requirements_versions_and_slices()
    {
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            var text = new StringBuilder();
            for (var piece = random.Next(12); piece >= 0; piece--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            var odd = text.ToString();
            var environments = new[] { EnvironmentFiles.Merge(odd, odd, odd), PipRequirements.Read(odd), null };
            var table = RequirementTable.Of(environments, random.Next(3));

            Assert.All(table.Rows, row => Assert.Equal(3, row.Cells.Count));
            Assert.DoesNotContain("u:p@h", string.Join('\n', environments[0]!.Notes.Concat(environments[0]!.Requirements.Select(found => found.Text))),
                StringComparison.Ordinal);
            _ = PythonVersion.Read(odd);
            _ = SlicedMetric.Read(odd);
            _ = ComparisonCsv.Harmless(odd);
        }
    }

    [Fact]
    public void Signatures()
    {
        var random = new Random(2);
        for (var round = 0; round < Rounds; round++)
        {
            var (before, after) = (Signature(random), Signature(random));

            Assert.Equal(SignatureVerdict.Same, SignatureDiff.Of(before, before).Verdict);
            Assert.True(SignatureDiff.Of(before, after) is { Verdict: SignatureVerdict.Same, Changes.Count: 0 } or { Changes.Count: > 0 });
        }
    }

    private static JsonElement Signature(Random random)
    {
        string List() => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Json[random.Next(Json.Length)]))}]";
        return JsonSerializer.Deserialize<JsonElement>($$"""{"inputs":{{List()}},"outputs":{{List()}},"params":{{List()}}}""");
    }
}

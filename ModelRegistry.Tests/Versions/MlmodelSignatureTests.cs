using System.Text;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Versions;

public sealed class MlmodelSignatureTests
{
    private const string Column = """[{"type":"long","name":"age","required":true}]""";

    [Fact]
    public void Inputs_and_outputs_are_kept_as_one_compact_text()
    {
        var signature = MlmodelSignature.Read("""
            flavors:
              sklearn: {code: null, sklearn_version: 1.2.1}
            signature:
              inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 13]}}]'
              outputs: '[{"type": "string", "name": "café"}]'
              params: null
            utc_time_created: '2026-11-23'
            """);

        Assert.Equal("""{"inputs":[{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,13]}}],"outputs":[{"type":"string","name":"café"}]}""",
            signature);
    }

    [Theory]
    [InlineData("signature:\n  inputs: '[]'\n  outputs: null", """{"inputs":[],"outputs":[]}""")]
    [InlineData("signature:\n  inputs: \"[{\\\"type\\\": \\\"long\\\"}]\"", """{"inputs":[{"type":"long"}],"outputs":[]}""")]
    [InlineData("signature:\n  params: '[{\"name\": \"t\", \"dtype\": \"double\"}]'",
        """{"inputs":[],"outputs":[],"params":[{"name":"t","dtype":"double"}]}""")]
    [InlineData("signature:\n  inputs: '[1]'\n  params: '[]'", """{"inputs":[1],"outputs":[],"params":[]}""")]
    [InlineData("{signature: {outputs: '[1]', other: [a, {b: c}]}, x: [y]}", """{"inputs":[],"outputs":[1]}""")]
    public void A_side_that_is_not_declared_is_empty(string yaml, string signature) => Assert.Equal(signature, MlmodelSignature.Read(yaml));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("flavors: {}")]
    [InlineData("signature: null")]
    [InlineData("signature:\n  inputs: null\n  outputs: ~")]
    [InlineData("signature: text")]
    [InlineData("- signature")]
    [InlineData("just text")]
    [InlineData("signature:\n  inputs: 'no json'")]
    [InlineData("signature:\n  inputs: '{}'")]
    [InlineData("signature:\n  inputs: '[{\"a\":]'")]
    [InlineData("signature:\n  inputs: '[\"\\ud800\"]'")]
    [InlineData("signature:\n  inputs: '[NaN]'")]
    [InlineData("signature:\n  inputs: [a, b]")]
    [InlineData("signature:\n inputs: '[]'\n  outputs: : '")]
    [InlineData("signature:\n  inputs: '[]'\nflavors: [unclosed")]
    [InlineData("signature:\n  inputs: '[]'\n\tflavors: tab")]
    [InlineData("\0\u0001binary")]
    [InlineData("%YAML 9.9\n---\nsignature: {inputs: '[]'}")]
    [InlineData("a: &a '[]'\nsignature: *a")]
    [InlineData("a: &a '[]'\nsignature:\n  inputs: *a")]
    [InlineData("a: *nowhere\nsignature: {inputs: *nowhere}")]
    public void What_is_broken_or_declares_nothing_has_no_signature(string yaml) => Assert.Null(MlmodelSignature.Read(yaml));

    [Fact]
    public void Aliases_that_would_grow_without_end_are_passed_over()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 200; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n");
        }

        Assert.Equal($$"""{"inputs":{{Column}},"outputs":[]}""", MlmodelSignature.Read($"{bomb}signature:\n  inputs: '{Column}'\n"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("!!x ")]
    [InlineData("&a ")]
    [InlineData("'")]
    [InlineData("a: b\n")]
    [InlineData("a:\n")]
    [InlineData("#\n")]
    [InlineData("---\n")]
    public void A_megabyte_that_is_made_to_be_deep_or_slow_has_none(string part) =>
        Assert.Null(MlmodelSignature.Read(string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length))));

    [Fact]
    public void A_signature_deeper_than_any_is_none() =>
        Assert.Null(MlmodelSignature.Read($"signature:\n  inputs: '{new string('[', 5_000)}{new string(']', 5_000)}'"));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_signature_that_is_too_long_to_keep_is_none(int more, bool kept)
    {
        var frame = """{"inputs":[""],"outputs":[]}""".Length;
        var name = new string('x', ModelVersion.SignatureMaxLength - frame + more);

        Assert.Equal(kept, MlmodelSignature.Read($"signature:\n  inputs: '[\"{name}\"]'") is not null);
    }

    [Theory]
    [InlineData("MLmodel", "MLmodel", "model/MLmodel", "a/MLmodel")]
    [InlineData("model/MLmodel", "model/MLmodel", "a/MLmodel")]
    [InlineData("a/b/MLmodel", "a/b/MLmodel", "model.pkl")]
    [InlineData(null, "a/MLmodel", "b/MLmodel")]
    [InlineData(null, "mlmodel", "model/NotMLmodel", "MLmodel.txt")]
    public void The_file_is_at_the_root_in_the_model_folder_or_the_only_one(string? found, params string[] paths) =>
        Assert.Equal(found, MlmodelFile.In([.. paths.Select(path => new ManifestEntry(path, "", 1))])?.Path);
}

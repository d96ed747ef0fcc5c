using System.Text.Json;
using ModelRegistry.Core.Compare;

namespace ModelRegistry.Tests.Compare;

public sealed class SignatureDiffTests
{
    private const string Age = """{"type":"long","name":"age","required":true}""";
    private const string Score = """{"type":"double","name":"score"}""";

    [Theory]
    [InlineData(Age, Age, SignatureVerdict.Same, "")]
    [InlineData(Age, Age + """,{"type":"long","name":"n"}""", SignatureVerdict.Breaking, "n: Is new and required.")]
    [InlineData(Age, Age + """,{"type":"long","name":"n","required":false}""", SignatureVerdict.Compatible, "n: Is new and optional.")]
    [InlineData(Age + "," + Score, Score, SignatureVerdict.Compatible, "age: Is no longer used; what callers send for it is ignored.")]
    [InlineData(Age + "," + Score, Score + "," + Age, SignatureVerdict.Same, "")]
    [InlineData(Age, """{"type":"long","name":"age","required":false}""", SignatureVerdict.Compatible, "age: Was required and is optional.")]
    [InlineData("""{"type":"long","name":"age","required":false}""", Age, SignatureVerdict.Breaking, "age: Was optional and is required.")]
    [InlineData(Age, """{"type":"long","name":"years"}""", SignatureVerdict.Breaking,
        "years: Is new and required. age: Is no longer used; what callers send for it is ignored.")]
    [InlineData("""{"type":"integer","name":"a"}""", """{"type":"long","name":"a"}""", SignatureVerdict.Compatible, "a: Takes a wider type than before.")]
    [InlineData("""{"type":"integer","name":"a"}""", """{"type":"double","name":"a"}""", SignatureVerdict.Compatible, "a: Takes a wider type than before.")]
    [InlineData("""{"type":"float","name":"a"}""", """{"type":"double","name":"a"}""", SignatureVerdict.Compatible, "a: Takes a wider type than before.")]
    [InlineData("""{"type":"long","name":"a"}""", """{"type":"double","name":"a"}""", SignatureVerdict.Breaking,
        "a: Callers send what is refused: long is no double.")]
    [InlineData("""{"type":"integer","name":"a"}""", """{"type":"float","name":"a"}""", SignatureVerdict.Breaking,
        "a: Callers send what is refused: integer is no float.")]
    [InlineData("""{"type":"double","name":"a"}""", """{"type":"float","name":"a"}""", SignatureVerdict.Breaking,
        "a: Callers send what is refused: double is no float.")]
    [InlineData("""{"type":"string","name":"a"}""", """{"type":"any","name":"a"}""", SignatureVerdict.Compatible, "a: Takes a wider type than before.")]
    [InlineData("""{"type":"any","name":"a"}""", """{"type":"string","name":"a"}""", SignatureVerdict.Breaking,
        "a: Callers send what is refused: any is no string.")]
    [InlineData("""{"type":"long"},{"type":"long"}""", """{"type":"long"}""", SignatureVerdict.Compatible,
        "#2: Is no longer used; what callers send for it is ignored.")]
    [InlineData("""{"type":"long"}""", """{"type":"long"},{"type":"long"}""", SignatureVerdict.Breaking, "#2: Is new and required.")]
    [InlineData("""{"type":"long"}""", Age, SignatureVerdict.Breaking,
        "age: Is new and required. #1: Is no longer used; what callers send for it is ignored.")]
    [InlineData(Age, """{"type":"long"}""", SignatureVerdict.Same, "")]
    [InlineData(Age, """{"type":"string"}""", SignatureVerdict.Breaking, "#1: Callers send what is refused: long is no string.")]
    [InlineData(Age, "", SignatureVerdict.Compatible, "inputs: No inputs are declared any more: nothing is checked.")]
    [InlineData("", Age, SignatureVerdict.Breaking, "inputs: Inputs are declared now: what was not checked before may be refused.")]
    [InlineData(Age, """{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,1]}}""", SignatureVerdict.Breaking,
        "inputs: Was made of columns and is made of tensors.")]
    public void An_input_must_take_what_callers_send(string before, string after, SignatureVerdict verdict, string why) =>
        Says(Inputs(before), Inputs(after), verdict, why);

    [Theory]
    [InlineData("float64", "[-1,13]", "float64", "[-1,13]", SignatureVerdict.Same, "")]
    [InlineData("float64", "[-1,13]", "float64", "[-1,-1]", SignatureVerdict.Compatible, "Takes a wider type than before.")]
    [InlineData("float64", "[8,13]", "float64", "[-1,13]", SignatureVerdict.Compatible, "Takes a wider type than before.")]
    [InlineData("float64", "[-1,13]", "float64", "[8,13]", SignatureVerdict.Breaking,
        "Callers send what is refused: shape (any, 13) does not fit (8, 13).")]
    [InlineData("float64", "[-1,13]", "float64", "[-1,14]", SignatureVerdict.Breaking,
        "Callers send what is refused: shape (any, 13) does not fit (any, 14).")]
    [InlineData("float64", "[-1,13]", "float64", "[-1]", SignatureVerdict.Breaking,
        "Callers send what is refused: shape (any, 13) has not the dimensions of (any).")]
    [InlineData("float32", "[-1]", "float64", "[-1]", SignatureVerdict.Breaking,
        "Callers send what is refused: a tensor of float32 is none of float64.")]
    public void A_tensor_goes_in_as_it_is(string type, string shape, string newType, string newShape, SignatureVerdict verdict, string why) =>
        Says(Inputs(Tensor(type, shape)), Inputs(Tensor(newType, newShape)), verdict, why.Length == 0 ? "" : $"#1: {why}");

    [Theory]
    [InlineData(Score, Score + "," + Age, SignatureVerdict.Compatible, "age: Is new.")]
    [InlineData(Score + "," + Age, Score, SignatureVerdict.Breaking, "age: Is gone.")]
    [InlineData(Score, "", SignatureVerdict.Breaking, "score: Is not declared any more.")]
    [InlineData("", Score, SignatureVerdict.Compatible, "score: Is new.")]
    [InlineData("""{"type":"double"}""", """{"type":"double"},{"type":"long"}""", SignatureVerdict.Breaking,
        "#2: Is new and has no name: the answer has another form.")]
    [InlineData(Score, """{"type":"double"}""", SignatureVerdict.Breaking, "score: Is gone. #1: Is new and has no name: the answer has another form.")]
    [InlineData("""{"type":"double"}""", Score, SignatureVerdict.Breaking, "#1: Is gone. score: Is new.")]
    [InlineData("""{"type":"double","name":"a"}""", """{"type":"float","name":"a"}""", SignatureVerdict.Compatible, "a: Gives a narrower type than before.")]
    [InlineData("""{"type":"integer","name":"a"}""", """{"type":"double","name":"a"}""", SignatureVerdict.Breaking,
        "a: Callers get what they do not expect: double is no integer.")]
    [InlineData(Score, """{"type":"double","name":"score","required":false}""", SignatureVerdict.Breaking, "score: Was always given and may be missing.")]
    [InlineData("""{"type":"double","name":"score","required":false}""", Score, SignatureVerdict.Compatible,
        "score: May have been missing and is always given.")]
    [InlineData("""{"type":"tensor","tensor-spec":{"dtype":"int64","shape":[-1]}}""", """{"type":"tensor","tensor-spec":{"dtype":"int32","shape":[8]}}""",
        SignatureVerdict.Compatible, "#1: Gives a narrower type than before.")]
    [InlineData("""{"type":"tensor","tensor-spec":{"dtype":"int64","shape":[8]}}""", """{"type":"tensor","tensor-spec":{"dtype":"int64","shape":[-1]}}""",
        SignatureVerdict.Breaking, "#1: Callers get what they do not expect: shape (any) does not fit (8).")]
    [InlineData("""{"type":"tensor","tensor-spec":{"dtype":"int64","shape":[-1]}}""", """{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1]}}""",
        SignatureVerdict.Breaking, "#1: Callers get what they do not expect: a tensor of float64 is none of int64.")]
    public void An_output_must_be_what_callers_expect(string before, string after, SignatureVerdict verdict, string why) =>
        Says(Outputs(before), Outputs(after), verdict, why);

    [Theory]
    [InlineData("int32", "float64", true)]
    [InlineData("uint8", "int16", true)]
    [InlineData("uint16", "int16", false)]
    [InlineData("int64", "float64", false)]
    [InlineData("int16", "float32", true)]
    [InlineData("int32", "float32", false)]
    [InlineData("int8", "float16", true)]
    [InlineData("float64", "int64", false)]
    [InlineData("int16", "uint32", false)]
    [InlineData("bool", "int64", false)]
    [InlineData("object", "str", false)]
    public void A_tensor_that_comes_out_may_be_of_a_type_whose_values_all_fit(string now, string before, bool fits) =>
        Assert.Equal(fits ? SignatureVerdict.Compatible : SignatureVerdict.Breaking,
            SignatureDiff.Of(Outputs(Tensor(before, "[-1]")), Outputs(Tensor(now, "[-1]"))).Verdict);

    [Theory]
    [InlineData("", """{"name":"t","type":"double","default":0.5,"shape":null}""", SignatureVerdict.Compatible, "t: Is new, with default 0.5.")]
    [InlineData("", """{"name":"t","type":"double","default":null}""", SignatureVerdict.Compatible, "t: Is new, with default null.")]
    [InlineData("", """{"name":"t","type":"double"}""", SignatureVerdict.Breaking, "t: Is new and has no default.")]
    [InlineData("""{"name":"t","type":"double","default":0.5}""", "", SignatureVerdict.Noticeable, "t: Is gone; what callers send for it is ignored.")]
    [InlineData("""{"name":"t","type":"double","default":0.5}""", """{"name":"t","dtype":"double","default":0.7}""", SignatureVerdict.Noticeable,
        "t: Default 0.5 is 0.7 now: callers who leave it out get something else.")]
    [InlineData("""{"name":"t","type":"double","default":1}""", """{"name":"t","type":"double"}""", SignatureVerdict.Breaking,
        "t: Has no default any more.")]
    [InlineData("""{"name":"t","type":"integer","default":1}""", """{"name":"t","type":"long","default":1}""", SignatureVerdict.Compatible,
        "t: Takes a wider type than before.")]
    [InlineData("""{"name":"t","type":"double","default":1}""", """{"name":"t","type":"long","default":1}""", SignatureVerdict.Breaking,
        "t: Callers send what is refused: double is no long.")]
    [InlineData("""{"name":"t","type":"long","default":1,"shape":null}""", """{"name":"t","type":"long","default":[1],"shape":[-1]}""",
        SignatureVerdict.Breaking, "t: Was one value and is a list of shape (any).")]
    public void A_parameter_has_a_default_for_those_who_do_not_send_it(string before, string after, SignatureVerdict verdict, string why) =>
        Says(Read($$"""{"params":[{{before}}]}"""), Read($$"""{"params":[{{after}}]}"""), verdict, why);

    [Theory]
    [InlineData("""{"a":{"type":"integer"}}""", """{"a":{"type":"long"}}""", SignatureVerdict.Compatible, "Takes a wider type than before.")]
    [InlineData("""{"a":{"type":"long"}}""", """{"a":{"type":"long"},"b":{"type":"long","required":false}}""", SignatureVerdict.Compatible,
        "Takes a wider type than before.")]
    [InlineData("""{"a":{"type":"long"}}""", """{"a":{"type":"long"},"b":{"type":"long"}}""", SignatureVerdict.Breaking,
        "Callers send what is refused: in the list: member b: is required.")]
    [InlineData("""{"a":{"type":"long"},"b":{"type":"long"}}""", """{"a":{"type":"long"}}""", SignatureVerdict.Breaking,
        "Callers send what is refused: in the list: member b is not known.")]
    [InlineData("""{"a":{"type":"long","required":false}}""", """{"a":{"type":"long"}}""", SignatureVerdict.Breaking,
        "Callers send what is refused: in the list: member a: is optional there and required here.")]
    [InlineData("""{"a":{"type":"map","values":{"type":"double"}}}""", """{"a":{"type":"map","values":{"type":"float"}}}""", SignatureVerdict.Breaking,
        "Callers send what is refused: in the list: member a: in the map: double is no float.")]
    [InlineData("""{"b":{"type":"long"},"a":{"type":"long"}}""", """{"a":{"type":"long"},"b":{"type":"long","required":true}}""", SignatureVerdict.Same, "")]
    public void What_is_inside_of_lists_objects_and_maps_counts(string before, string after, SignatureVerdict verdict, string why)
    {
        static JsonElement Nested(string members) =>
            Inputs("""{"name":"x","type":"array","items":{"type":"object","properties":""" + members + "}}");

        Says(Nested(before), Nested(after), verdict, why.Length == 0 ? "" : $"x: {why}");
    }

    [Fact]
    public void The_worst_change_of_a_side_comes_first_and_gives_the_verdict()
    {
        var comparison = SignatureDiff.Of(
            Read($$"""{"inputs":[{{Age}}],"outputs":[{{Score}}],"params":[{"name":"t","type":"long","default":1}]}"""),
            Read($$"""{"inputs":[{"type":"long","name":"age","required":false},{"type":"string","name":"n"}],"outputs":[{{Score}}],"params":[]}"""));

        Assert.Equal(SignatureVerdict.Breaking, comparison.Verdict);
        Assert.Equal(
            [new(SignatureSide.Input, "n", SignatureImpact.Breaking, null, "string", "Is new and required."),
                new(SignatureSide.Input, "age", SignatureImpact.Compatible, "long", "long", "Was required and is optional."),
                new(SignatureSide.Param, "t", SignatureImpact.Noticeable, "long", null, "Is gone; what callers send for it is ignored.")],
            comparison.Changes);
    }

    [Theory]
    [InlineData("3", "{}")]
    [InlineData("null", "{}")]
    [InlineData("{}", "[]")]
    public void Without_a_signature_nothing_can_be_said(string before, string after)
    {
        Assert.Equal(SignatureVerdict.Unknown, SignatureDiff.Of(Read(before), Read(after)).Verdict);
        Assert.Equal(SignatureVerdict.Unknown, SignatureDiff.Of(null, Read("{}")).Verdict);
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"long\"")]
    [InlineData("""{"name":3,"tensor-spec":3}""")]
    [InlineData("""{"name":"a","type":"tensor","tensor-spec":{"dtype":"float64","shape":["x",1e99]}}""")]
    [InlineData("""{"name":"a"},{"name":"a"}""")]
    [InlineData("""{"type":"object","properties":3}""")]
    public void What_is_not_understood_is_the_same_as_itself_only(string odd)
    {
        Assert.Equal(SignatureVerdict.Same, SignatureDiff.Of(Inputs(odd), Inputs(odd)).Verdict);
        Assert.Equal(SignatureVerdict.Breaking, SignatureDiff.Of(Inputs(odd), Inputs("""{"type":"datetime","name":"a"}""")).Verdict);
    }

    [Fact]
    public void Levels_beyond_any_are_compared_as_text()
    {
        static JsonElement Deep(string inner) =>
            Inputs(string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 40)) + inner + new string('}', 40));

        Assert.Equal(SignatureVerdict.Same, SignatureDiff.Of(Deep("\"long\""), Deep("\"long\"")).Verdict);
        Assert.Equal(SignatureVerdict.Breaking, SignatureDiff.Of(Deep("\"integer\""), Deep("\"long\"")).Verdict);
    }

    private static void Says(JsonElement before, JsonElement after, SignatureVerdict verdict, string why)
    {
        var comparison = SignatureDiff.Of(before, after);

        Assert.Equal((verdict, why), (comparison.Verdict, string.Join(' ', comparison.Changes.Select(change => $"{change.Name}: {change.Why}"))));
    }

    private static string Tensor(string type, string shape) => $$$"""{"type":"tensor","tensor-spec":{"dtype":"{{{type}}}","shape":{{{shape}}}}}""";

    private static JsonElement Inputs(string fields) => Read($$"""{"inputs":[{{fields}}],"outputs":[]}""");

    private static JsonElement Outputs(string fields) => Read($$"""{"inputs":[],"outputs":[{{fields}}]}""");

    private static JsonElement Read(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}

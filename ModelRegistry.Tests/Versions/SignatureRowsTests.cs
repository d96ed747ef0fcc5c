using System.Text.Json;
using Bunit;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Components;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Versions;

namespace ModelRegistry.Tests.Versions;

public sealed class SignatureRowsTests : PageTest
{
    [Theory]
    [InlineData("""{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1,13]}}""", "", "float64", "(any, 13)")]
    [InlineData("""{"type":"tensor","name":"x","tensor-spec":{"dtype":"int64","shape":[-1]}}""", "x", "int64", "(any)")]
    [InlineData("""{"type":"long","name":"age","required":true}""", "age", "long", "")]
    [InlineData("""{"type":"string","name":"note","required":false}""", "note", "string, optional", "")]
    [InlineData("""{"type":"array","items":{"type":"double"},"name":"v"}""", "v", "array of double", "")]
    [InlineData("""{"type":"object","name":"o","properties":{"a":{"type":"long"},"b":{"type":"array","items":{"type":"string"}}}}""", "o",
        "object of { a: long, b: array of string }", "")]
    [InlineData("""{"type":"map","values":{"type":"float"}}""", "", "map of float", "")]
    [InlineData("""{"name":3,"tensor-spec":3}""", "", "tensor", "")]
    [InlineData("""3""", "", "3", "")]
    [InlineData("\"long\"", "", "long", "")]
    public void A_column_reads_as_name_type_and_shape(string column, string name, string type, string shape) =>
        Assert.Equal(
            [new SignatureRow("input", name, type, shape), new SignatureRow("output", name, type, shape)],
            SignatureRows.Of(JsonSerializer.Deserialize<JsonElement>($$"""{"inputs":[{{column}}],"outputs":[{{column}}]}""")));

    [Theory]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("""{"inputs":{},"outputs":null}""")]
    public void Another_shape_has_no_rows(string signature) => Assert.Empty(SignatureRows.Of(JsonSerializer.Deserialize<JsonElement>(signature)));

    [Fact]
    public async Task The_page_of_a_version_lists_inputs_and_outputs()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.APendingVersionAsync(Scientist);
        await Registry.AFileAsync(Scientist, "fraud", "1",
            "MLmodel", """signature: {inputs: '[{"type":"long","name":"<b>age</b>"}]', outputs: '[{"type":"tensor","tensor-spec":{"dtype":"float64","shape":[-1]}}]'}""");
        await Registry.Get<VersionWorkflow>().SealAsync("fraud", "1", null, Scientist, default);

        var page = await OpenAsync<VersionPage>(Scientist, Urls.Version("fraud", 1), route => route.Add(p => p.Name, "fraud").Add(p => p.Selector, "1"));

        page.WaitForAssertion(() => Assert.Equal(
            ["input|<b>age</b>|long|", "output||float64|(any)"],
            page.FindAll("table.signature tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim())))));
    }

    [Fact]
    public async Task A_version_without_a_signature_says_why_there_is_none()
    {
        await Registry.AModelAsync(Scientist);
        await Registry.ASealedVersionAsync(Scientist);

        var page = await OpenAsync<VersionPage>(Scientist, Urls.Version("fraud", 1), route => route.Add(p => p.Name, "fraud").Add(p => p.Selector, "1"));

        Says(page, "No MLmodel file is among the files of this version.");
    }
}

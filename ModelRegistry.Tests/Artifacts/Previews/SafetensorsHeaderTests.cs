using System.Buffers.Binary;
using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

public sealed class SafetensorsHeaderTests
{
    private const string Two = """{"__metadata__":{"format":"pt","note":"a\nb"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F16","shape":[3],"data_offsets":[24,30]}}""";

    [Fact]
    public void Tensors_totals_and_notes_are_read()
    {
        var preview = Read(Two, 30);

        Assert.Empty(preview.Problems);
        Assert.Equal((2, 30L, (long)Two.Length), (preview.TensorCount, preview.DataBytes, preview.HeaderBytes));
        Assert.Equal(["w F32 [2,3] 24", "b F16 [3] 6"], preview.Tensors.Select(Line));
        Assert.Equal([new SafetensorsTotal("F32", 1, 6, 24), new SafetensorsTotal("F16", 1, 3, 6)], preview.Totals);
        Assert.Equal([new SafetensorsNote("format", "pt"), new SafetensorsNote("note", "a\nb")], preview.Notes);
    }

    [Fact]
    public void Many_tensors_come_in_pages()
    {
        var tensors = Enumerable.Range(0, 5000).Select(i => $"\"t{i}\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[{i},{i + 1}]}}");
        var header = "{" + string.Join(',', tensors) + "}   ";
        var preview = Read(header, 5000, from: 4998, count: 10);

        Assert.Empty(preview.Problems);
        Assert.Equal(5000, preview.TensorCount);
        Assert.Equal(["t4998", "t4999"], preview.Tensors.Select(t => t.Name));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "Tensors overlap in the data.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, "There are bytes between tensors that belong to none.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 3, "The data goes on after the last tensor.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", 3, "'a' lies outside of the data.")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,3]}}""", 3, "'a' takes another number of bytes than its shape and type say.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,3]}}""", 3, "'a' takes another number of bytes than its shape and type say.")]
    [InlineData("""{"a":{"dtype":"X9","shape":[3],"data_offsets":[0,3]}}""", 3, "'a' has a type of elements that is not known here: X9.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"a":{"dtype":"U8","shape":[0],"data_offsets":[3,3]}}""", 3, "'a' stands in the header twice.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[3,3]}}""", 3, "'a' stands in the header twice.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"shape":[3],"data_offsets":[0,3]}}""", 3, "'a' does not say its type, shape and place as the format asks.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[-3],"data_offsets":[0,3]}}""", 3, "'a' does not say its type, shape and place as the format asks.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3,3]}}""", 3, "'a' does not say its type, shape and place as the format asks.")]
    [InlineData("""{"a":7,"b":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", 3, "'a' does not say its type, shape and place as the format asks.")]
    [InlineData("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"__metadata__":{"x":1}}""", 3, "'x' in '__metadata__' is no text.")]
    [InlineData(""" {}""", 0, "The header does not begin with '{'.")]
    [InlineData("""{"a":""", 0, "'a' does not say its type, shape and place as the format asks.")]
    [InlineData("""{}{}""", 0, "The header is no valid JSON at byte 2.")]
    public void What_is_wrong_is_said(string header, int data, string problem) => Assert.Contains(problem, Read(header, data).Problems);

    [Fact]
    public void A_tensor_that_is_wrong_does_not_hide_those_after_it() =>
        Assert.Equal(["b"], Read("""{"a":{"dtype":[[1]],"x":{"y":2}},"b":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", 3).Tensors.Select(t => t.Name));

    [Theory]
    [InlineData(2_147_483_648UL, "The header would have 2147483648 bytes; the format allows 100000000.")]
    [InlineData(ulong.MaxValue, "The header would have 18446744073709551615 bytes; the format allows 100000000.")]
    [InlineData(5_000UL, "The header would be longer than the file.")]
    public void A_length_that_cannot_be_is_refused(ulong length, string problem)
    {
        var bytes = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);

        Assert.Equal([problem], SafetensorsHeader.Read(new MemoryStream(bytes), bytes.Length).Problems);
    }

    [Fact]
    public void A_file_too_short_or_hostile_ends_in_problems()
    {
        Assert.Single(SafetensorsHeader.Read(new MemoryStream([1, 2]), 2).Problems);
        Assert.NotEmpty(Read(new string('[', 100_000), 0).Problems);
        Assert.NotEmpty(Read("{\"" + new string('a', 1_000_000) + "\":{}}", 0).Problems);
    }

    private static string Line(SafetensorsTensor t) => $"{t.Name} {t.Dtype} [{string.Join(',', t.Shape)}] {t.Bytes}";

    private static SafetensorsPreview Read(string header, int data, int from = 0, int count = 100)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        byte[] bytes = [.. length, .. json, .. new byte[data]];
        return SafetensorsHeader.Read(new MemoryStream(bytes), bytes.Length, from, count);
    }
}

using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

public sealed class PreviewFormatTests
{
    [Theory]
    [InlineData("pipeline-4.pkl", "model.txt", PreviewFormat.Pickle)]
    [InlineData("pipeline-4.pkl", "model.safetensors", PreviewFormat.Pickle)]
    [InlineData("pipeline-4.pkl", "model.onnx", PreviewFormat.Pickle)]
    [InlineData("pipeline-0.pkl", "model.pkl", PreviewFormat.Pickle)]
    [InlineData("state.pt", "model.bin", PreviewFormat.Pickle)]
    [InlineData("forest-bz2.joblib", "model.joblib", PreviewFormat.Pickle)]
    [InlineData("linear.onnx", "model.bin", PreviewFormat.Onnx)]
    [InlineData("linear.onnx", "model.onnx", PreviewFormat.Onnx)]
    public void What_can_run_code_is_told_by_its_bytes(string file, string path, PreviewFormat format) =>
        Assert.Equal(format, PreviewFormats.Of(Pickles.File(file).AsSpan()[..Math.Min(PreviewFormats.HeadBytes, Pickles.File(file).Length)], path));

    [Theory]
    [InlineData("a,b\n", "data.CSV", PreviewFormat.Csv)]
    [InlineData("a\tb\n", "data.tsv", PreviewFormat.Csv)]
    [InlineData("{}", "a/b.json", PreviewFormat.Json)]
    [InlineData("{}", "a.ipynb", PreviewFormat.Notebook)]
    [InlineData("a: 1", "conda.yaml", PreviewFormat.Yaml)]
    [InlineData("a: 1", "model/MLmodel", PreviewFormat.Yaml)]
    [InlineData("hello", "requirements.txt", PreviewFormat.Other)]
    [InlineData("", "model.safetensors", PreviewFormat.Safetensors)]
    [InlineData("\u0010\0\0\0\0\0\0\0{\"a\":1}", "weights.dat", PreviewFormat.Safetensors)]
    public void The_name_chooses_among_views_of_text(string text, string path, PreviewFormat format) =>
        Assert.Equal(format, PreviewFormats.Of(Encoding.UTF8.GetBytes(text), path));
}

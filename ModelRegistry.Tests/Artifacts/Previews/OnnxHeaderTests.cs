using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

public sealed class OnnxHeaderTests
{
    [Fact]
    public void A_model_that_the_library_wrote_is_described()
    {
        var model = Read(Pickles.File("linear.onnx"));

        Assert.Empty(model.Problems);
        Assert.Equal((8L, "tests 1.0", "linear"), (model.IrVersion, model.Producer, model.GraphName));
        Assert.Equal([new OnnxOpset("", 15), new OnnxOpset("org.example", 1)], model.Opsets);
        Assert.Equal(["x float [batch,4]", "c bool []"], model.Inputs.Select(Line)); // "w" has an initializer
        Assert.Equal(["o float [batch,2]", "p sequence of map from int64 to float"], model.Outputs.Select(Line));
        Assert.Equal(5, model.Nodes);
        Assert.Equal(["Custom", "Gemm", "If", "Neg", "Relu"], model.Operators.Select(o => o.Name).Order(StringComparer.Ordinal)); // with both branches of If
        Assert.Equal("org.example", model.Operators.Single(o => o.Name == "Custom").Domain);
        Assert.Equal((2L, 40L), (model.Initializers, model.InitializerBytes));
        Assert.Equal(KeyValuePair.Create("author", "somebody"), Assert.Single(model.Properties));
    }

    [Fact]
    public void A_file_outside_of_the_models_folder_is_flagged()
    {
        var model = Read(Pickles.File("outside.onnx"));

        Assert.Equal([new OnnxExternalFile("../../etc/passwd", 1, true), new OnnxExternalFile("weights.bin", 1, false)], model.ExternalFiles);
        Assert.Equal(["It takes tensors from a file outside of the model's folder: ../../etc/passwd"], model.Problems);
        Assert.Equal(40, model.InitializerBytes); // by shape and type, the bytes lie elsewhere
    }

    [Theory]
    [InlineData("weights.bin", false)]
    [InlineData("a/b..c/w", false)]
    [InlineData("/etc/passwd", true)]
    [InlineData("\\\\host\\share", true)]
    [InlineData("C:\\w", true)]
    [InlineData("a/../../w", true)]
    [InlineData("a\\..\\w", true)]
    [InlineData("a/ .. /w", true)]
    [InlineData("~/w", true)]
    [InlineData("https://example.org/w", true)]
    public void Paths_that_lead_outside_are_told_by_the_rules_of_both_systems(string path, bool outside) =>
        Assert.Equal(outside, OnnxExternalFile.LeadsOutside(path));

    [Fact]
    public void Gigabytes_of_weights_are_jumped_over()
    {
        const long weights = 5L * 1024 * 1024 * 1024;
        var raw = Field(9, weights);
        var tensor = Field(5, raw.Length + weights);
        var graph = Field(7, tensor.Length + raw.Length + weights);
        byte[] head = [0x08, 8, .. graph, .. tensor, .. raw];
        using var file = new SparseStream(head, head.Length + weights);

        var model = OnnxHeader.Read(file, file.Length);

        Assert.Empty(model.Problems);
        Assert.Equal(weights, model.InitializerBytes);
        Assert.True(file.BytesRead < 1_000_000, $"{file.BytesRead} bytes were read.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0808")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("3AFFFFFFFF7F")]
    [InlineData("3A020B0C")]
    [InlineData("3A03080A12")]
    [InlineData("0000")]
    [InlineData("504B0304")]
    public void What_is_no_model_or_a_damaged_one_ends_in_problems(string hex) => Assert.NotEmpty(Read(Convert.FromHexString(hex)).Problems);

    [Fact]
    public void Any_cut_and_any_change_of_a_model_ends_without_an_exception()
    {
        var bytes = Pickles.File("outside.onnx");
        var random = new Random(3);
        for (var i = 0; i < bytes.Length; i++)
        {
            Read(bytes[..i]);
            var changed = (byte[])bytes.Clone();
            changed[i] = (byte)random.Next(256);
            Read(changed);
        }
    }

    [Fact]
    public void Graphs_within_graphs_without_end_are_not_followed()
    {
        byte[] graph = [];
        for (var i = 0; i < 40; i++)
        {
            byte[] attribute = [.. Field(6, graph.Length), .. graph];
            byte[] node = [.. Field(5, attribute.Length), .. attribute];
            graph = [.. Field(1, node.Length), .. node];
        }

        Assert.Contains(Read([.. Field(7, graph.Length), .. graph]).Problems, problem => problem.Contains("deeper", StringComparison.Ordinal));
    }

    private static string Line(OnnxValue value) =>
        value.Shape is null ? $"{value.Name} {value.Type}" : $"{value.Name} {value.Type} [{string.Join(',', value.Shape)}]";

    private static OnnxPreview Read(byte[] bytes) => OnnxHeader.Read(new MemoryStream(bytes), bytes.Length);

    private static byte[] Field(int number, long length)
    {
        var bytes = new List<byte> { (byte)((number << 3) | 2) };
        for (var rest = (ulong)length; ; rest >>= 7)
        {
            bytes.Add((byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80));
            if (rest < 0x80)
            {
                return [.. bytes];
            }
        }
    }

    /// <summary>A long file of which only the beginning is there; the rest are zeros.</summary>
    private sealed class SparseStream(byte[] head, long length) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, Math.Max(0, length - Position));
            for (var i = 0; i < read; i++)
            {
                buffer[offset + i] = Position + i < head.Length ? head[Position + i] : (byte)0;
            }

            Position += read;
            BytesRead += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : length);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

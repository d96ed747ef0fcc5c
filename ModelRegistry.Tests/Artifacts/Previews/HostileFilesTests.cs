using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>Files that are changed at random end in an answer, never in an exception; the seed is fixed, so a failure comes again.</summary>
public sealed class HostileFilesTests
{
    private const int Times = 1_500;

    [Theory]
    [InlineData("state.pt")]
    [InlineData("state-old.pt")]
    [InlineData("arrays.npz")]
    [InlineData("objects.npy")]
    [InlineData("forest.joblib")]
    [InlineData("forest-gzip.joblib")]
    [InlineData("pipeline-0.pkl")]
    [InlineData("pipeline-5.pkl")]
    public void Changed_pickles_and_archives_end_in_a_verdict(string file) => Change(Pickles.File(file), bytes => Pickles.Scan(bytes));

    [Fact]
    public void Changed_safetensors_end_in_an_answer()
    {
        const string header = """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F16","shape":[3],"data_offsets":[24,30]}}""";
        byte[] file = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(header), .. new byte[30]];
        Change(file, bytes => SafetensorsHeader.Read(new MemoryStream(bytes), bytes.Length));
    }

    [Fact]
    public void Changed_notebooks_and_json_end_in_an_answer()
    {
        const string notebook = """
            {"cells":[{"cell_type":"code","execution_count":1,"source":["a\n","\u00fc"],"outputs":[
            {"output_type":"error","ename":"E","evalue":"v","traceback":["\u001b[0mx"]},
            {"output_type":"display_data","data":{"image/png":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB","text/html":["<b>"],"text/plain":[1,{"a":[]}]}}]}],
            "metadata":{"kernelspec":{"display_name":"P"}}}
            """;
        Change(Encoding.UTF8.GetBytes(notebook), bytes =>
        {
            NotebookReader.Read(new MemoryStream(bytes));
            JsonView.Read(new MemoryStream(bytes), bytes.Length);
            YamlView.Read(new MemoryStream(bytes), bytes.Length);
        });
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void Changed_tables_end_in_an_answer(string encoding)
    {
        var one = new CsvPageSize { Rows = 1 };
        Change(Encoding.GetEncoding(encoding).GetBytes("\uFEFFa,b\r\n\"x\n\"\"y\",2\r3,4\n"), bytes =>
        {
            var file = new MemoryStream(bytes);
            for (var page = CsvTable.ReadFirst(file, bytes.Length, one); page.Next is { } next;)
            {
                page = CsvTable.Read(file, page.Layout, next, one);
            }
        });
    }

    private static void Change(byte[] bytes, Action<byte[]> read)
    {
        var random = new Random(bytes.Length);
        for (var i = 0; i < Times; i++)
        {
            var changed = bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
            for (var change = random.Next(4); change >= 0 && changed.Length > 0; change--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            read(i % 2 == 0 ? changed : [.. changed, .. bytes]);
        }
    }
}

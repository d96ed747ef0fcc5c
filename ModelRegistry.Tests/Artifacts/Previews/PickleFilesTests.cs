using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>Files that the libraries themselves wrote (make_files.py), and joblib's arrays made to mislead.</summary>
public sealed class PickleFilesTests
{
    [Theory]
    [InlineData("pipeline-0.pkl", 0)]
    [InlineData("pipeline-1.pkl", 0)] // declared from protocol 2 on
    [InlineData("pipeline-2.pkl", 2)]
    [InlineData("pipeline-3.pkl", 3)]
    [InlineData("pipeline-4.pkl", 4)]
    [InlineData("pipeline-5.pkl", 5)]
    public void A_pipeline_of_scikit_learn_is_followed_in_every_protocol(string file, int protocol)
    {
        var scan = Pickles.Scan(Pickles.File(file));

        Assert.Equal((PickleVerdict.OnlyKnownImports, 1, protocol), (scan.Verdict, scan.Pickles, scan.Protocol));
        Assert.Contains("sklearn.linear_model._logistic.LogisticRegression", scan.Names());
        Assert.Empty(scan.Reasons);
    }

    [Theory]
    [InlineData("forest.joblib", null, 2)] // the second is an array of objects, a pickle of its own
    [InlineData("forest-zlib.joblib", "zlib", 2)]
    [InlineData("forest-gzip.joblib", "gzip", 2)]
    [InlineData("frame.pkl", null, 1)]
    [InlineData("state.pt", "PyTorch archive (zip)", 1)]
    [InlineData("module.pt", "PyTorch archive (zip)", 1)]
    [InlineData("state-old.pt", null, 5)]
    [InlineData("floats.npy", "NumPy array", 0)]
    [InlineData("objects.npy", "NumPy array", 1)]
    [InlineData("arrays.npz", "zip archive", 1)]
    public void Files_of_the_usual_libraries_are_followed_to_their_end(string file, string? container, int pickles)
    {
        var scan = Pickles.Scan(Pickles.File(file));

        Assert.Empty(scan.Reasons);
        Assert.Equal((PickleVerdict.OnlyKnownImports, container, pickles), (scan.Verdict, scan.Container, scan.Pickles));
    }

    [Fact]
    public void A_bzip2_of_joblib_is_said_and_not_looked_into() =>
        Assert.Equal(PickleVerdict.NotFullyUnderstood, Pickles.Scan(Pickles.File("forest-bz2.joblib")).Verdict);

    [Fact]
    public void A_torch_module_in_a_bare_pickle_loads_pickles_within() =>
        Assert.Contains("torch.storage._load_from_bytes", Pickles.Scan(Pickles.File("module-as-pickle.pkl")).Reasons[0], StringComparison.Ordinal);

    [Fact]
    public void What_follows_an_array_of_joblib_is_read()
    {
        var scan = Array(bytes: new byte[24], padding: [8, .. new byte[8]]).Global("os", "system").Stop().Scan();

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Contains("os.system", scan.Names());
    }

    [Fact]
    public void Code_within_an_array_of_joblib_that_the_loader_of_pickles_would_run_is_found()
    {
        // For joblib 'N' is a padding of 78 bytes; for the loader of pickles it is None, and what follows are opcodes.
        var hidden = PickleBytes.Bare().Ops("0").Global("os", "system").CallWith("id").Stop().ToArray();
        var scan = Array(bytes: new byte[24], padding: [(byte)'N', .. hidden, .. new byte['N' - hidden.Length]]).Stop().Scan();

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
    }

    [Theory]
    [InlineData(0, "OnlyKnownImports")] // flags of a type of plain numbers: 24 bytes follow
    [InlineData(1, "NotFullyUnderstood")] // Python objects: a pickle follows, and zeros are none
    public void The_state_of_a_dtype_decides_whether_bytes_or_a_pickle_follow(byte flags, string verdict) =>
        Assert.Equal(verdict, Array(bytes: new byte[24], padding: [8, .. new byte[8]], flags).Stop().Scan().Verdict.ToString());

    [Fact]
    public void A_wrapper_used_in_another_way_than_joblib_does_is_not_followed()
    {
        var called = PickleBytes.Protocol(4).Global("joblib.numpy_pickle", "NumpyArrayWrapper").Ops(")R}b.").Scan();
        var twice = PickleBytes.Protocol(4).Global("joblib.numpy_pickle", "NumpyArrayWrapper").Ops(")").Raw(0x81).Memoize().Ops("0").Get(0).Ops("0N.").Scan();

        Assert.Equal(PickleVerdict.NotFullyUnderstood, called.Verdict);
        Assert.Equal(PickleVerdict.NotFullyUnderstood, twice.Verdict);
    }

    /// <summary>Three numbers of eight bytes, as joblib 1.2 writes them.</summary>
    private static PickleBytes Array(byte[] bytes, byte[] padding, byte flags = 0) => PickleBytes.Protocol(4)
        .Global("joblib.numpy_pickle", "NumpyArrayWrapper").Ops(")").Raw(0x81).Ops("}(")
        .Text("shape").Ops("K").Raw(3).Raw(0x85)
        .Text("dtype").Global("numpy", "dtype").Text("f8").Raw(0x89).Raw(0x88).Raw(0x87).Ops("R")
        .Ops("(K").Raw(3).Text("<").Ops("NNNJ").Raw(0xFF, 0xFF, 0xFF, 0xFF).Ops("J").Raw(0xFF, 0xFF, 0xFF, 0xFF).Ops("K").Raw(flags).Ops("tb")
        .Text("numpy_array_alignment_bytes").Ops("K").Raw(16).Ops("ub")
        .Raw(padding).Raw(bytes);
}

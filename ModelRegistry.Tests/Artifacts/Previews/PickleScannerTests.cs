using System.Text;
using ModelRegistry.Core.Artifacts.Previews;

namespace ModelRegistry.Tests.Artifacts.Previews;

/// <summary>Bare pickles: each way by which an import was hidden from a scanner in public.</summary>
public sealed class PickleScannerTests
{
    [Fact]
    public void A_call_of_os_system_is_known_dangerous_and_named()
    {
        var scan = PickleBytes.Bare().Global("os", "system").Ops("(S'id'\ntR.").Scan();

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Equal(new PickleImport("os", "system", 1, PickleStanding.Dangerous, "It starts programs or acts on the system."), Assert.Single(scan.Imports));
        Assert.Equal(["os.system: It starts programs or acts on the system."], scan.Reasons);
        Assert.Equal(new PickleActs(1, 0, 0), scan.Acts);
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "popen")]
    [InlineData("nt", "system")]
    [InlineData("subprocess", "Popen")]
    [InlineData("sys", "exit")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "eval")]
    [InlineData("builtins", "getattr")]
    [InlineData("builtins", "__import__")]
    [InlineData("socket", "create_connection")]
    [InlineData("shutil", "rmtree")]
    [InlineData("importlib", "import_module")]
    [InlineData("runpy", "run_path")]
    [InlineData("pickle", "loads")]
    [InlineData("_pickle", "loads")]
    [InlineData("webbrowser", "open")]
    [InlineData("ctypes", "CDLL")]
    [InlineData("code", "interact")]
    [InlineData("pty", "spawn")]
    [InlineData("operator", "attrgetter")]
    [InlineData("_operator", "methodcaller")]
    [InlineData("functools", "partial")]
    [InlineData("pkgutil", "resolve_name")]
    [InlineData("pip", "main")]
    [InlineData("pip._internal.cli.main", "main")]
    [InlineData("marshal", "loads")]
    [InlineData("timeit", "timeit")]
    [InlineData("cProfile", "run")]
    [InlineData("asyncio.unix_events", "_UnixSubprocessTransport._start")]
    [InlineData("multiprocessing.util", "spawnv_passfds")]
    [InlineData("torch.utils.collect_env", "run")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("numpy.f2py.crackfortran", "getlincoef")]
    [InlineData("numpy.core", "_ufunc_reconstruct")]
    [InlineData("numpy", "__builtins__")]
    [InlineData("idlelib.run", "Executive.runcode")]
    [InlineData("lib2to3.pgen2.pgen", "ParserGenerator.make_label")]
    [InlineData("logging", "FileHandler")]
    [InlineData("pandas", "read_csv")]
    [InlineData("joblib", "load")]
    [InlineData("cloudpickle.cloudpickle", "_make_function")]
    [InlineData("sklearn.utils.fixes", "os.system")]
    [InlineData("sklearn.utils.fixes", "np.os.system")]
    public void Names_that_run_programs_or_code_are_known_dangerous(string module, string name)
    {
        Assert.Equal(PickleVerdict.KnownDangerous, PickleBytes.Bare().Global(module, name).Stop().Scan().Verdict);
        Assert.Equal(PickleVerdict.KnownDangerous, PickleBytes.Protocol(4).Text(module).Text(name).StackGlobal().Stop().Scan().Verdict);
    }

    [Theory]
    [InlineData("sklearn.linear_model._logistic", "LogisticRegression.fit")]
    [InlineData("sklearn.linear_model._logistic", "np")]
    [InlineData("numpy", "prod.a")]
    [InlineData("numpy.", "ndarray")]
    [InlineData("numpy", "ndarray\r")]
    [InlineData("Numpy", "ndarray")]
    [InlineData("collections.OrderedDict", "fromkeys")]
    [InlineData("__main__", "Scaler")]
    [InlineData("mycompany.models", "Net")]
    public void A_name_is_known_only_letter_by_letter(string module, string name) =>
        Assert.Equal(PickleVerdict.UnknownImports, PickleBytes.Bare().Global(module, name).Stop().Scan().Verdict);

    [Fact]
    public void Known_names_alone_are_only_known_imports_and_never_called_safe()
    {
        var scan = PickleBytes.Protocol(2).Global("collections", "OrderedDict").Ops(")R").Global("__builtin__", "set").Ops("0.").Scan();

        Assert.Equal(PickleVerdict.OnlyKnownImports, scan.Verdict);
        Assert.Equal(["__builtin__.set", "collections.OrderedDict"], scan.Names());
        Assert.Empty(scan.Reasons);
        Assert.DoesNotContain(Enum.GetNames<PickleVerdict>(), name => name.Contains("Safe", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Both_halves_of_a_name_are_followed_through_the_memo()
    {
        var scan = PickleBytes.Protocol(4)
            .Text("os").Memoize().Text("system").Memoize() // 0, 1
            .Text("numpy").Memoize().Text("dtype").Memoize() // 2, 3: what a scanner that looks at the last texts would take
            .Get(0).Get(1).StackGlobal().CallWith("id").Stop().Scan();

        Assert.Equal(["os.system"], scan.Names());
    }

    [Fact]
    public void Memoize_numbers_by_the_entries_there_are_also_after_puts()
    {
        var scan = PickleBytes.Protocol(4)
            .Text("numpy").Put(7).Text("os").Memoize() // one entry there is, so this is number 1, not 8
            .Text("dtype").Put(8)
            .Get(1).Text("system").StackGlobal().Stop().Scan();

        Assert.Equal(["os.system"], scan.Names());
    }

    [Fact]
    public void A_memo_entry_that_is_overwritten_gives_what_was_written_last()
    {
        var scan = PickleBytes.Protocol(4).Text("numpy").Put(0).Text("os").Put(0).Get(0).Text("system").StackGlobal().Stop().Scan();

        Assert.Equal(["os.system"], scan.Names());
    }

    [Fact]
    public void A_name_made_while_loading_is_known_dangerous()
    {
        var scan = PickleBytes.Protocol(4).Text("os").Global("_codecs", "encode").Ops("(").Text("flfgrz").Text("rot13").Ops("tR").StackGlobal().Stop().Scan();

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Equal(["os.(computed)", "_codecs.encode"], scan.Names());
    }

    [Fact]
    public void Changing_an_imported_function_to_reach_through_it_is_not_followed()
    {
        var scan = PickleBytes.Protocol(4).Global("numpy", "log").Ops("}").Text("a").Text("os").Ops("sb0").Global("numpy", "log").Stop().Scan();

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.Equal(["It changes what it imported (numpy.log), not an object made of it."], scan.Reasons);
    }

    [Fact]
    public void Calling_what_a_call_gave_is_not_followed()
    {
        var scan = PickleBytes.Protocol(4).Global("collections", "OrderedDict").Ops(")R)R.").Scan();

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
    }

    [Theory]
    [InlineData("820A")]
    [InlineData("830A00")]
    [InlineData("840A000000")]
    public void A_name_by_its_number_in_the_registry_is_not_followed(string extension)
    {
        var scan = PickleBytes.Protocol(2).Raw(Convert.FromHexString(extension)).Stop().Scan();

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.Contains("number 10 (copyreg)", Assert.Single(scan.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void A_persistent_id_is_counted_and_not_followed()
    {
        var scan = PickleBytes.Bare().Ops("Pwhatever\n0").Text("x").Ops("Q.").Scan();

        Assert.Equal(2, scan.Acts.OutsideReferences);
        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
    }

    [Theory]
    [InlineData("(S'id'\nios\nsystem\n.")]
    [InlineData("(cos\nsystem\nS'id'\no.")]
    [InlineData("cos\nsystem\n)\u0081.")]
    [InlineData("cos\nsystem\n)}\u0092.")]
    [InlineData("cos\nsystem\n(S'id'\ntR0N.")]
    [InlineData("(cos\nsystem\n1N.")]
    [InlineData("V\u0000os\ncos\nsystem\n.")]
    public void Every_opcode_that_imports_or_calls_is_seen(string pickle) =>
        Assert.Contains("os.system", PickleBytes.Bare().Ops(pickle).Scan().Names());

    [Fact]
    public void A_pickle_after_the_first_stop_is_read_too()
    {
        var scan = PickleBytes.Protocol(2).Ops("N.").Raw(0x80, 2).Global("os", "system").Stop().Scan();

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Equal(2, scan.Pickles);
    }

    [Fact]
    public void What_a_memo_of_an_earlier_pickle_held_is_gone()
    {
        var scan = PickleBytes.Protocol(4).Text("os").Memoize().Stop().Raw(0x80, 4).Get(0).Text("system").StackGlobal().Stop().Scan();

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.Empty(scan.Imports);
    }

    [Fact]
    public void A_pickle_that_breaks_after_its_danger_is_dangerous_nevertheless()
    {
        var scan = PickleBytes.Protocol(4).Global("os", "system").CallWith("id").Raw(0xFF, 0xFF).Scan();

        Assert.Equal(PickleVerdict.KnownDangerous, scan.Verdict);
        Assert.Contains(scan.Reasons, reason => reason.Contains("0xFF is no opcode", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("N")]
    [InlineData("hello world")]
    [InlineData("R.")]
    [InlineData("t.")]
    [InlineData("(0.")]
    [InlineData("N(0R.")]
    [InlineData("g5\n.")]
    [InlineData("p-1\n.")]
    [InlineData("(NNNd.")]
    [InlineData("cos\nsystem")]
    [InlineData("N.garbage")]
    [InlineData("N.\u0000\u0000N")]
    public void What_is_broken_is_not_fully_understood(string bytes)
    {
        var scan = Pickles.Scan(Encoding.Latin1.GetBytes(bytes));

        Assert.Equal(PickleVerdict.NotFullyUnderstood, scan.Verdict);
        Assert.NotEmpty(scan.Reasons);
    }

    [Fact]
    public void Blanks_and_zeros_after_the_end_are_no_doubt() =>
        Assert.Equal(PickleVerdict.OnlyKnownImports, Pickles.Scan([(byte)'N', (byte)'.', (byte)'\n', 0, 0]).Verdict);

    [Fact]
    public void A_later_protocol_is_not_understood() =>
        Assert.Equal(PickleVerdict.NotFullyUnderstood, PickleBytes.Protocol(6).Ops("N.").Scan().Verdict);

    [Fact]
    public void Names_are_shown_so_that_nothing_in_them_turns_the_line_around()
    {
        var import = Assert.Single(PickleBytes.Protocol(4).Text("a\u202Eb").Text("<script>\u0007").StackGlobal().Stop().Scan().Imports);

        Assert.Equal("a\\u202Eb.<script>\\u0007", import.FullName);
    }

    [Fact]
    public void A_name_too_long_to_be_one_is_not_understood() =>
        Assert.Equal(PickleVerdict.NotFullyUnderstood, PickleBytes.Protocol(4).LongText(new string('o', 2000)).Text("x").StackGlobal().Stop().Scan().Verdict);

    [Fact]
    public void A_name_with_escapes_is_not_taken_for_another() =>
        Assert.Equal(PickleVerdict.NotFullyUnderstood, PickleBytes.Bare().Ops("V\\u006fs\nVsystem\n").StackGlobal().Stop().Scan().Verdict);
}

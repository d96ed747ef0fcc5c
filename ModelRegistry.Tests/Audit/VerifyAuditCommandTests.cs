using System.Globalization;
using ModelRegistry.Core.Audit;
using ModelRegistry.Web.Commands;
using static ModelRegistry.Tests.Audit.AuditRows;

namespace ModelRegistry.Tests.Audit;

public sealed class VerifyAuditCommandTests : IDisposable
{
    private readonly List<AuditLine> _lines = Chain(10);
    private readonly Signed _signed;
    private readonly string _export;
    private readonly string _checkpoints;

    public VerifyAuditCommandTests()
    {
        _signed = new Signed(_lines, 3, 8);
        _export = Path.Combine(_signed.Folder, "audit.jsonl");
        _checkpoints = Path.Combine(_signed.Folder, "checkpoints.jsonl");
        _signed.Checkpoints.ForEach(new CheckpointFile(_checkpoints).Append);
        Write(_lines);
    }

    public void Dispose() => _signed.Dispose();

    [Fact]
    public async Task Whole_chain_with_checkpoints_exits_0_and_says_head_and_coverage()
    {
        var (code, output, error) = await RunAsync(_export, "--checkpoints", _checkpoints, "--key", _signed.KeyFile);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            $"""
            The audit chain holds.
            Read 10 events; the last one is event 10.
            Head hash: {_lines[^1].Hash}
            2 checkpoints compared, the last that agrees is at event 8; 2 events after it not yet covered by a checkpoint.

            """,
            output);
    }

    [Fact]
    public async Task Without_checkpoints_it_says_what_cannot_be_found()
    {
        var (code, output, _) = await RunAsync(_export);

        Assert.Equal(0, code);
        Assert.Contains("No checkpoints were given", output, StringComparison.Ordinal);
        Assert.Contains("10 events not covered", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_chain_exits_1_with_a_sentence_for_each_number()
    {
        _lines[1] = _lines[1] with { Body = Body(2, "other") };
        _lines.RemoveRange(4, 2);
        Write(_lines);

        var (code, output, _) = await RunAsync("--key", _signed.KeyFile, "--checkpoints", _checkpoints, _export);

        Assert.Equal(1, code);
        Assert.StartsWith(
            """
            The audit chain does not hold: 2 findings.
            Event 2 was edited. Body, previous hash and hash do not belong together.
            Events 5 to 6 were deleted. The numbers before and after are there.
            Read 8 events; the last one is event 10.
            """,
            output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_and_rewritten_chain_are_told_against_the_checkpoints()
    {
        _lines[4] = _lines[4] with { Body = Body(5, "other") };
        Rewrite(_lines, 4);
        Write(_lines);
        var rewritten = await RunAsync(_export, "--checkpoints", _checkpoints, "--key", _signed.KeyFile);
        Write(_lines[..7]);
        var cut = await RunAsync(_export, "--checkpoints", _checkpoints, "--key", _signed.KeyFile);

        Assert.Equal((1, 1), (rewritten.Code, cut.Code));
        Assert.Contains("The chain was rewritten, beginning somewhere in events 4 to 8.", rewritten.Output, StringComparison.Ordinal);
        Assert.Contains("The end is missing: event 8.", cut.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Torn_checkpoint_line_is_stated_and_breaks_nothing()
    {
        await File.AppendAllTextAsync(_checkpoints, "{\"seq\":9,\"ha");

        var (code, output, _) = await RunAsync(_export, "--checkpoints", _checkpoints, "--key", _signed.KeyFile);

        Assert.Equal(0, code);
        Assert.Contains("it was not used", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Required argument missing for command: 'verify-audit'")]
    [InlineData("{export} other", "verify-audit cannot do anything with 'other'")]
    [InlineData("{export} --key x --checkpoints", "Required argument missing for option: '--checkpoints'")]
    [InlineData("{export} --checkpoints x", "go together")]
    [InlineData("{export} --key x", "go together")]
    [InlineData("{export} --force", "There is no option --force")]
    public async Task Wrong_usage_exits_2_and_says_where_the_usage_is(string args, string sentence)
    {
        var (code, output, error) = await RunAsync(args.Replace("{export}", _export, StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Contains("verify-audit --help shows how it is used", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_cannot_be_read_exits_2_with_a_sentence()
    {
        var missing = Path.Combine(_signed.Folder, "missing");
        string[][] calls =
        [
            [missing],
            [_signed.Folder],
            [_signed.KeyFile],
            [_export, "--checkpoints", missing, "--key", _signed.KeyFile],
            [_export, "--checkpoints", _checkpoints, "--key", missing],
            [_export, "--checkpoints", _checkpoints, "--key", _export],
        ];
        foreach (var call in calls)
        {
            var (code, output, error) = await RunAsync(call);

            Assert.Equal((2, ""), (code, output));
            Assert.EndsWith(".", error.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Empty_export_against_checkpoints_is_a_cut_chain()
    {
        Write([]);

        var (code, output, _) = await RunAsync(_export, "--checkpoints", _checkpoints, "--key", _signed.KeyFile);

        Assert.Equal(1, code);
        Assert.Contains("The end is missing: events 1 to 8.", output, StringComparison.Ordinal);
    }

    private void Write(IEnumerable<AuditLine> lines) => File.WriteAllBytes(_export, Export(lines));

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var code = await RegistryCommands.RunAsync(["verify-audit", .. args], output, error);
        return (code, output.ToString(), error.ToString());
    }
}

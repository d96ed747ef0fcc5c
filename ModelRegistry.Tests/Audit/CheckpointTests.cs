using System.Security.Cryptography;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Audit;

public sealed class CheckpointTests : IDisposable
{
    private static readonly string Hash = new('a', 64);
    private static readonly DateTimeOffset At = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("audit");

    private CheckpointFile File => new(Path.Combine(_directory.FullName, "checkpoints.jsonl"));

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Signature_verifies_with_either_half_of_the_key()
    {
        using var signer = CheckpointSigner.Open(_directory.FullName);
        var checkpoint = signer.Sign(5, Hash, At.AddTicks(12_345_678));

        foreach (var pem in new[] { CheckpointSigner.PrivateFile, CheckpointSigner.PublicFile })
        {
            using var key = CheckpointKey.FromPem(Read(pem));
            Assert.True(key.Verifies(checkpoint));
        }

        Assert.Equal(At.AddMilliseconds(1234), checkpoint.At);
        Assert.Equal(64, Convert.FromBase64String(checkpoint.Signature).Length);
    }

    [Fact]
    public void Signed_text_is_what_the_design_says()
    {
        using var signer = CheckpointSigner.Open(_directory.FullName);
        var checkpoint = signer.Sign(5, Hash, At);
        using var independent = ECDsa.Create();
        independent.ImportFromPem(signer.PublicKeyPem);

        Assert.True(independent.VerifyData(
            System.Text.Encoding.ASCII.GetBytes($"5\n{Hash}\n2026-03-14T09:00:00.000Z"),
            Convert.FromBase64String(checkpoint.Signature),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public void Key_is_made_once_and_only_its_owner_may_read_it()
    {
        using var first = CheckpointSigner.Open(_directory.FullName);
        using var second = CheckpointSigner.Open(_directory.FullName);

        Assert.Equal(first.PublicKeyPem, second.PublicKeyPem);
        Assert.Equal(
            [CheckpointSigner.PrivateFile, CheckpointSigner.PublicFile],
            _directory.GetFiles().Select(file => file.Name).Order());
        Assert.Equal(CheckpointSigner.OwnerOnly, ModeOf(CheckpointSigner.PrivateFile));
    }

    [Fact]
    public async Task Everybody_who_opens_at_the_same_moment_gets_the_same_key()
    {
        using var start = new Barrier(8);
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                using var signer = CheckpointSigner.Open(_directory.FullName);
                return signer.PublicKeyPem;
            },
            TaskCreationOptions.LongRunning)));

        Assert.Single(opened.Distinct());
        Assert.Equal(2, _directory.GetFiles().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public void Text_that_is_no_key_is_refused(string pem) =>
        Assert.Equal("audit_key_unreadable", Assert.Throws<RegistryException>(() => CheckpointKey.FromPem(pem)).Code);

    [Fact]
    public void Key_on_another_curve_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<RegistryException>(() => CheckpointKey.FromPem(other.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public async Task Appended_checkpoints_come_back_in_order()
    {
        Checkpoint[] written = [new(5, Hash, At, "c2ln"), new(9, Hash, At.AddHours(1), "c2ln")];
        Assert.Empty((await File.ReadAsync(CancellationToken.None)).Checkpoints);

        foreach (var checkpoint in written)
        {
            File.Append(checkpoint);
        }

        var read = await File.ReadAsync(CancellationToken.None);
        Assert.Equal(written, read.Checkpoints);
        Assert.Equal((0, false), (read.UnreadableLines.Count, read.TornLastLine));
        Assert.Equal(CheckpointSigner.OwnerOnly, ModeOf("checkpoints.jsonl"));
        Assert.StartsWith(
            $$"""{"seq":5,"hash":"{{Hash}}","at":"2026-03-14T09:00:00.000Z","signature":"c2ln"}""" + "\n",
            Read("checkpoints.jsonl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(150)]
    public async Task Torn_last_line_is_stated_and_the_next_append_takes_it_away(int torn)
    {
        File.Append(new Checkpoint(5, Hash, At, "c2ln"));
        File.Append(new Checkpoint(9, Hash, At, "c2ln"));
        Write(Read("checkpoints.jsonl")[..^Math.Min(torn, 130)]);

        var read = await File.ReadAsync(CancellationToken.None);
        Assert.Equal((1, 0, true), (read.Checkpoints.Count, read.UnreadableLines.Count, read.TornLastLine));

        File.Append(new Checkpoint(12, Hash, At, "c2ln"));
        Assert.Equal([5, 12], (await File.ReadAsync(CancellationToken.None)).Checkpoints.Select(c => c.Seq));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"seq\":1}")]
    [InlineData("{\"seq\":1,\"hash\":\"short\",\"at\":\"2026-03-14T09:00:00.000Z\",\"signature\":\"c2ln\"}")]
    [InlineData("{\"seq\":1,\"hash\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"at\":\"2026-03-14T09:00:00Z\",\"signature\":\"c2ln\"}")]
    public async Task Whole_line_that_cannot_be_read_is_a_bad_checkpoint(string line)
    {
        File.Append(new Checkpoint(5, Hash, At, "c2ln"));
        Write(Read("checkpoints.jsonl") + line + "\n");

        var read = await File.ReadAsync(CancellationToken.None);
        var result = AuditRows.Verify([], read with { Checkpoints = [] });

        Assert.Equal([2L], read.UnreadableLines);
        Assert.Equal(["BadCheckpoint 0"], AuditRows.Named(result));
    }

    [Fact]
    public async Task Lines_longer_than_any_checkpoint_are_passed_over_in_constant_memory()
    {
        File.Append(new Checkpoint(5, Hash, At, "c2ln"));
        Write(Read("checkpoints.jsonl") + new string('x', CheckpointLines.Longest * 20) + "\n");
        File.Append(new Checkpoint(9, Hash, At, "c2ln"));

        var read = await File.ReadAsync(CancellationToken.None);

        Assert.Equal([5, 9], read.Checkpoints.Select(c => c.Seq));
        Assert.Equal([2L], read.UnreadableLines);
        Assert.False(read.TornLastLine);
    }

    [Fact]
    public async Task Many_checkpoints_are_read_across_the_edges_of_the_buffer()
    {
        Write(string.Concat(Enumerable.Range(1, 1_000)
            .Select(seq => $$"""{"seq":{{seq}},"hash":"{{Hash}}","at":"2026-03-14T09:00:00.000Z","signature":"c2ln"}""" + "\n")));

        Assert.Equal(Enumerable.Range(1, 1_000).Select(seq => (long)seq), (await File.ReadAsync(CancellationToken.None)).Checkpoints.Select(c => c.Seq));
        Assert.Equal(1_000, File.Last()!.Seq);
    }

    [Theory]
    [InlineData("", 9)]
    [InlineData("{\"seq\":12,\"ha", 9)] // torn
    [InlineData("garbage\n", 9)]
    [InlineData("garbage\n\n\n{\"se", 9)]
    public void The_last_checkpoint_is_found_from_the_end(string after, long last)
    {
        Assert.Null(File.Last());
        File.Append(new Checkpoint(5, Hash, At, "c2ln"));
        File.Append(new Checkpoint(9, Hash, At, "c2ln"));
        Write(Read("checkpoints.jsonl") + after);

        Assert.Equal(last, File.Last()?.Seq);
    }

    /// <summary>Of a file that is larger than anybody could read: it takes no room, because its beginning was never written.</summary>
    [Fact]
    public async Task What_lies_before_the_last_checkpoint_is_not_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // where such a file would take all its room
        }

        using (var file = System.IO.File.Create(File.Path))
        {
            file.SetLength(1L << 40);
        }

        System.IO.File.AppendAllText(File.Path, $"\n{new Checkpoint(9, Hash, At, "c2ln").ToLine()}\n");

        var last = await Task.Run(() => File.Last()).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(9, last?.Seq);
    }

    [Fact]
    public void A_file_without_a_checkpoint_has_no_last()
    {
        Write("garbage\n");

        Assert.Null(File.Last());
    }

    private string Read(string name) => System.IO.File.ReadAllText(Path.Combine(_directory.FullName, name));

    private void Write(string text) => System.IO.File.WriteAllText(File.Path, text);

    private UnixFileMode ModeOf(string name) =>
        OperatingSystem.IsWindows() ? CheckpointSigner.OwnerOnly : System.IO.File.GetUnixFileMode(Path.Combine(_directory.FullName, name));
}

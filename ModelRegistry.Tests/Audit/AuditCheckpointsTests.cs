using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Audit;

/// <summary>When checkpoints are written, and what becomes of one that could not be.</summary>
public sealed class AuditCheckpointsTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    private AuditCheckpoints Checkpoints => _registry.Get<AuditCheckpoints>();

    private long? Last => _registry.Get<CheckpointFile>().Last()?.Seq;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task The_end_is_covered_when_nothing_happened_for_ten_seconds()
    {
        var scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        var covered = Last;
        await _registry.AModelAsync(scientist);
        Assert.Equal(1, Checkpoints.Uncovered);

        _registry.Clock.Advance(TimeSpan.FromSeconds(9));
        await Checkpoints.KeepUpAsync(default);
        Assert.Equal(covered, Last);
        _registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await Checkpoints.KeepUpAsync(default);

        Assert.Equal(covered + 1, Last);
        Assert.Equal((0, _registry.Clock.GetUtcNow()), (Checkpoints.Uncovered, Checkpoints.LastAt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_could_not_be_written_is_written_when_the_disk_is_well_again(bool theFile)
    {
        await _registry.PersonAsync("first", Roles.Viewer);
        var place = theFile ? _registry.Settings.CheckpointFile : Path.Combine(_registry.Settings.KeyDirectory, CheckpointSigner.LastFile);
        File.Delete(place);
        Directory.CreateDirectory(place); // no file can be written there, whoever tries
        await _registry.PersonAsync("second", Roles.Viewer);
        Assert.False(Checkpoints.Healthy);
        await Checkpoints.KeepUpAsync(default);
        Assert.False(Checkpoints.Healthy);

        Directory.Delete(place);
        await Checkpoints.KeepUpAsync(default);

        Assert.True(Checkpoints.Healthy);
        Assert.Equal(2, Last);
        Assert.Equal(2, CheckpointSigner.LastKept(_registry.Settings.KeyDirectory)?.Seq);
    }

    /// <summary>Also those that a process left that was killed.</summary>
    [Fact]
    public async Task What_a_process_left_uncovered_the_next_one_covers()
    {
        var scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        await _registry.AModelAsync(scientist);
        using var signer = CheckpointSigner.Open(_registry.Settings.KeyDirectory);
        using var next = new AuditCheckpoints(_registry.Get<CheckpointFile>(), signer, _registry.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<AuditCheckpoints>.Instance);
        var start = new ChainAtStart(_registry.Get<Core.Data.RegistryStore>(), _registry.Get<CheckpointFile>(), signer, next,
            _registry.Settings);

        Assert.Empty(await start.RunAsync(default));
        _registry.Clock.Advance(AuditCheckpoints.Idle);
        await next.KeepUpAsync(default);

        Assert.Equal(2, Last);
    }

    /// <summary>Whoever makes a key of their own and puts its public half beside the others signs nothing with it.</summary>
    [Fact]
    public void What_a_former_key_signed_counts_only_before_what_the_present_one_signed()
    {
        var folder = Directory.CreateTempSubdirectory("keys");
        using var former = CheckpointSigner.Open(Path.Combine(folder.FullName, "former"));
        using var present = CheckpointSigner.Open(Path.Combine(folder.FullName, "present"));
        using var keys = new CheckpointKeys(present.PublicKeyPem, [former.PublicKeyPem]);
        var hash = new string('a', 64);
        Checkpoint[] signed = [former.Sign(1, hash, default), present.Sign(2, hash, default), former.Sign(3, hash, default)];

        var comparison = new CheckpointComparison(new CheckpointReading(signed, [], TornLastLine: false), keys);

        Assert.Equal([3], comparison.Complete(3).Where(finding => finding.Problem == AuditProblem.BadCheckpoint).Select(finding => finding.FromSeq));
        folder.Delete(recursive: true);
    }
}

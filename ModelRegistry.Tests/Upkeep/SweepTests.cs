using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Upkeep;

public sealed class SweepTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _admin = null!;
    private Actor _scientist = null!;

    private SweepWorkflow Sweep => _registry.Get<SweepWorkflow>();

    private ArtifactStore Store => _registry.Get<ArtifactStore>();

    private string Temporary => Path.Combine(_registry.Settings.ArtifactDirectory, "tmp");

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        await _registry.AModelAsync(_scientist);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_file_that_nothing_lists_goes_after_the_grace_time_and_not_before()
    {
        var orphan = await AnOrphanAsync("nobody's");
        await _registry.ASealedVersionAsync(_scientist);

        var first = await RunAsync();
        _registry.Clock.Advance(Sweep.Grace - TimeSpan.FromMinutes(1));
        var early = await RunAsync();
        Assert.True(Store.Has(orphan));
        _registry.Clock.Advance(TimeSpan.FromMinutes(1));
        var due = await RunAsync();

        Assert.Equal((2L, 1L, 8L, 0L), (first.Files, first.UnreferencedFiles, first.UnreferencedBytes, first.RemovedFiles));
        Assert.Equal(0, early.RemovedFiles);
        Assert.Equal((1L, 8L), (due.RemovedFiles, due.RemovedBytes));
        Assert.False(Store.Has(orphan));
        Assert.True((await _registry.Get<VersionVerification>().VerifyAsync("fraud", "1", _scientist, null, default)).Ok);
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_go_and_changes_nothing()
    {
        var orphan = await AnOrphanAsync("nobody's");
        var unseen = await RunAsync(dryRun: true);
        Assert.Equal(0, await MarksAsync());
        await RunAsync();
        _registry.Clock.Advance(Sweep.Grace);

        var told = await RunAsync(dryRun: true);

        Assert.Equal((1L, 0L, null), (unseen.UnreferencedFiles, unseen.RemovedFiles, unseen.First.Single().Since));
        Assert.Equal((true, 1L, 1L, 8L), (told.DryRun, told.UnreferencedFiles, told.RemovedFiles, told.RemovedBytes));
        Assert.Equal((orphan, told.At), (told.First.Single().Sha256, told.First.Single().RemovableAt));
        Assert.True(Store.Has(orphan));
        Assert.Equal(1, await EventsAsync());
    }

    [Fact]
    public async Task An_upload_of_the_same_bytes_takes_the_mark_off_and_they_stay()
    {
        var orphan = await AnOrphanAsync("weights");
        await RunAsync();
        _registry.Clock.Advance(Sweep.Grace);

        await _registry.ASealedVersionAsync(_scientist, content: "weights");
        Assert.Equal(0, await MarksAsync());
        var swept = await RunAsync();

        Assert.Equal(0, swept.RemovedFiles);
        Assert.True(Store.Has(orphan));
    }

    [Fact]
    public async Task A_file_that_a_version_lists_between_the_look_and_the_removal_stays()
    {
        var orphan = await AnOrphanAsync("weights");
        await RunAsync();
        _registry.Clock.Advance(Sweep.Grace);
        List<UnreferencedFile> due;
        await using (var db = _registry.OpenDatabase())
        {
            due = await db.UnreferencedFiles.ToListAsync();
        }

        await _registry.ASealedVersionAsync(_scientist, content: "weights");
        var swept = await new SweepRemoval(Store, due).RunAsync(_registry.Get<RegistryStore>(), _admin,
            (files, bytes) => new SweepFindings(_registry.Clock.GetUtcNow(), Sweep.Grace).Result(false, files, bytes, 0), default);

        Assert.Equal((1, 0L), (due.Count, swept.RemovedFiles));
        Assert.True(Store.Has(orphan));
    }

    [Fact]
    public async Task What_was_marked_and_is_listed_again_waits_the_whole_grace_time_anew()
    {
        await AnOrphanAsync("weights");
        await RunAsync();
        await _registry.APendingVersionAsync(_scientist);
        await _registry.AFileAsync(_scientist, "fraud", "1", "a.txt", "weights");
        _registry.Clock.Advance(Sweep.Grace);
        await _registry.AFileAsync(_scientist, "fraud", "1", "a.txt", "other bytes");

        Assert.Equal((1L, 0L), await RunAsync() is var swept ? (swept.UnreferencedFiles, swept.RemovedFiles) : default);
        Assert.True(Store.Has(Sha256Hex.Of("weights")));
    }

    [Fact]
    public async Task A_mark_that_a_crash_left_on_a_listed_file_is_taken_off()
    {
        await _registry.ASealedVersionAsync(_scientist);
        await using (var db = _registry.OpenDatabase())
        {
            db.UnreferencedFiles.Add(new UnreferencedFile { Sha256 = Sha256Hex.Of("weights"), Size = 7, SeenAt = _registry.Clock.GetUtcNow().AddDays(-9) });
            db.UnreferencedFiles.Add(new UnreferencedFile
            {
                Sha256 = Sha256Hex.Of("gone long ago"),
                Size = 7,
                SeenAt = _registry.Clock.GetUtcNow()
                .AddDays(-9)
            });
            await db.SaveChangesAsync();
        }

        var swept = await RunAsync();

        Assert.Equal(0, swept.RemovedFiles);
        Assert.Equal(0, await MarksAsync());
        Assert.True(Store.Has(Sha256Hex.Of("weights")));
    }

    [Fact]
    public async Task Bytes_on_their_way_to_a_version_are_neither_marked_nor_removed()
    {
        var orphan = await AnOrphanAsync("weights");
        await RunAsync();
        _registry.Clock.Advance(Sweep.Grace);

        using (var hold = Store.Hold())
        {
            await Store.PutAsync(new MemoryStream("weights"u8.ToArray()), null, null, hold, default);
            await Store.PutAsync(new MemoryStream("more"u8.ToArray()), null, null, hold, default);
            Assert.Equal(0, (await RunAsync()).RemovedFiles);
            Assert.Equal(1, await MarksAsync());
        }

        Assert.True(Store.Has(orphan));
        Assert.Equal(1, (await RunAsync()).RemovedFiles);
    }

    [Fact]
    public async Task Whoever_sends_bytes_that_are_being_removed_waits_and_finds_them_stored()
    {
        var orphan = await AnOrphanAsync("weights");
        Task<StoredBlob> sent;
        using (Store.Claim([orphan]))
        {
            sent = Store.PutAsync(new MemoryStream("weights"u8.ToArray()), null, null, default);
            Assert.False(sent.IsCompleted);
            Store.Remove(orphan);
        }

        await sent;

        Assert.True(Store.Has(orphan));
    }

    [Fact]
    public async Task Parts_of_uploads_that_died_go_and_live_ones_stay()
    {
        var content = new Drip();
        var live = Store.PutAsync(content, null, null, default);
        await content.Reached;
        var dead = Path.Combine(Temporary, "dead");
        await File.WriteAllTextAsync(dead, "half");
        foreach (var file in Directory.GetFiles(Temporary))
        {
            File.SetLastWriteTimeUtc(file, _registry.Clock.GetUtcNow().UtcDateTime.AddDays(-2));
        }

        var swept = await RunAsync();
        content.End();

        Assert.Equal((1, false), (swept.Leftovers, File.Exists(dead)));
        Assert.True(Store.Has((await live).Sha256));
    }

    [Fact]
    public async Task Many_files_are_removed_in_batches_and_counted_together()
    {
        for (var i = 0; i < 1_203; i++)
        {
            await AnOrphanAsync($"{i}");
        }

        await RunAsync();
        _registry.Clock.Advance(Sweep.Grace);
        var swept = await RunAsync();
        var last = await Sweep.LastAsync(_admin, default);

        Assert.Equal((1_203L, 1_203L), (swept.Files, swept.RemovedFiles));
        Assert.Equal((1_203L, _admin.Name), (last!.RemovedFiles, last.By));
        Assert.Equal(0, await MarksAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(_registry.Settings.ArtifactDirectory, "sha256"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Strange_files_in_the_store_are_left_alone()
    {
        var orphan = await AnOrphanAsync("nobody's");
        var folder = Path.Combine(_registry.Settings.ArtifactDirectory, "sha256", orphan[..2], orphan[2..4]);
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "an operator's");
        File.CreateSymbolicLink(Path.Combine(folder, Sha256Hex.Of("link")), Path.Combine(folder, "notes.txt"));

        Assert.Equal(1, (await RunAsync()).Files);
        Assert.True(File.Exists(Path.Combine(folder, "notes.txt")));
    }

    [Fact]
    public async Task Only_admins_sweep_and_every_sweep_is_on_record()
    {
        await Refused.ByAsync("role_missing", () => Sweep.RunAsync(dryRun: true, _scientist, default));
        await Refused.ByAsync("role_missing", () => Sweep.LastAsync(_scientist, default));
        Assert.Null(await Sweep.LastAsync(_admin, default));

        await RunAsync();

        Assert.Equal(1, await EventsAsync());
        Assert.True((await _registry.VerifyAuditAsync(_admin)).Ok);
    }

    [Fact]
    public async Task The_job_sweeps_once_a_day_however_often_it_looks()
    {
        await Sweep.RunIfDueAsync(default);
        await Sweep.RunIfDueAsync(default);
        _registry.Clock.Advance(TimeSpan.FromHours(23));
        await Sweep.RunIfDueAsync(default);
        Assert.Equal(1, await EventsAsync());

        _registry.Clock.Advance(TimeSpan.FromHours(1));
        await Sweep.RunIfDueAsync(default);

        Assert.Equal(2, await EventsAsync());
    }

    private Task<SweepResult> RunAsync(bool dryRun = false) => Sweep.RunAsync(dryRun, _admin, default);

    private async Task<string> AnOrphanAsync(string content) =>
        (await Store.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), null, null, default)).Sha256;

    private async Task<int> MarksAsync()
    {
        await using var db = _registry.OpenDatabase();
        return await db.UnreferencedFiles.CountAsync();
    }

    private async Task<int> EventsAsync() =>
        (await _registry.Get<AuditQueries>().ListAsync(new AuditSearch(Action: "store.swept", PageSize: PageToken.MaxSize), _admin, default)).Items.Count;

    /// <summary>Content that does not end until the test says so.</summary>
    private sealed class Drip : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new();
        private readonly TaskCompletionSource _ended = new();
        private bool _begun;

        public Task Reached => _reached.Task;

        public void End() => _ended.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun)
            {
                _reached.TrySetResult();
                await _ended.Task;
                return 0;
            }

            _begun = true;
            buffer.Span[0] = 7;
            return 1;
        }
    }
}

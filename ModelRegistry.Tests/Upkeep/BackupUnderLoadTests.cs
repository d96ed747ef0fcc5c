using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Commands;
using static ModelRegistry.Tests.Upkeep.Commands;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>
/// A backup beside writers that never pause: what was acknowledged before it began is in it, and what is restored from it verifies,
/// on the server and as an export against the checkpoints that were signed before.
/// </summary>
public sealed class BackupUnderLoadTests : IDisposable
{
    private const int Writers = 4;
    private const int Before = 20;

    private readonly TestFolder _folder = new();
    private readonly ConcurrentQueue<(int Version, string Digest)> _sealed = [];
    private readonly ConcurrentQueue<long> _moves = [];
    private readonly ManualResetEventSlim _written = new();
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;

    public void Dispose()
    {
        _written.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_acknowledged_before_it_began_is_missing_and_the_restored_registry_verifies()
    {
        await using var registry = _registry = await TestRegistry.StartAsync();
        _scientist = await registry.PersonAsync("scientist", Roles.DataScientist, Roles.Admin);
        await registry.AModelAsync(_scientist);
        await registry.ASealedVersionAsync(_scientist, content: "first");
        var session = await registry.Get<Sessions>().StartAsync(_scientist with { Door = Door.Browser }, default);
        var token = await registry.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Read]), _scientist, default);

        var (acknowledged, moves) = await BackUpUnderLoadAsync();
        File.Copy(registry.Settings.CheckpointFile, _folder.New("exported-checkpoints.jsonl"));
        var target = RegistrySettings.Sqlite(_folder.New("data"));
        var ran = await RestoreAsync(target, _folder.New("backup"), "--verify");

        Assert.True(ran.Code == 0, ran.Output + ran.Error);
        await using var restored = await TestRegistry.StartAsync(target);
        await RequireAcknowledgedAsync(restored, acknowledged, moves);
        Assert.Null(await restored.Get<Sessions>().ActorAsync(session, Door.Browser, null, default));
        Assert.NotNull(await restored.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default));
        await RequireVerifiesAsync(restored);
    }

    /// <summary>What had been acknowledged when the backup began.</summary>
    private async Task<(List<(int Version, string Digest)> Sealed, int Moves)> BackUpUnderLoadAsync()
    {
        using var stop = new CancellationTokenSource();
        var enough = new TaskCompletionSource();
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, enough, stop.Token))).ToList();
        await Task.WhenAny(enough.Task, Task.WhenAll(writers));
        var (acknowledged, moves) = (_sealed.ToList(), _moves.Count);

        // Each of its steps begins when others have written once more, however slow this machine is.
        await using var progress = new SlowReader(_written);
        var code = await RegistryCommands.RunAsync(["backup", _folder.New("backup")], TextWriter.Null, progress, _ => _registry.Settings);

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(code == 0, progress.ToString());
        return (acknowledged, moves);
    }

    private async Task WriteAsync(int writer, TaskCompletionSource enough, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var version = await _registry.ASealedVersionAsync(_scientist, content: $"{writer} {i}");
            _sealed.Enqueue((version.Number, version.Digest!));
            _written.Set();
            await _registry.Get<AliasWorkflow>().SetAsync("fraud", $"alias-{writer % 2}", version.Number.Text(), _scientist, default);
            _moves.Enqueue(version.Number);
            if (_moves.Count >= Before)
            {
                enough.TrySetResult();
            }
        }
    }

    private static async Task RequireAcknowledgedAsync(TestRegistry restored, List<(int Version, string Digest)> acknowledged, int moves)
    {
        Assert.True(acknowledged.Count >= Before);
        await using var db = restored.OpenDatabase();
        var there = await db.Versions.Where(version => version.Status == VersionStatus.Ready)
            .ToDictionaryAsync(version => version.Number, version => version.Digest);
        Assert.All(acknowledged, version => Assert.Equal(version.Digest, there.GetValueOrDefault(version.Version)));
        Assert.True(await db.AuditEvents.CountAsync(audit => audit.Action == "slot.moved") >= moves);
    }

    private async Task RequireVerifiesAsync(TestRegistry restored)
    {
        var auditor = _scientist with { Roles = new HashSet<string> { Roles.Auditor } };
        var online = await restored.VerifyAuditAsync(auditor);
        Assert.True(online is { Ok: true, UncoveredEvents: 0 });
        var export = _folder.New("audit.jsonl");
        await using (var stream = File.Create(export))
        {
            await restored.Get<AuditQueries>().ExportAsync(stream, auditor, default);
        }

        var key = Path.Combine(restored.Settings.KeyDirectory, CheckpointSigner.PublicFile);
        Assert.Equal(0, await VerifyAuditCommand.RunAsync(export, restored.Settings.CheckpointFile, key, TextWriter.Null, TextWriter.Null, default));
        // What was signed after the backup shows that the end of the chain was lost with it.
        await using var told = new StringWriter();
        await _registry.PersonAsync("newcomer", Roles.Viewer);
        Assert.Equal(1, await VerifyAuditCommand.RunAsync(export, _registry.Settings.CheckpointFile, key, told, TextWriter.Null, default));
    }

    /// <summary>Who reads the progress, and is ready for the next line only after somebody has written.</summary>
    private sealed class SlowReader(ManualResetEventSlim written) : StringWriter
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            written.Reset();
            Assert.True(written.Wait(Patience), "Nothing was written while the backup was taken.");
        }
    }
}

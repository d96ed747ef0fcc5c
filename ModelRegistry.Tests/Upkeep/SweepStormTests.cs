using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>
/// Uploads, replacements, seals, purges and sweeps at random, by several at once, over so few different bytes that they meet all
/// the time, with a clock that leaps past the grace time: no listed file is ever missing, and in the end nothing else is left.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class SweepStormTests
{
    private const int Rounds = 200;
    private const int Uploaders = 3;
    private const int DifferentBytes = 6;

    // How many versions are left alone, so that there is always something listed, and seldom all bytes are.
    private const int Lasting = 2;

    [Fact]
    public async Task No_listed_file_is_ever_missing_and_in_the_end_no_other_is_left()
    {
        await using var registry = await TestRegistry.StartAsync();
        var both = await registry.PersonAsync("both", Roles.Admin, Roles.DataScientist);
        await registry.AModelAsync(both);
        var sealedVersions = Channel.CreateUnbounded<int>();
        using var ended = new CancellationTokenSource();
        var sweeper = Task.Run(() => SweepAsync(registry, both, ended.Token));
        var purger = Task.Run(() => PurgeAsync(registry, both, sealedVersions.Reader));

        await Task.WhenAll(Enumerable.Range(0, Uploaders).Select(seed => Task.Run(() => UploadAsync(registry, both, new Random(seed), sealedVersions.Writer))));
        sealedVersions.Writer.Complete();
        var purges = await purger;
        await ended.CancelAsync();
        var (sweeps, removed) = await sweeper;

        await RequireListedAreThereAsync(registry);
        await registry.Get<SweepWorkflow>().RunAsync(dryRun: false, both, default);
        registry.Clock.Advance(registry.Get<SweepWorkflow>().Grace);
        await registry.Get<SweepWorkflow>().RunAsync(dryRun: false, both, default);
        Assert.Equal(await ListedAsync(registry), [.. registry.Get<ArtifactStore>().Stored().Select(blob => blob.Sha256)]);
        Assert.True(sweeps > 10 && removed > 0 && purges > 10, $"Too quiet a storm: {sweeps} sweeps, {removed} removed, {purges} purges.");
        Assert.True((await registry.VerifyAuditAsync(both)).Ok);
    }

    private static async Task UploadAsync(TestRegistry registry, Actor actor, Random random, ChannelWriter<int> sealedVersions)
    {
        for (var round = 0; round < Rounds / Uploaders; round++)
        {
            var version = await registry.APendingVersionAsync(actor);
            for (var file = random.Next(1, 3); file > 0; file--)
            {
                await registry.AFileAsync(actor, "fraud", version.Number.Text(), $"{random.Next(2)}.bin", $"bytes {random.Next(DifferentBytes)}");
            }

            // A seal refuses when the store lacks a file that is listed.
            var view = await registry.Get<VersionWorkflow>().SealAsync("fraud", version.Number.Text(), null, actor, default);
            await sealedVersions.WriteAsync(view.Number);
        }
    }

    private static async Task<int> PurgeAsync(TestRegistry registry, Actor actor, ChannelReader<int> sealedVersions)
    {
        var (purges, lasting) = (0, new Queue<int>());
        await foreach (var number in sealedVersions.ReadAllAsync())
        {
            lasting.Enqueue(number);
            if (lasting.Count > Lasting)
            {
                await registry.Get<VersionPurge>().PurgeAsync("fraud", lasting.Dequeue().Text(), "Out.", actor, default);
                purges++;
            }
        }

        return purges;
    }

    private static async Task<(int Sweeps, long Removed)> SweepAsync(TestRegistry registry, Actor actor, CancellationToken ended)
    {
        var (sweeps, removed) = (0, 0L);
        while (!ended.IsCancellationRequested)
        {
            removed += (await registry.Get<SweepWorkflow>().RunAsync(dryRun: false, actor, default)).RemovedFiles;
            registry.Clock.Advance(TimeSpan.FromHours(9));
            sweeps++;
            await RequireListedAreThereAsync(registry);
        }

        return (sweeps, removed);
    }

    /// <summary>What is listed now and was before its file was looked for; a purge in between takes it out of the question.</summary>
    private static async Task RequireListedAreThereAsync(TestRegistry registry)
    {
        var store = registry.Get<ArtifactStore>();
        var missing = (await ListedAsync(registry)).Where(digest => !store.Has(digest)).ToList();
        Assert.DoesNotContain(missing.Intersect(await ListedAsync(registry)), digest => !store.Has(digest));
    }

    private static async Task<SortedSet<string>> ListedAsync(TestRegistry registry)
    {
        await using var db = registry.OpenDatabase();
        return [.. await db.VersionFiles.Select(file => file.Sha256).Distinct().ToListAsync()];
    }
}

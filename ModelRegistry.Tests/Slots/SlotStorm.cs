using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Slots;

/// <summary>
/// Many threads move two slots of a model between six versions as chance has it, while others read: one slot always holds a
/// version, the other is emptied now and then. What they leave behind must hold together.
/// </summary>
internal sealed class SlotStorm(TestRegistry registry, Actor by, int seed)
{
    public const string Model = "storm";
    public const string Always = Stage.Production;
    public const string Sometimes = "champion";
    private const int Writers = 8;
    private const int MovesEach = 50;
    private const int ReadsEach = 10;
    private const int Versions = 6;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private int _readersBehind = 2;

    public async Task RunAsync()
    {
        await registry.AModelAsync(by, Model);
        for (var i = 1; i <= Versions; i++)
        {
            await registry.ASealedVersionAsync(by, Model, content: $"weights {i}");
        }

        await registry.PutAsync(by, Model, Always, 1);
        await registry.PutAsync(by, Model, Sometimes, 1, MoveKind.Alias);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, _readersBehind).Select(_ => Task.Run(() => WatchAsync(stop.Token))).ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => MoveAsync(new Random(seed + writer)))));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        registry.Clock.Advance(TimeSpan.FromHours(1)); // moves that came within one millisecond went ahead of the clock
    }

    /// <summary>The history of each slot against itself: no overlap, no gap but where it was emptied, times that only grow.</summary>
    public async Task RequireWholeHistoryAsync(IReadOnlyList<Moved> moves)
    {
        await using var db = registry.OpenDatabase();
        foreach (var slot in await db.Slots.ToListAsync())
        {
            var stays = await db.SlotIntervals.Where(stay => stay.SlotId == slot.Id).OrderBy(stay => stay.From).ToListAsync();
            var emptied = moves.Where(move => move.Slot == slot.Name && move.Version is null).Select(move => move.At).ToHashSet();
            Assert.Equal(moves.Count(move => move.Slot == slot.Name && move.Version is not null), stays.Count);
            Assert.Equal(slot.VersionNumber, stays.Find(stay => stay.Until is null)?.VersionNumber);
            foreach (var (stay, next) in stays.Zip(stays.Skip(1)))
            {
                Assert.True(stay.Until - stay.From >= Millisecond
                    && next.From >= stay.Until, $"{slot.Name}: {stay.From:O} to {stay.Until:O}, then {next.From:O}.");
                Assert.True(next.From == stay.Until
                    || emptied.Contains(stay.Until!.Value), $"{slot.Name}: nobody emptied it at {stay.Until:O}, yet the next stay begins at {next.From:O}.");
            }
        }
    }

    /// <summary>What the audit trail says happened, oldest first.</summary>
    public async Task<IReadOnlyList<Moved>> MovesAsync()
    {
        await using var db = registry.OpenDatabase();
        var bodies = await db.AuditEvents.Where(audit => audit.Action == "slot.moved").OrderBy(audit => audit.Seq).Select(audit => audit.Body).ToListAsync();
        return [.. bodies.Select(text => AuditBody.Read(text).After!.Value).Select(after => new Moved(
            after.GetProperty("slot").GetString()!, after.GetProperty("at").GetDateTimeOffset(),
            after.GetProperty("version") is { ValueKind: System.Text.Json.JsonValueKind.Number } version ? version.GetInt32() : null))];
    }

    public static void RequireGrowingTimes(IReadOnlyList<Moved> moves) => Assert.All(moves.GroupBy(move => move.Slot), slot =>
        Assert.All(slot.Zip(slot.Skip(1)), pair =>
            Assert.True(pair.Second.At - pair.First.At >= Millisecond, $"{slot.Key}: {pair.First.At:O}, then {pair.Second.At:O}.")));

    /// <summary>As-of against a replay of the trail: at every move, just before it, and at instants as chance has it.</summary>
    public async Task RequireSameAsReplayAsync(IReadOnlyList<Moved> moves)
    {
        var random = new Random(seed);
        var span = moves.Max(move => move.At) - moves.Min(move => move.At);
        var instants = moves.SelectMany(move => new[] { move.At, move.At - Millisecond, moves[0].At + (span * random.NextDouble()) }).Distinct().Order();
        foreach (var at in instants)
        {
            var slots = await registry.Get<SlotQueries>().ListAsync(Model, at, by, default);
            Assert.All(new[] { Always, Sometimes }, name => Assert.Equal(
                (at, moves.LastOrDefault(move => move.Slot == name && move.At <= at)?.Version),
                (at, slots.SingleOrDefault(slot => slot.Slot == name)?.Version)));
        }
    }

    private async Task MoveAsync(Random random)
    {
        for (var i = 0; i < MovesEach || Volatile.Read(ref _readersBehind) > 0; i++) // on a busy machine until every reader has seen enough
        {
            registry.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 3)));
            var slot = random.Next(2) == 0 ? Always : Sometimes;
            var version = slot == Sometimes && random.Next(4) == 0 ? (int?)null : random.Next(1, Versions + 1);
            await registry.PutAsync(by, Model, slot, version, slot == Always ? MoveKind.Promotion : MoveKind.Alias);
        }
    }

    /// <summary>Reads until told to stop; the writers go on until it has read often enough, or failed.</summary>
    private async Task WatchAsync(CancellationToken stop)
    {
        var reads = 0;
        try
        {
            await using var db = registry.OpenDatabase();
            while (!stop.IsCancellationRequested)
            {
                await RequireOneOccupantAsync(db);
                if (++reads == ReadsEach)
                {
                    Interlocked.Decrement(ref _readersBehind);
                }
            }
        }
        catch when (reads < ReadsEach)
        {
            Interlocked.Decrement(ref _readersBehind);
            throw;
        }
    }

    private async Task RequireOneOccupantAsync(RegistryDbContext db)
    {
        var rows = await db.Slots.AsNoTracking().Where(slot => slot.Name == Always).Select(slot => slot.VersionId).ToListAsync();
        Assert.NotNull(Assert.Single(rows));
        var open = await db.SlotIntervals.Where(stay => stay.Until == null).Join(db.Slots, stay => stay.SlotId, slot => slot.Id, (_, slot) => slot.Name)
            .CountAsync(name => name == Always);
        Assert.Equal(1, open);
        var seen = await registry.Get<SlotQueries>().ListAsync(Model, null, by, CancellationToken.None);
        Assert.NotNull(Assert.Single(seen, slot => slot.Slot == Always).Version);
    }

    public sealed record Moved(string Slot, DateTimeOffset At, int? Version);
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Durability;

/// <summary>
/// Two people roll the same stage back at once, while others promote, archive and change the policy, round after round as chance has
/// it: one version is always in the stage, the history has no gap, and whoever asks again under the same key gets the same answer.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class RollbackStormTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Seed = 20260314;
    private const int Versions = 4;

    // Five hundred looks a second each: as many as would be wanted, and the cores are left to what is looked at.
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(2);

    private readonly PromotionScene _scene = new();
    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly CancellationTokenSource _over = new();
    private string _model = "";
    private Actor _operator = null!;
    private long _reads;

    public async Task InitializeAsync()
    {
        await _scene.InitializeAsync();
        _operator = await _scene.PersonAsync("on.call", Roles.Operator);
        _model = await _scene.AModelAsync(new PolicyContent(RequiredApprovals: 1));
        for (var number = 1; number <= Versions; number++)
        {
            await (number == 1 ? Task.CompletedTask : NewVersionAsync());
            await PromoteAsync(number);
        }
    }

    public Task DisposeAsync() => _scene.DisposeAsync();

    public void Dispose() => _over.Dispose();

    [Fact]
    public async Task One_version_is_always_in_the_stage_and_everything_agrees_in_the_end()
    {
        var random = new Random(Seed);
        var readers = new[] { Task.Run(ResolveAsync), Task.Run(CountOccupantsAsync) };
        for (var round = 0; round < Soak.RollbackRounds; round++)
        {
            _scene.Registry.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 3)));
            await RoundAsync(round, random);
        }

        await _over.CancelAsync();
        await Task.WhenAll(readers);
        output.WriteLine($"{Soak.RollbackRounds} rounds, {_reads} reads: "
            + $"{string.Join(", ", _outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"))}.");
        Assert.All(new[] { "rollback done", "rollback occupant_changed", "promotion done", "archive done", "policy done" }, outcome =>
            Assert.True(_outcomes.GetValueOrDefault(outcome) > Soak.RollbackRounds / 20, outcome));
        var report = await InstallationCheck.RunAsync(_scene.Registry.Settings, quick: false, TextWriter.Null, TimeProvider.System, default);
        Assert.Empty(report.Findings);
        Assert.Equal(_outcomes["rollback done"], report.Counts["rollbacks"]);
    }

    /// <summary>Two rollbacks, and of the others those that the dice say, each after a pause of its own.</summary>
    private async Task RoundAsync(int round, Random random)
    {
        var occupant = await _scene.OccupantAsync(_model);
        var wishes = new[] { Wish(occupant, random), Wish(occupant, random) };
        List<Task> others = [];
        others.Add(random.Next(3) == 0 ? Later(random, "promotion", async () => await PromoteAsync(await NewVersionAsync())) : Task.CompletedTask);
        others.Add(random.Next(2) == 0 ? Later(random, "archive", () => ToggleArchiveAsync(random.Next(1, Versions + 1))) : Task.CompletedTask);
        others.Add(random.Next(3) == 0
            ? Later(random, "policy", () =>
            _scene.PolicyAsync(_model, Stage.Staging, new PolicyContent(RequiredApprovals: 1, ExpiresAfterDays: (round % 300) + 1))) : Task.CompletedTask);
        var answers = wishes.Select((wish, index) => AskAsync(wish, $"{round} {index}", random.Next(2_000))).ToList();
        await Task.WhenAll(answers.Concat(others));
        for (var index = 0; index < wishes.Length; index++)
        {
            await RequireSameAgainAsync(wishes[index], $"{round} {index}", await answers[index]);
        }
    }

    // A quarantine of every removed version would leave nothing to go back to after a few rounds.
    private static NewRollback Wish(int? occupant, Random random) => new(
        random.Next(3) == 0 ? null : random.Next(1, Versions + 1), "Error rate rose", occupant, Quarantine: random.Next(20) == 0);

    private async Task<RollbackView?> AskAsync(NewRollback wish, string key, int spins)
    {
        await Task.Yield();
        Thread.SpinWait(spins * 20);
        return await CountAsync("rollback", () => RollBackAsync(wish, key));
    }

    private Task<RollbackView> RollBackAsync(NewRollback wish, string key) =>
        _scene.Get<RollbackWorkflow>()
            .RollBackAsync(_model, Stage.Staging, wish, null,
            _operator with { Idempotency = new IdempotencyKey(Sha256Hex.Of(key), Sha256Hex.Of(wish.ToString())) }, default);

    /// <summary>What was done is answered with what it came to; what was refused was not done and may be refused for another reason now.</summary>
    private async Task RequireSameAgainAsync(NewRollback wish, string key, RollbackView? answer)
    {
        if (answer is not null)
        {
            Assert.Equal(answer, await RollBackAsync(wish, key));
        }
    }

    private Task Later(Random random, string what, Func<Task> change)
    {
        var spins = random.Next(2_000);
        return Task.Run(async () =>
        {
            Thread.SpinWait(spins * 20);
            await CountAsync(what, async () =>
            {
                await change();
                return "done";
            });
        });
    }

    /// <summary>The result, or null when a rule refused it; anything else that goes wrong fails the test.</summary>
    private async Task<T?> CountAsync<T>(string what, Func<Task<T>> change)
        where T : class
    {
        try
        {
            var result = await change();
            _outcomes.AddOrUpdate($"{what} done", 1, (_, count) => count + 1);
            return result;
        }
        catch (RegistryException refusal) when (refusal.Kind is RefusalKind.Conflict or RefusalKind.Forbidden)
        {
            _outcomes.AddOrUpdate($"{what} {refusal.Code}", 1, (_, count) => count + 1);
            return null;
        }
    }

    private async Task<int> NewVersionAsync() =>
        (await _scene.Registry.ASealedVersionAsync(_scene.Scientist, _model, content: _scene.NewName("weights"))).Number;

    private async Task PromoteAsync(int version)
    {
        var request = await _scene.ARequestAsync(_model, version);
        await _scene.ReviewAsync(request.Id, _scene.ReviewerA);
    }

    private async Task ToggleArchiveAsync(int version)
    {
        var retirement = _scene.Get<VersionRetirement>();
        var archived = (await _scene.Get<VersionQueries>().GetAsync(_model, version.Text(), _scene.Auditor, default)).Archived;
        await (archived ? retirement.UnarchiveAsync(_model, version.Text(), null, _scene.Scientist, default)
            : retirement.ArchiveAsync(_model, version.Text(), "Old.", _scene.Scientist, default));
    }

    /// <summary>As serving hosts do: there is always an answer.</summary>
    private async Task ResolveAsync()
    {
        using var pace = new PeriodicTimer(BetweenReads);
        while (!_over.IsCancellationRequested && await pace.WaitForNextTickAsync())
        {
            Assert.True((await _scene.Get<SlotResolution>().ResolveAsync(_model, Stage.Staging, _scene.Auditor, default)).Version > 0);
            Interlocked.Increment(ref _reads);
        }
    }

    private async Task CountOccupantsAsync()
    {
        await using var db = _scene.Registry.OpenDatabase();
        using var pace = new PeriodicTimer(BetweenReads);
        while (!_over.IsCancellationRequested && await pace.WaitForNextTickAsync())
        {
            Assert.NotNull(Assert.Single(await db.Slots.AsNoTracking().Where(slot => slot.Name == Stage.Staging).Select(slot => slot.VersionId).ToListAsync()));
            Assert.Equal(1, await db.SlotIntervals.CountAsync(stay => stay.Until == null));
            Interlocked.Increment(ref _reads);
        }
    }
}

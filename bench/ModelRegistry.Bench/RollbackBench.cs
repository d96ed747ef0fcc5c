using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Bench;

/// <summary>Rolls a stage back and forth between two versions of many files, from the call to the committed move.</summary>
internal sealed class RollbackBench : IAsyncDisposable
{
    private const int Rounds = 5;
    private const int Files = 20;
    private const string Model = "bench";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rollback-bench-");
    private readonly ServiceProvider _services;
    private Actor _actor = Actor.System;

    public RollbackBench() =>
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRegistry(RegistrySettings.Sqlite(_folder.FullName))
            .BuildServiceProvider();

    public async Task RunAsync(int megabytes)
    {
        await Get<RegistryDatabase>().MigrateAsync(CancellationToken.None);
        var person = await Get<People>().CreateAsync(new NewUser("bench@example.test", "Bench", [.. Roles.All]), Actor.System, CancellationToken.None);
        _actor = new Actor(person.User.Id, person.User.Email, Door.Browser, Roles.All.ToHashSet());
        await Get<ModelWorkflow>().CreateAsync(new NewModel(Model), _actor, CancellationToken.None);
        await Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel(Model), Stage.Production,
            new PolicyContent(RequiredApprovals: 0, Gates: [new IntegrityGate()]), null, null,
            _actor, CancellationToken.None);
        for (var version = 1; version <= 2; version++)
        {
            await RegisterAsync(version, megabytes);
            await Get<PromotionWorkflow>().OpenAsync(Model, Stage.Production, new NewRequest(version), _actor, CancellationToken.None);
        }

        await MeasureAsync(megabytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private async Task MeasureAsync(int megabytes)
    {
        var (took, hashed) = (new List<double>(), new List<long>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (from, to) = round % 2 == 0 ? (2, 1) : (1, 2);
            var start = Stopwatch.GetTimestamp();
            var rollback = await Get<RollbackWorkflow>()
                .RollBackAsync(Model, Stage.Production, new NewRollback(to, "Latency too high", from, Quarantine: false), null, _actor, CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            hashed.Add(rollback.Verified.Milliseconds);
        }

        // The first one compiles what the others run.
        var (times, hashes) = (took.Skip(1).Order().ToList(), hashed.Skip(1).Order().ToList());
        Console.WriteLine($"rollback   {times[Rounds / 2],10:N0} ms from click to effect, median of {Rounds} ({times[0]:N0} to {times[^1]:N0}; first "
            + $"{took[0]:N0}), of it {hashes[Rounds / 2]:N0} ms for {megabytes} MB in {Files} files "
            + $"({megabytes * 1000.0 / Math.Max(1, hashes[Rounds / 2]):N0} MB/s)");
    }

    private async Task RegisterAsync(int version, int megabytes)
    {
        var number = version.ToString(CultureInfo.InvariantCulture);
        await Get<VersionWorkflow>().CreateAsync(Model, new NewVersion(), _actor, CancellationToken.None);
        var bytes = new byte[megabytes * 1_000_000 / Files];
        for (var file = 0; file < Files; file++)
        {
            Random.Shared.NextBytes(bytes);
            await Get<VersionArtifacts>().PutAsync(Model,
                number, new IncomingFile($"model/part-{file.ToString(CultureInfo.InvariantCulture)}.bin", new MemoryStream(bytes)), _actor,
                CancellationToken.None);
        }

        await Get<VersionWorkflow>().SealAsync(Model, number, null, _actor, CancellationToken.None);
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}

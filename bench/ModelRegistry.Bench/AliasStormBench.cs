using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Bench;

/// <summary>
/// 64 writers move aliases, each of a model of its own, in one process: how many moves a second, how many failed, and whether the chain still
/// verifies. On SQLite in a folder, or on the SQL Server that <c>REGISTRY_TEST_SQLSERVER</c> names.
/// </summary>
internal sealed class AliasStormBench : IAsyncDisposable
{
    private const int Writers = 64;

    private static readonly TimeSpan For = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder;
    private readonly RegistrySettings _settings;
    private readonly ServiceProvider _services;
    private Actor _actor = Actor.System;

    public AliasStormBench(string? under)
    {
        _folder = under is null ? Directory.CreateTempSubdirectory("alias-bench-")
            : Directory.CreateDirectory(Path.Combine(under, $"alias-bench-{Guid.NewGuid():n}"));
        _settings = Environment.GetEnvironmentVariable("REGISTRY_TEST_SQLSERVER") is { Length: > 0 } server
            ? new RegistrySettings(DatabaseProvider.SqlServer,
                new SqlConnectionStringBuilder(server) { InitialCatalog = $"registry_bench_{Guid.NewGuid():n}" }.ToString(), _folder.FullName)
            : RegistrySettings.Sqlite(_folder.FullName);
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRegistry(_settings).BuildServiceProvider();
    }

    public async Task RunAsync()
    {
        await Get<RegistryDatabase>().MigrateAsync(CancellationToken.None);
        var person = await Get<People>().CreateAsync(new NewUser("bench@example.test", "Bench", [.. Roles.All]), Actor.System, CancellationToken.None);
        _actor = new Actor(person.User.Id, person.User.Email, Door.Api, Roles.All.ToHashSet());
        for (var writer = 0; writer < Writers; writer++)
        {
            await Get<ModelWorkflow>().CreateAsync(new NewModel(Model(writer)), _actor, CancellationToken.None);
            await SealedAsync(Model(writer), "1");
            await SealedAsync(Model(writer), "2");
        }

        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => MoveAsync(writer, start))));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var times = counts.SelectMany(count => count.Times).Order().ToList();
        var chain = await Get<ChainVerification>().RunAsync(null, _actor, CancellationToken.None);
        Console.WriteLine($"aliases    {times.Count / seconds,10:N0} moves/s by {Writers} writers over {Writers} models on {_settings.Provider}, p50 "
            + $"{times[times.Count / 2]:0.0} ms, p99 {times[times.Count * 99 / 100]:0.0} ms, {counts.Sum(count => count.Failed)} failed, chain "
            + $"{(chain.Ok ? "verifies" : "DOES NOT VERIFY")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_settings.Provider == DatabaseProvider.SqlServer)
        {
            await using var db = await Get<IDbContextFactory<RegistryDbContext>>().CreateDbContextAsync();
            await db.Database.EnsureDeletedAsync();
        }

        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static string Model(int writer) => string.Create(CultureInfo.InvariantCulture, $"bench-{writer}");

    private async Task SealedAsync(string model, string number)
    {
        await Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), _actor, CancellationToken.None);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"{model} {number}"));
        await Get<VersionArtifacts>().PutAsync(model, number, new IncomingFile("model.bin", content), _actor, CancellationToken.None);
        await Get<VersionWorkflow>().SealAsync(model, number, null, _actor, CancellationToken.None);
    }

    private async Task<(List<double> Times, int Failed)> MoveAsync(int writer, long start)
    {
        var (times, failed) = (new List<double>(), 0);
        for (var move = 0; Stopwatch.GetElapsedTime(start) < For; move++)
        {
            var one = Stopwatch.GetTimestamp();
            try
            {
                await Get<AliasWorkflow>().SetAsync(Model(writer), "champion", move % 2 == 0 ? "1" : "2", _actor, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }
            catch (Exception e)
            {
                failed++;
                await Console.Error.WriteLineAsync(e.Message);
            }
        }

        return (times, failed);
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}

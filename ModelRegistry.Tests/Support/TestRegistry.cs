using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// Core over a real database and a real folder of its own, with a clock that the test moves. SQLite by default, SQL Server
/// where <c>REGISTRY_TEST_SQLSERVER</c> names one.
/// </summary>
public sealed class TestRegistry : ITestHost, IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestRegistry(RegistrySettings settings, Action<IServiceCollection>? change)
    {
        Settings = settings;
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddRegistry(settings).AddStrictQueries();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1); // see RegistryApp
        services.AddSingleton<IPersonalDataProtector>(Secrets);
        services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(Statements));
        services.ConfigureDbContext<SqlServerRegistryDbContext>(options => options.AddInterceptors(Statements));
        if (FarDatabase.IsAskedFor)
        {
            services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(new FarDatabase()));
        }

        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public RegistrySettings Settings { get; }

    /// <summary>Counts what is sent to the database.</summary>
    public StatementCounter Statements { get; } = new();

    public TestSecrets Secrets { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public static async Task<TestRegistry> StartAsync(RegistrySettings? settings = null, Action<IServiceCollection>? change = null)
    {
        var registry = new TestRegistry(settings ?? await TestDatabases.TakeAsync(Directory.CreateTempSubdirectory("registry-test-").FullName), change);
        await EmptyDatabase.PlaceAsync(registry.Settings);
        await registry.Get<RegistryDatabase>().MigrateAsync(default);
        return registry;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public RegistryDbContext OpenDatabase() => Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();

    /// <summary>An active account with these roles, as the actor it is when it comes in by the API.</summary>
    public async Task<Actor> PersonAsync(string name, params string[] roles)
    {
        var created = await Get<People>().CreateAsync(new NewUser($"{name}@example.test", name, roles, Given.Password), Actor.System, default);
        return new Actor(created.User.Id, created.User.Email, Door.Api, roles.ToHashSet());
    }

    /// <summary>The online verification, against the checkpoints and the key of this registry; it leaves no event, as an outsider would not.</summary>
    public Task<AuditVerification> VerifyAuditAsync(Actor by) => Get<ChainVerification>().CheckAsync(null, by, default);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await ColumnLengths.RequireFitAsync(Settings);
        await TestDatabases.GiveBackAsync(Settings);
        Directory.Delete(Settings.DataDirectory, recursive: true);
    }
}

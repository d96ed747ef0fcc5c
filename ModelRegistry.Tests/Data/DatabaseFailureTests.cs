using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>A SQL Server that is away, recovering, full or closed: the caller is told to come back, and never that there is a bug.</summary>
public sealed class DatabaseFailureTests : IAsyncDisposable
{
    private static readonly Actor Everybody = new(InventedRows.FirstId, "someone@example.test", Door.Api, Roles.All.ToHashSet());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-test-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly InventedServer _server = new();
    private readonly ServiceProvider _services;

    private int _asked;

    public DatabaseFailureTests() => _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock)
        .AddRegistry(RegistrySettings.SqlServer("Server=invented;Database=Registry", _folder.FullName))
        .AddSingleton<IDbContextFactory<RegistryDbContext>>(new Factory(_server, _clock)).BuildServiceProvider();

    /// <summary>Opening, logging in, states of the database, and what a statement says of them.</summary>
    public static TheoryData<int> Numbers => [-2, -1, 0, 2, 20, 35, 53, 64, 121, 233, 258, 596, 701, 802, 823, 824, 904, 921, 922, 923, 924, 926, 927, 941, 942,
        945, 952, 976, 983, 1101, 1105, 1205, 1222, 3906, 3908, 3960, 4060, 4064, 6005, 8645, 9002, 10054, 10060, 10061, 11001, 17142, 17188, 18400, 18401,
        18451, 18456, 18461, 18470, 18486, 18487, 40197, 40501, 40613];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Whatever_opening_ends_with_reads_and_changes_answer_503(int number)
    {
        _server.RefusesToOpen = () => Away(SqlErrors.Of(number));

        await RequireUnavailableAsync(ReadAsync);
        await RequireUnavailableAsync(ChangeAsync);
        Assert.False(await _services.GetRequiredService<RegistryDatabase>().AnswersAsync(default));
    }

    [Fact]
    public async Task So_does_a_pool_without_a_free_connection()
    {
        _server.RefusesToOpen = () => new InvalidOperationException("The timeout period elapsed prior to obtaining a connection from the pool.");

        await RequireUnavailableAsync(ReadAsync);
        await RequireUnavailableAsync(ChangeAsync);
    }

    [Theory]
    [InlineData(1105)]
    [InlineData(9002)]
    [InlineData(3906)]
    [InlineData(922)]
    [InlineData(942)]
    [InlineData(18401)]
    [InlineData(596)]
    public async Task A_database_that_takes_nothing_in_the_middle_of_a_change_answers_503(int number)
    {
        _server.Fails = text => IsInsert(text) ? Away(SqlErrors.Of(number)) : null;

        await RequireUnavailableAsync(ChangeAsync);
    }

    [Fact]
    public async Task A_connection_lost_in_a_change_is_not_hidden_by_what_undoing_ends_with()
    {
        _server.Fails = text => IsInsert(text) ? Lost(SqlErrors.Of(10054, SqlErrors.OfTheConnection)) : null;

        await RequireUnavailableAsync(ChangeAsync);
    }

    [Fact]
    public async Task A_connection_that_only_the_client_knows_to_be_lost_answers_503()
    {
        _server.Fails = text => IsInsert(text) ? Lost(new InvalidOperationException("Requires an open connection.")) : null;

        await RequireUnavailableAsync(ChangeAsync);
    }

    [Fact]
    public async Task A_connection_lost_once_is_opened_again_and_the_change_made()
    {
        var lost = 0;
        _server.Fails = text => IsInsert(text) && lost++ == 0
            ? Lost(SqlErrors.Of(10054, SqlErrors.OfTheConnection), away: TimeSpan.Zero) : null;

        await ChangeAsync();

        Assert.True(lost > 1);
    }

    [Fact]
    public async Task An_answer_to_the_commit_that_never_came_is_not_called_unchanged()
    {
        _server.FailsToCommit = () =>
        {
            _server.RefusesToOpen = () => Away(SqlErrors.Of(10061));
            return Lost(SqlErrors.Of(10054, SqlErrors.OfTheConnection));
        };

        var refusal = await Assert.ThrowsAsync<RegistryException>(ChangeAsync);

        Assert.Equal((RefusalKind.Unavailable, "outcome_unknown"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task A_server_that_took_seconds_to_be_away_is_not_asked_again()
    {
        _server.RefusesToOpen = () => Away(SqlErrors.Of(-2), TimeSpan.FromSeconds(3));

        await RequireUnavailableAsync(ChangeAsync);

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Changes_that_stood_in_each_other_s_way_are_made_again_however_long_that_took()
    {
        var chosen = 0;
        _server.Fails = text => IsInsert(text) && chosen++ < 2 ? Away(SqlErrors.Of(1205), TimeSpan.FromSeconds(3)) : null;

        await ChangeAsync();

        Assert.True(chosen > 2);
    }

    /// <summary>The number of an index and that of a key: somebody was faster, and the change is made again on what they left.</summary>
    [Theory]
    [InlineData(2601)]
    [InlineData(2627)]
    public async Task A_row_that_somebody_else_made_meanwhile_is_a_race_and_no_failure(int number)
    {
        var lost = 0;
        _server.Fails = text => IsInsert(text) && lost++ < 2 ? SqlErrors.Of(number) : null;

        await ChangeAsync();
        Assert.True(lost > 2);

        lost = -100;
        var refusal = await Assert.ThrowsAsync<RegistryException>(ChangeAsync);
        Assert.Equal((RefusalKind.Conflict, "already_exists"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task A_statement_that_is_wrong_stays_a_bug()
    {
        _server.Fails = _ => SqlErrors.Of(208); // no such table

        await Assert.ThrowsAsync<Microsoft.Data.SqlClient.SqlException>(ReadAsync);
    }

    private static bool IsInsert(string text) => text.Contains("INSERT INTO", StringComparison.Ordinal);

    private static async Task RequireUnavailableAsync(Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(call);
        Assert.Equal((RefusalKind.Unavailable, "database_unavailable"), (refusal.Kind, refusal.Code));
    }

    private Exception Away(Exception failure, TimeSpan? after = null)
    {
        _asked++;
        _clock.Advance(after ?? TimeSpan.FromSeconds(3)); // so that nothing is waited for here
        return failure;
    }

    private Exception Lost(Exception failure, TimeSpan? away = null)
    {
        _server.IsLost = true;
        return Away(failure, away);
    }

    private Task ReadAsync() => _services.GetRequiredService<ModelQueries>().GetAsync("fraud", Everybody, default);

    private Task ChangeAsync() => _services.GetRequiredService<RegistryStore>().WriteAsync(Everybody, transaction =>
    {
        transaction.Record(new TestChanged());
        return Task.CompletedTask;
    }, default);

    private sealed class Factory(InventedServer server, TimeProvider time) : IDbContextFactory<RegistryDbContext>
    {
        public RegistryDbContext CreateDbContext()
        {
            var options = new DbContextOptionsBuilder<SqlServerRegistryDbContext>().UseApplicationServiceProvider(IdentitySchema.Services)
                .UseSqlServer(server, provider => RegistryServices.Batch(provider)
                    .ExecutionStrategy(dependencies => new SqlServerPatience(dependencies, time)));
            RegistryServices.Understand(options);
            return new SqlServerRegistryDbContext(options.Options);
        }
    }
}

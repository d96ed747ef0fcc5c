using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// The database as it is at one moment, opened for reading only, with or without a server beside it. On SQL Server one moment needs
/// <c>ALLOW_SNAPSHOT_ISOLATION</c>; without it <see cref="Consistent"/> is false.
/// </summary>
internal sealed class ReadSnapshot : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;

    private ReadSnapshot(DbConnection connection, DbTransaction? transaction, RegistryDbContext db)
    {
        (_connection, _transaction, Db) = (connection, transaction, db);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
    }

    public RegistryDbContext Db { get; }

    public DbConnection Connection => _connection;

    public DbTransaction? Transaction => _transaction;

    public bool Consistent => _transaction is not null;

    /// <summary>Whoever opened the connection says that nothing changes meanwhile.</summary>
    public bool StandsStill { get; private init; }

    /// <summary>Everything that is read from it is of one moment.</summary>
    public static async Task<ReadSnapshot> OpenAsync(RegistrySettings settings, CancellationToken ct)
    {
        var snapshot = await OpenAsync(settings, oneMoment: true, ct);
        try
        {
            await RequireKnownSchemaAsync(snapshot.Db, ct);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Over a connection that somebody else opened, who says that nothing changes meanwhile.</summary>
    public static ReadSnapshot Over(RegistryDbContext db) => new(db.Database.GetDbConnection(), transaction: null, db) { StandsStill = true };

    /// <summary>For work that takes long: each query sees the present state, and nothing is kept from being cleaned up meanwhile.</summary>
    public static Task<ReadSnapshot> OpenPresentAsync(RegistrySettings settings, CancellationToken ct) => OpenAsync(settings, oneMoment: false, ct);

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        await (_transaction?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _connection.DisposeAsync();
    }

    private static Task<ReadSnapshot> OpenAsync(RegistrySettings settings, bool oneMoment, CancellationToken ct) => settings.Provider switch
    {
        DatabaseProvider.Sqlite => OpenSqliteAsync(RegistrySettings.SqliteFile(settings.DataDirectory), oneMoment, ct),
        DatabaseProvider.SqlServer => OpenSqlServerAsync(settings.ConnectionString, oneMoment, ct),
    };

    private static async Task<ReadSnapshot> OpenSqliteAsync(string file, bool oneMoment, CancellationToken ct)
    {
        if (!File.Exists(file))
        {
            throw RegistryException.NotFound("registry_not_found", $"There is no registry here: {file} does not exist. Check Data:Directory.");
        }

        // Not opened read-only: such a connection leaves its -wal and -shm behind. What it is asked can write nothing all the same.
        var text = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 5 }.ToString();
        var connection = new SqliteConnection(text);
        await connection.OpenAsync(ct);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = UpkeepSql.ReadOnly;
            await command.ExecuteNonQueryAsync(ct);
        }

        var transaction = oneMoment ? connection.BeginTransaction(deferred: true) : null; // never the lock of a writer
        var db = new SqliteRegistryDbContext(new DbContextOptionsBuilder<SqliteRegistryDbContext>().UseSqlite(connection)
            .UseApplicationServiceProvider(IdentitySchema.Services).Options);
        await db.Database.UseTransactionAsync(transaction, ct);
        return new ReadSnapshot(connection, transaction, db);
    }

    private static async Task<ReadSnapshot> OpenSqlServerAsync(string connectionString, bool oneMoment, CancellationToken ct)
    {
        var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(ct);
        var transaction = oneMoment && await AllowsSnapshotAsync(connection, ct) ? await connection.BeginTransactionAsync(IsolationLevel.Snapshot, ct) : null;
        var db = OnSqlServer(connection, transaction);
        await db.Database.UseTransactionAsync(transaction, ct);
        return new ReadSnapshot(connection, transaction, db);
    }

    internal static SqlServerRegistryDbContext OnSqlServer(DbConnection connection, DbTransaction? transaction)
    {
        var options = new DbContextOptionsBuilder<SqlServerRegistryDbContext>().UseApplicationServiceProvider(IdentitySchema.Services)
            .UseSqlServer(connection, server => Again(server, alone: transaction is null));
        RegistryServices.Understand(options);
        return new SqlServerRegistryDbContext(options.Options);
    }

    /// <summary>
    /// Beside writers, without a moment of its own, a read can be chosen to end a deadlock: it is made again. In a snapshot it waits for nobody.
    /// </summary>
    private static void Again(SqlServerDbContextOptionsBuilder server, bool alone)
    {
        if (alone)
        {
            server.ExecutionStrategy(dependencies => new SqlServerPatience(dependencies, TimeProvider.System));
        }
    }

    private static async Task<bool> AllowsSnapshotAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = UpkeepSql.AllowsSnapshot;
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private static async Task RequireKnownSchemaAsync(RegistryDbContext db, CancellationToken ct)
    {
        var (applied, known) = ((await db.Database.GetAppliedMigrationsAsync(ct)).ToList(), db.Database.GetMigrations().ToList());
        if (applied.Except(known).LastOrDefault() is { } unknown)
        {
            throw RegistryException.Conflict("schema_newer", $"This database was changed by a newer ModelRegistry ({unknown}). Use that version.");
        }

        if (known.Except(applied).FirstOrDefault() is { } pending)
        {
            throw RegistryException.Conflict("schema_older",
                $"This database is of an older ModelRegistry and lacks {pending}. Start the registry once, or run it with --migrate-only.");
        }
    }
}

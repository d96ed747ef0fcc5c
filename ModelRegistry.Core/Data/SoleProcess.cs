using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Core.Data;

/// <summary>
/// One process serves an installation. What it remembers (tokens, slots, lists) is told of its own changes only: a second process would go on answering
/// with a token that the first has revoked. So each holds, as long as it lives, a file in the data directory and on SQL Server a lock in the database.
/// </summary>
public sealed class SoleProcess : IAsyncDisposable
{
    public const string FileName = "registry.lock";

    private readonly string _directory;
    private readonly Func<DbConnection>? _connect;
    private FileStream? _file;
    private DbConnection? _connection;

    public SoleProcess(RegistrySettings settings)
        : this(settings.DataDirectory, settings.Provider == DatabaseProvider.SqlServer ? () => new SqlConnection(Alone(settings.ConnectionString)) : null)
    {
    }

    /// <param name="directory">The data directory.</param>
    /// <param name="connect">A connection to the database that is nobody else's; null where the database is a file in the directory.</param>
    internal SoleProcess(string directory, Func<DbConnection>? connect) => (_directory, _connect) = (directory, connect);

    /// <summary>Whether it can be lost while the process lives: with the connection to the server.</summary>
    public bool CanBeLost => _connect is not null;

    /// <summary>Takes what it does not hold yet. Refuses with a sentence when another process has it.</summary>
    public async Task TakeAsync(CancellationToken ct)
    {
        _file ??= OpenFile();
        if (_connect is not null && !await HoldsDatabaseAsync(ct))
        {
            await TakeDatabaseAsync(_connect(), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DropConnectionAsync();
        await (_file?.DisposeAsync() ?? ValueTask.CompletedTask);
        _file = null;
    }

    private FileStream OpenFile()
    {
        RegistryDatabase.CreateOwned(_directory);
        try
        {
            return new FileStream(Path.Combine(_directory, FileName),
                new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None });
        }
        catch (IOException) when (File.Exists(Path.Combine(_directory, FileName)))
        {
            throw Served($"the data directory '{_directory}'");
        }
    }

    private async Task<bool> HoldsDatabaseAsync(CancellationToken ct)
    {
        if (_connection is not { State: ConnectionState.Open } connection)
        {
            return false;
        }

        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = SqlServerLocks.HoldsInstallation;
            return await command.ExecuteScalarAsync(ct) is 1;
        }
        catch (DbException)
        {
            return false; // gone with its connection
        }
    }

    private async Task TakeDatabaseAsync(DbConnection connection, CancellationToken ct)
    {
        await DropConnectionAsync();
        _connection = connection;
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = SqlServerLocks.TakeInstallation;
        if (await command.ExecuteScalarAsync(ct) is not >= 0)
        {
            await DropConnectionAsync();
            throw Served("this database");
        }
    }

    private async Task DropConnectionAsync()
    {
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        _connection = null;
    }

    private static RegistryException Served(string what) => RegistryException.Conflict("already_served",
        $"Another process of the registry serves {what}. One at a time does: stop that one first.");

    /// <summary>Not shared through the pool, and never opened again behind our back: the new session would not hold the lock.</summary>
    private static string Alone(string connectionString) =>
        new SqlConnectionStringBuilder(connectionString) { Pooling = false, ConnectRetryCount = 0 }.ToString();
}

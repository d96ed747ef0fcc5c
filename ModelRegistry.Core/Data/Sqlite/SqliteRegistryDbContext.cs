using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ModelRegistry.Core.Audit;

namespace ModelRegistry.Core.Data.Sqlite;

/// <summary>The embedded store. Times are UTC ticks, because SQLite has no type that orders them.</summary>
public sealed class SqliteRegistryDbContext(DbContextOptions<SqliteRegistryDbContext> options) : RegistryDbContext(options)
{
    internal override bool LocksRows => false;

    internal override int LengthOf(string text) => text.EnumerateRunes().Count();

    internal override Task<AuditHead> TakeAuditHeadAsync(CancellationToken ct) => AuditHeads.AsTracking().SingleAsync(ct);

    internal override Task LockAsync(Guid modelId, Guid versionId, CancellationToken ct) => Task.CompletedTask;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

/// <summary>
/// Settings of every SQLite connection: an acknowledged change survives power loss (FULL), and a foreign lock is waited for
/// five seconds at most.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // Pages that several changes wrote go into the main file once: the log may grow to 32 MB before they do. Pages of the main file (its first 2 GB, what
    // SQLite can map) are read where the system keeps them: a connection's own 2 MB are too few for lists of many models, and more would be kept by each.
    private const string Pragmas =
        "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8000; PRAGMA mmap_size=2147418112;";

    // Opening costs more than most statements: a connection stays open with the context that is pooled, and goes with it.
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(InterceptionResult.Suppress());

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Tests.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>Verification beside a server that writes, where the database gives no moment of its own, as SQL Server does by default.</summary>
public sealed class BesideWritersTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [SqliteFact("it opens the file of that database a second time.")]
    public async Task What_is_written_while_the_chain_is_read_is_no_finding()
    {
        var between = new Between(() => staff.AModelAsync());

        var report = await VerifyAsync(between);

        Assert.True(between.Happened > 1);
        Assert.DoesNotContain(report.Findings, finding => finding.Kind.StartsWith("audit_", StringComparison.Ordinal));
        Assert.Empty(report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Detail));
    }

    [SqliteFact("it opens the file of that database a second time.")]
    public async Task A_deadlock_says_nothing_about_the_installation()
    {
        var deadlock = await Assert.ThrowsAsync<Microsoft.Data.SqlClient.SqlException>(() => VerifyAsync(new Between(() => throw SqlErrors.Of(1205))));

        Assert.Equal(1205, deadlock.Number);
    }

    /// <summary>There it is not even seen: what reads without a moment of its own is asked again.</summary>
    [Fact]
    public void A_read_without_a_moment_of_its_own_is_made_again()
    {
        using var alone = ReadSnapshot.OnSqlServer(new InventedServer(), transaction: null);
        using var inMoment = ReadSnapshot.OnSqlServer(new InventedServer(), new InventedServer().BeginTransaction());

        Assert.IsType<SqlServerPatience>(alone.Database.CreateExecutionStrategy());
        Assert.False(inMoment.Database.CreateExecutionStrategy().RetriesOnFailure);
    }

    private async Task<InstallationReport> VerifyAsync(Between between)
    {
        var settings = staff.Registry.Settings;
        await using var db = new SqliteRegistryDbContext(new DbContextOptionsBuilder<SqliteRegistryDbContext>().UseSqlite(settings.ConnectionString)
            .UseApplicationServiceProvider(IdentitySchema.Services).AddInterceptors(between).Options);
        await db.Database.OpenConnectionAsync();
        var log = new FindingLog();
        var scope = new CheckScope(ReadSnapshot.Over(db), settings, log, new CheckProgress(TextWriter.Null), Quick: true);
        await InstallationCheck.CheckDatabaseAsync(scope, await new CheckpointFile(settings.CheckpointFile).ReadAsync(default), default);
        return log.Report(staff.Registry.Clock.Now(), quick: true, consistent: false);
    }

    /// <summary>Something happens after each of the first reads of the chain.</summary>
    private sealed class Between(Func<Task> happening) : DbCommandInterceptor
    {
        public int Happened { get; private set; }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            if (Happened < 3 && (command.CommandText.Contains("\"AuditEvents\"", StringComparison.Ordinal)
                || command.CommandText.Contains("\"AuditHead\"", StringComparison.Ordinal)))
            {
                Happened++;
                await happening();
            }

            return result;
        }
    }
}

using System.Text;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>
/// The script that makes or updates the tables, for an administrator to read and run with whatever client. It sets what it needs (<c>sqlcmd</c> starts
/// without quoted identifiers, and then no filtered index can be made), and after the first error nothing of it is done any more.
/// </summary>
public static class SqlServerScript
{
    private const string Batch = "GO";

    private const string Head = """
        -- Makes or updates the tables of ModelRegistry. Run it in the registry's own database, on any version of it: sqlcmd -b -d Registry -i registry.sql
        SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON;
        SET NUMERIC_ROUNDABORT OFF;
        SET XACT_ABORT ON; -- an error undoes the transaction that it happens in
        GO

        IF DB_ID() <= 4
        BEGIN
            RAISERROR(N'This is a database of the server itself. Run the script in the database of the registry.', 16, 1);
            SET NOEXEC ON;
        END;
        GO

        """;

    // After an error no transaction is open any more. What follows in the next batch would be done outside of one, and half of a migration would stay.
    private const string Guard = """
        IF @@TRANCOUNT = 0 SET NOEXEC ON;
        GO

        """;

    private const string Recorded = "INSERT INTO [__EFMigrationsHistory]";

    private const string Tail = """
        SET NOEXEC OFF;
        GO

        """;

    public static string Write()
    {
        using var db = new SqlServerDesignTimeFactory().CreateDbContext([]);
        var script = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var (inTransaction, last, recorded) = (false, "", (string?)null);
        foreach (var line in db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent).ReplaceLineEndings("\n").Split('\n'))
        {
            recorded = last.TrimStart().StartsWith(Recorded, StringComparison.Ordinal) ? line.Split('\'')[1] : recorded;
            last = line;
            script.Append(line).Append('\n');
            inTransaction = line switch
            {
                "BEGIN TRANSACTION;" => true,
                "COMMIT;" => false,
                _ => inTransaction,
            };
            if (line == Batch && inTransaction)
            {
                script.Append(Guard.ReplaceLineEndings("\n"));
            }
            else if (line == Batch && recorded is not null)
            {
                script.Append(GuardAfter(recorded).ReplaceLineEndings("\n"));
                recorded = null;
            }
        }

        return script.Append(Tail.ReplaceLineEndings("\n")).ToString();
    }

    /// <summary>A migration that is not on record after its batch was undone; those after it build on it.</summary>
    private static string GuardAfter(string migration) => $"""
        IF NOT EXISTS (SELECT * FROM [__EFMigrationsHistory] WHERE [MigrationId] = N'{migration}') SET NOEXEC ON;
        GO

        """;
}

using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>The one translation of database errors into refusals.</summary>
internal static class DatabaseErrors
{
    /// <summary>The refusal that an error means for the caller, or null when it is a bug.</summary>
    public static RegistryException? Translate(Exception error) => error switch
    {
        DbUpdateConcurrencyException => RegistryException.Conflict("changed_meanwhile", "Someone else changed this just now. Reload and try again."),
        _ when IsUniqueViolation(error) => RegistryException.Conflict("already_exists", "Someone else created the same just now. Reload and try again."),
        _ when IsUnavailable(error) => Busy(),
        _ => null,
    };

    /// <summary>Whether somebody else changed or created the same row meanwhile, so that trying again on what is there now makes sense.</summary>
    public static bool IsRace(DbUpdateException error) => error is DbUpdateConcurrencyException || IsUniqueViolation(error);

    public static RegistryException Busy() =>
        new(RefusalKind.Unavailable, "database_unavailable",
            "The database cannot take this change right now. Nothing was changed; try again in a few seconds.");

    private static bool IsUniqueViolation(Exception error) => (error as DbUpdateException)?.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555, // UNIQUE and PRIMARY KEY; 19 alone is any constraint
        SqlException sql => sql.Number is 2601 or 2627,                            // index and constraint
        _ => false,
    };

    private static bool IsUnavailable(Exception error) => (error is DbUpdateException ? error.InnerException : error) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14, // busy, locked, read-only, I/O, damaged, full, cannot open
        SqlException sql => sql.Number is -2 or 1205 or 1222 or 3960 || sql.IsTransient || sql.Class >= 20,
        Microsoft.EntityFrameworkCore.Storage.RetryLimitExceededException => true,
        _ => false,
    };
}

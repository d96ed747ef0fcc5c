using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Core.Data;

/// <summary>The one translation of database errors into refusals.</summary>
internal static class DatabaseErrors
{
    /// <summary>The refusal that an error means for the caller, or null when it is a bug.</summary>
    public static RegistryException? Translate(Exception error) => error switch
    {
        DbUpdateConcurrencyException => RegistryException.Conflict("changed_meanwhile", "Someone else changed this just now. Reload and try again."),
        _ when IsUniqueViolation(error) => RegistryException.Conflict("already_exists", "Someone else created the same just now. Reload and try again."),
        _ when LostConnection.IsCommit(error) => OutcomeUnknown(),
        _ when IsUnavailable(error) => Busy(),
        _ => null,
    };

    /// <summary>Whether somebody else changed or created the same row meanwhile, so that trying again on what is there now makes sense.</summary>
    public static bool IsRace(DbUpdateException error) => error is DbUpdateConcurrencyException || IsUniqueViolation(error);

    public static RegistryException Busy() =>
        new(RefusalKind.Unavailable, "database_unavailable",
            "The database does not answer or cannot take this right now. Nothing was changed; try again in a few seconds.");

    private static RegistryException OutcomeUnknown() =>
        new(RefusalKind.Unavailable, "outcome_unknown",
            "The connection to the database was lost while this change was being written, so it is not known whether it was made. Look before you do it "
                + "again; a call with an Idempotency-Key can be sent again as it was.");

    private static bool IsUniqueViolation(Exception error) => (error as DbUpdateException)?.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is 2067 or 1555, // UNIQUE and PRIMARY KEY; 19 alone is any constraint
        SqlException sql => SqlServerErrors.IsUniqueViolation(sql),
        _ => false,
    };

    /// <summary>Whether the database is away, full, closed or too busy: nothing that the call itself could have done better.</summary>
    public static bool IsUnavailable(Exception error) => LostConnection.Is(error) || error switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14, // busy, locked, read-only, I/O, damaged, full, cannot open
        SqlException sql => SqlServerErrors.IsUnavailable(sql),
        RetryLimitExceededException => true,
        // What EF wraps around: a failed change, and, where nothing is tried again, what it takes for transient.
        DbUpdateException or InvalidOperationException => error.InnerException is { } inner && IsUnavailable(inner),
        _ => false,
    };
}

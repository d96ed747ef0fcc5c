using Microsoft.Data.SqlClient;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>What SQL Server's numbers mean for whoever made the call.</summary>
internal static class SqlServerErrors
{
    /// <summary>Two changes stood in each other's way: deadlock, time out of a lock, conflict of a snapshot.</summary>
    public static readonly int[] Contention = [1205, 1222, 3960];

    /// <summary>The database is there but takes nothing, or nothing now. An administrator or time helps; the caller did nothing wrong.</summary>
    private static readonly HashSet<int> CannotNow =
    [
        -2, // took too long
        701, 802, 8645, 8651, // no memory
        823, 824, 825, 845, // cannot read its disk
        1101, 1105, 3257, 5149, 9002, // disk, file or log is full
        3906, 3908, // read-only
        596, 6002, 6005, 17142, 17188, 18400, 18401, 18451, // the session was ended, the server stops, pauses or is just starting
        904, 905, 921, 922, 923, 924, 926, 927, 941, 942, 943, 945, 952, 954, 955, 976, 978, 979, 982, 983, // recovering, restoring, off line, of one user
        4060, 4064, 18456, 18461, 18470, 18486, 18487, 18488, // no login now
    ];

    public static bool IsContention(Exception error) => Find(error) is { } sql && Any(sql, number => Contention.Contains(number));

    /// <summary>Others stood in the way, or the connection went away: the same again may well be answered.</summary>
    public static bool IsInterruption(Exception error) => IsContention(error) || Find(error) is { Class: >= 20 };

    public static bool IsUnavailable(SqlException error) =>
        error.IsTransient || error.Class >= 20 || Any(error, number => CannotNow.Contains(number) || Contention.Contains(number));

    public static bool IsUniqueViolation(SqlException error) => error.Number is 2601 or 2627; // index and constraint

    private static SqlException? Find(Exception? error)
    {
        while (error is not (null or SqlException))
        {
            error = error.InnerException;
        }

        return (SqlException?)error;
    }

    // What ended the statement is not always the first of several.
    private static bool Any(SqlException error, Func<int, bool> means) => error.Errors.Cast<SqlError>().Any(part => means(part.Number));
}

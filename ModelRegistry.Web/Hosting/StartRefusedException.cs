using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace ModelRegistry.Web.Hosting;

/// <summary>A setting or the state of the machine does not let the registry start; the message says what to change.</summary>
public sealed class StartRefusedException(string message) : Exception(message)
{
    /// <summary>Why the start failed, for whoever typed the command; null when it is a bug that needs its stack trace.</summary>
    public static string? Sentence(Exception error) => error switch
    {
        StartRefusedException => error.Message,
        RetryLimitExceededException { InnerException: DbException cause } => Database(cause),
        DbException cause => Database(cause),
        UnauthorizedAccessException => $"The registry may not use a folder or file that it needs: {error.Message} Check Data:Directory and its owner.",
        IOException => $"The registry cannot start: {error.Message}",
        _ => null,
    };

    private static string Database(DbException cause) =>
        $"The database cannot be opened or brought up to date: {cause.Message} Check Database:Provider, ConnectionStrings:Registry and the rights of the "
            + "login.";
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ModelRegistry.Core.Data;

/// <summary>
/// Marks what came of a connection that could not be opened or went away: whatever its number and type (refused, no login, a pool that is empty), it
/// means that the database cannot be reached now, and never a bug of the call that needed it.
/// </summary>
internal sealed class LostConnection : DbConnectionInterceptor
{
    private const string Key = "ModelRegistry.LostConnection";

    private const string CommitKey = "ModelRegistry.LostCommit";

    public static bool Is(Exception error) => error.Data.Contains(Key);

    public static void Mark(Exception error)
    {
        if (error is not OperationCanceledException)
        {
            error.Data[Key] = true;
        }
    }

    /// <summary>Whether the commit was sent, and neither its answer came nor could be asked afterwards whether it was done.</summary>
    public static bool IsCommit(Exception error) => error.Data.Contains(CommitKey);

    public static void MarkCommit(Exception error) => error.Data[CommitKey] = true;

    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData) => Mark(eventData.Exception);

    public override Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Mark(eventData.Exception);
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// Keeps the text of every command that the application sends to its database while somebody counts. BEGIN and COMMIT are no commands
/// of EF and are not counted: every change has one of each and no read has any. Neither are the PRAGMAs of a connection that is opened.
/// </summary>
public sealed class StatementCounter : DbCommandInterceptor
{
    private ConcurrentQueue<string>? _sent;

    /// <summary>What is sent until the action has ended.</summary>
    public async Task<IReadOnlyList<string>> DuringAsync(Func<Task> action)
    {
        var sent = _sent = new ConcurrentQueue<string>();
        try
        {
            await action();
            return [.. sent];
        }
        finally
        {
            _sent = null;
        }
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Counted(command, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Counted(command, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        Counted(command, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Counted(command, result));

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        Counted(command, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Counted(command, result));

    private T Counted<T>(DbCommand command, T result)
    {
        _sent?.Enqueue(command.CommandText);
        return result;
    }
}

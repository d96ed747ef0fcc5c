using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ModelRegistry.Tests.Data;

/// <summary>One statement as the application sent it.</summary>
internal sealed record SentStatement(string Text, IReadOnlyList<(string Name, object? Value)> Parameters);

/// <summary>Keeps the reading statements that the application sends to SQLite.</summary>
internal sealed class StatementRecorder : DbCommandInterceptor
{
    private readonly ConcurrentQueue<SentStatement> _sent = new();

    public IReadOnlyList<SentStatement> Take()
    {
        var sent = _sent.ToArray();
        _sent.Clear();
        return sent;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _sent.Enqueue(new SentStatement(command.CommandText,
            [.. command.Parameters.Cast<SqliteParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
        return ValueTask.FromResult(result);
    }
}

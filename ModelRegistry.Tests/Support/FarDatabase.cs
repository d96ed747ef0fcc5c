using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// SQLite answers before it is waited for, a server never does. With <see cref="Variable"/> set SQLite answers late too, which shows what would not wait
/// for a server.
/// </summary>
internal sealed class FarDatabase : DbCommandInterceptor
{
    public const string Variable = "REGISTRY_TEST_FAR";

    private static readonly TimeSpan Way = TimeSpan.FromMilliseconds(3);

    public static bool IsAskedFor => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Way, cancellationToken);
        return result;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>
/// What is tried again, and for how long. Changes that stood in each other's way are over in a moment, so they are tried several times. A server that
/// is away may be away for long: who waits is told so within seconds and asks again.
/// </summary>
internal sealed class SqlServerPatience(ExecutionStrategyDependencies dependencies, TimeProvider time)
    : SqlServerRetryingExecutionStrategy(dependencies, MostRetries, LongestDelay, SqlServerErrors.Contention)
{
    private const int MostRetries = 5;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    // With one more attempt after it, which takes as long as connecting may take, less than five seconds pass.
    private static readonly TimeSpan ForTheServer = TimeSpan.FromSeconds(1);

    private long _began;

    protected override void OnFirstExecution()
    {
        base.OnFirstExecution();
        _began = time.GetTimestamp();
    }

    // Also where nothing is tried again: whether a commit was done must be asked after any failure that may have cut its answer off.
    protected override bool ShouldVerifySuccessOn(Exception exception) => DatabaseErrors.IsUnavailable(exception);

    protected override bool ShouldRetryOn(Exception exception) => base.ShouldRetryOn(exception)
        && (SqlServerErrors.IsContention(exception) || time.GetElapsedTime(_began) < ForTheServer);
}

using ModelRegistry.Core.Quarantines;

namespace ModelRegistry.Web.Jobs;

/// <summary>Once after the start: what an older version of the registry did not keep yet.</summary>
internal sealed partial class CatchUpJob(ContentDigests digests, FirstAnswer first, ILogger<CatchUpJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await first.WaitAsync(stoppingToken);
            await digests.FillAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e); // comes with the next start
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The digests by which quarantines find bytes could not be filled in; it is tried again at the next start")]
    private partial void LogFailed(Exception error);
}

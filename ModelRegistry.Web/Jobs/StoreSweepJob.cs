using ModelRegistry.Core.Common;
using ModelRegistry.Core.Upkeep;

namespace ModelRegistry.Web.Jobs;

/// <summary>Sweeps the store once a day. It asks every hour whether a day has passed, because a server may run for less than a day at a time.</summary>
internal sealed partial class StoreSweepJob(SweepWorkflow sweep, TimeProvider time, ILogger<StoreSweepJob> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A sweep that was cut short goes on at the next turn: its marks are kept.
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await sweep.RunIfDueAsync(ct);
        }
        catch (Exception e) when (e is RegistryException or IOException or UnauthorizedAccessException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store could not be swept; it is tried again within an hour")]
    private partial void LogFailed(Exception error);
}

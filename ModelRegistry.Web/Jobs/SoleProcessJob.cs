using System.Data.Common;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Web.Jobs;

/// <summary>
/// Takes the lock of the one serving process again when the connection that held it is gone, as after a restart of the database server. If another process
/// was faster this one ends: the two would not know of each other's changes.
/// </summary>
internal sealed partial class SoleProcessJob(SoleProcess sole, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SoleProcessJob> log)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (sole.CanBeLost && await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TakeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The lock goes with the process.
        }
    }

    private async Task TakeAsync(CancellationToken ct)
    {
        try
        {
            await sole.TakeAsync(ct);
        }
        catch (RegistryException served)
        {
            LogServed(served.Message);
            lifetime.StopApplication();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The server is still away: nobody else can have taken it either.
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This process ends. {Why}")]
    private partial void LogServed(string why);
}

using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Jobs;

/// <summary>
/// The registry's housekeeping: stamps, counts, checkpoints, deadlines, abandoned uploads, what has served its time and what others changed, each at its own
/// pace and none able to stop another.
/// </summary>
internal sealed partial class RegistryJobs(
    RegistryStore store, AccessTokens tokens, TokenUse tokenUse, ConsumptionLog consumptions, RefusalCounter refusals, PersonRefusals personRefusals,
    AuditCheckpoints checkpoints, VersionWorkflow versions,
    RequestDeadlines deadlines, IdempotencyRecords idempotency, Sessions sessions, NotificationWorkflow notifications, MetricCatalog metrics, RunPurge runs,
    TimeProvider time, ILogger<RegistryJobs> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync("token use", TimeSpan.FromSeconds(5), ct => tokenUse.FlushAsync(store, ct), stoppingToken),
        EveryAsync("browsers seen", TimeSpan.FromSeconds(30), sessions.WriteSeenAsync, stoppingToken),
        EveryAsync("who runs what", TimeSpan.FromSeconds(5), ct => consumptions.FlushAsync(store, ct), stoppingToken),
        EveryAsync("refusal counts", TimeSpan.FromSeconds(30), ct => refusals.FlushAsync(store, ct), stoppingToken),
        EveryAsync("counts of what people were refused", TimeSpan.FromSeconds(30), ct => personRefusals.FlushAsync(store, ct), stoppingToken),
        EveryAsync("audit checkpoint", TimeSpan.FromHours(1), checkpoints.CoverLatestAsync, stoppingToken),
        EveryAsync("audit checkpoint when idle", TimeSpan.FromSeconds(5), checkpoints.KeepUpAsync, stoppingToken),
        EveryAsync("expired requests", TimeSpan.FromMinutes(1), deadlines.ExpireAsync, stoppingToken),
        EveryAsync("reminders", TimeSpan.FromMinutes(10), deadlines.RemindAsync, stoppingToken),
        EveryAsync("tokens that end soon", TimeSpan.FromMinutes(10), tokens.RemindAsync, stoppingToken),
        EveryAsync("abandoned versions", TimeSpan.FromHours(1), versions.GiveUpAbandonedAsync, stoppingToken),
        EveryAsync("metric definitions", MetricCatalog.RefreshEvery, metrics.RefreshAsync, stoppingToken),
        EveryAsync("expired idempotency keys", TimeSpan.FromHours(1), idempotency.PruneAsync, stoppingToken),
        EveryAsync("ended sessions", TimeSpan.FromHours(1), sessions.PruneAsync, stoppingToken),
        EveryAsync("read notifications", TimeSpan.FromHours(1), notifications.PruneAsync, stoppingToken),
        EveryAsync("hosts not seen", TimeSpan.FromHours(1), ct => consumptions.PruneAsync(store, ct), stoppingToken),
        EveryAsync("deleted runs", TimeSpan.FromHours(1), runs.RunAsync, stoppingToken));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Connections that close slowly may have used up the time for stopping; these are quick and must not be lost.
        await tokenUse.FlushAsync(store, CancellationToken.None);
        await consumptions.FlushAsync(store, CancellationToken.None);
        await checkpoints.CoverLatestAsync(CancellationToken.None);
    }

    private async Task EveryAsync(string name, TimeSpan pace, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(pace, time);
        while (await NextAsync(timer, ct))
        {
            try
            {
                await work(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e, name);
            }
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The job '{Job}' failed; it runs again at its next turn")]
    private partial void LogFailed(Exception error, string job);
}

using System.Threading.Channels;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Web.Jobs;

/// <summary>
/// Rehearses rollbacks as soon as something was committed that a rehearsal depends on, at the start, and every few minutes what is due by the clock.
/// </summary>
internal sealed partial class ReadinessJob(ReadinessRehearsal rehearsal, ChangeFeed feed, FirstAnswer first, TimeProvider time,
    ILogger<ReadinessJob> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    // Every move of every alias wakes it: what they bring is looked at together.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var happened = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = feed.Subscribe(changed =>
        {
            if (ReadinessRehearsal.IsTurnedBy(changed.Event))
            {
                happened.Writer.TryWrite(true);
            }
        });
        await using var clock = time.CreateTimer(_ => happened.Writer.TryWrite(true), null, TimeSpan.Zero, Pace);
        await first.WaitAsync(stoppingToken); // reading files to the last byte beside it would hold it up
        await foreach (var _ in happened.Reader.ReadAllAsync(stoppingToken))
        {
            await SweepAsync(stoppingToken);
            await Task.Delay(Rest, time, stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await rehearsal.SweepAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e); // what is still due comes with the next turn
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Rehearsing rollbacks failed; it goes on at the next event")]
    private partial void LogFailed(Exception error);
}

using System.Threading.Channels;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Promotions;

namespace ModelRegistry.Web.Jobs;

/// <summary>Runs automatic promotions as soon as something was committed that may cause one, and at the start for what came before.</summary>
internal sealed partial class AutomaticPromotionJob(AutomaticPromotions promotions, ChangeFeed feed, FirstAnswer first,
    ILogger<AutomaticPromotionJob> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var happened = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = feed.Subscribe(changed =>
        {
            if (AutomaticPromotions.Triggers.Contains(changed.Event))
            {
                happened.Writer.TryWrite(true);
            }
        });
        happened.Writer.TryWrite(true);
        await first.WaitAsync(stoppingToken);
        await foreach (var _ in happened.Reader.ReadAllAsync(stoppingToken))
        {
            await SweepAsync(stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await promotions.SweepAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e); // what was not considered stays in the trail and comes with the next event
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Automatic promotion failed; it goes on at the next event")]
    private partial void LogFailed(Exception error);
}

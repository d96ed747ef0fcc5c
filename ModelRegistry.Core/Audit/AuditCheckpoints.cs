using Microsoft.Extensions.Logging;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Appends signed checkpoints to a file outside the database: every 1 000 events, after weighty changes, hourly and at
/// shutdown. A rewritten or cut chain then disagrees with the last of them.
/// </summary>
public sealed partial class AuditCheckpoints(CheckpointFile file, CheckpointSigner signer, TimeProvider time, ILogger<AuditCheckpoints> log) : IDisposable
{
    internal const long Spacing = 1_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lazy<long> _coveredAtStart = new(() => file.Last()?.Seq ?? 0, LazyThreadSafetyMode.PublicationOnly);
    private AuditPosition? _latest;
    private long _coveredSince;

    /// <summary>False after a checkpoint could not be written: changes go on, but the newest are covered by none.</summary>
    public bool Healthy { get; private set; } = true;

    public string PublicKeyPem => signer.PublicKeyPem;

    private long Covered => Math.Max(_coveredAtStart.Value, Volatile.Read(ref _coveredSince));

    internal async Task CommittedAsync(AuditPosition head, IReadOnlyList<RegistryEvent> events, CancellationToken ct)
    {
        if (events.Any(happened => EventKind.Of(happened).Checkpointed) || head.Seq - Covered >= Spacing)
        {
            await CoverAsync(head, ct);
        }
        else if (_latest is null || _latest.Seq < head.Seq)
        {
            _latest = head;
        }
    }

    /// <summary>Covers what no checkpoint covers yet, if anything.</summary>
    public Task CoverLatestAsync(CancellationToken ct) => _latest is { } latest && latest.Seq > Covered ? CoverAsync(latest, ct) : Task.CompletedTask;

    public void Dispose() => _one.Dispose();

    private async Task CoverAsync(AuditPosition head, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (head.Seq > Covered)
            {
                file.Append(signer.Sign(head.Seq, head.Hash, time.Now()));
                Volatile.Write(ref _coveredSince, head.Seq);
                Healthy = true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The change itself is committed and must be answered as such; readiness shows that its cover is missing.
            Healthy = false;
            LogNotWritten(e, file.Path);
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit checkpoint could not be appended to {File}")]
    private partial void LogNotWritten(Exception error, string file);
}

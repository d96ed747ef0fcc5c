using Microsoft.Extensions.Logging;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Appends signed checkpoints to a file outside the database: every 1 000 events, after weighty changes, when
/// nothing happened for ten seconds, hourly and at shutdown. A rewritten or cut chain then disagrees with the last of them.
/// </summary>
public sealed partial class AuditCheckpoints(CheckpointFile file, CheckpointSigner signer, TimeProvider time, ILogger<AuditCheckpoints> log) : IDisposable
{
    internal const long Spacing = 1_000;

    /// <summary>Nothing was recorded for so long: what there is, is covered.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    /// <summary>Of the reason with which an admin acknowledges that checkpoints were lost.</summary>
    public const int ReasonMaxLength = 2_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lazy<Checkpoint?> _atStart = new(file.Last, LazyThreadSafetyMode.PublicationOnly);
    private readonly Lock _noting = new();
    private AuditPosition? _latest;
    private long _latestAt;
    private Checkpoint? _written;

    /// <summary>False after a checkpoint could not be written: changes go on, but the newest are covered by none.</summary>
    public bool Healthy { get; private set; } = true;

    public string PublicKeyPem => signer.PublicKeyPem;

    /// <summary>When the last one was signed; null when there is none, or its file cannot be read.</summary>
    public DateTimeOffset? LastAt => Last()?.At;

    /// <summary>How many events came after it.</summary>
    public long Uncovered => Math.Max(0, (_latest?.Seq ?? 0) - (Last()?.Seq ?? 0));

    internal async Task CommittedAsync(AuditPosition head, IReadOnlyList<RegistryEvent> events, CancellationToken ct)
    {
        Begin(head);
        if (events.Any(happened => EventKind.Of(happened).Checkpointed) || Uncovered >= Spacing)
        {
            await CoverAsync(head, ct);
        }
    }

    /// <summary>The chain goes on from here.</summary>
    internal void Begin(AuditPosition head)
    {
        lock (_noting)
        {
            if (_latest is null || _latest.Seq < head.Seq)
            {
                (_latest, _latestAt) = (head, time.GetTimestamp());
            }
        }
    }

    /// <summary>Covers what no checkpoint covers yet, if anything.</summary>
    public Task CoverLatestAsync(CancellationToken ct) =>
        _latest is { } latest && (!Healthy || Uncovered > 0) ? CoverAsync(latest, ct) : Task.CompletedTask;

    /// <summary>Called every few seconds: writes what could not be written, and covers the end when nobody adds to it for <see cref="Idle"/>.</summary>
    public Task KeepUpAsync(CancellationToken ct) =>
        !Healthy || (Uncovered > 0 && time.GetElapsedTime(_latestAt) >= Idle) ? CoverLatestAsync(ct) : Task.CompletedTask;

    public void Dispose() => _one.Dispose();

    private Checkpoint? Last()
    {
        try
        {
            return Volatile.Read(ref _written) ?? _atStart.Value;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task CoverAsync(AuditPosition head, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (head.Seq > ((_written ?? _atStart.Value)?.Seq ?? 0))
            {
                var signed = signer.Sign(head.Seq, head.Hash, time.Now());
                file.Append(signed);
                Volatile.Write(ref _written, signed);
                signer.Keep(signed);
            }
            else if (!Healthy && _written is { } written)
            {
                signer.Keep(written); // what failed may have been this half
            }

            Healthy = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The change itself is committed and must be answered as such; readiness shows that its cover is missing.
            if (Healthy)
            {
                LogNotWritten(e, file.Path);
            }

            Healthy = false;
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit checkpoint could not be appended to {File}; it is tried again every few seconds")]
    private partial void LogNotWritten(Exception error, string file);
}

using System.Buffers;
using System.Diagnostics;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Bench;

/// <summary>Verifies an export of many events as <c>verify-audit</c> does.</summary>
internal static class AuditBench
{
    private const int Batch = 10_000;

    public static async Task RunAsync(int events)
    {
        var file = Path.GetTempFileName();
        try
        {
            await WriteExportAsync(file, events);
            await VerifyAsync(file, events);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task VerifyAsync(string file, int events)
    {
        await using var export = File.OpenRead(file);
        var (verifier, reader, start) = (new AuditVerifier(), new AuditLineReader(export), Stopwatch.GetTimestamp());
        while (await reader.ReadAsync(verifier, CancellationToken.None))
        {
        }

        var result = verifier.Complete();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"audit      {events / seconds,10:N0} events/s verified ({events:N0} events, {export.Length >> 20} MB, holds: {result.Ok}, peak "
            + $"memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB)");
    }

    private static async Task WriteExportAsync(string file, int events)
    {
        await using var export = File.Create(file);
        var (lines, previous, at) = (new ArrayBufferWriter<byte>(), AuditChain.FirstPreviousHash, DateTimeOffset.UnixEpoch);
        var fraud = new ModelRef(Guid.CreateVersion7(at), "fraud");
        for (var seq = 1L; seq <= events; seq++)
        {
            var fact = new MetricsLogged(fraud, 3, [new NewMetric("accuracy", 0.97, seq)]);
            var body = AuditBody.Write(seq, at.AddSeconds(seq), new AuditActor("b5a3", "scientist@example.test"), "api", fact);
            var hash = AuditChain.HashOf(previous, body);
            new AuditLine(seq, body, previous, hash).WriteTo(lines);
            previous = hash;
            if (seq % Batch == 0 || seq == events)
            {
                await export.WriteAsync(lines.WrittenMemory);
                lines.ResetWrittenCount();
            }
        }
    }
}

using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// <c>verify-audit FILE [--checkpoints FILE --key PEM]</c>: verifies an export without database and network.
/// Exit code 0: the chain holds. 1: it does not, with one sentence a finding. 2: wrong usage or a file that cannot be read.
/// </summary>
public static class VerifyAuditCommand
{
    private const int Holds = 0;
    private const int Broken = 1;
    private const int NotRun = 2;

    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(3);

    /// <param name="export">The exported events, a line each.</param>
    /// <param name="checkpoints">The signed checkpoints, if there are any; they go with the key.</param>
    /// <param name="key">The public key, as PEM.</param>
    /// <param name="output">The result.</param>
    /// <param name="error">Progress, and why it could not be run.</param>
    /// <param name="ct">Stops between two pieces of the file.</param>
    public static async Task<int> RunAsync(string export, string? checkpoints, string? key, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            return await VerifyAsync(new Options(export, checkpoints, key), output, error, ct);
        }
        catch (RegistryException refusal)
        {
            await error.WriteLineAsync(refusal.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await error.WriteLineAsync($"A file cannot be read: {e.Message}");
        }

        return NotRun;
    }

    private static async Task<int> VerifyAsync(Options options, TextWriter output, TextWriter error, CancellationToken ct)
    {
        using var keys = options.Key is null ? null : new CheckpointKeys(await File.ReadAllTextAsync(options.Key, ct), []);
        var checkpoints = await ReadCheckpointsAsync(options, ct);
        var verifier = new AuditVerifier(checkpoints, keys);
        await FeedAsync(options.Export, verifier, error, ct);

        var result = verifier.Complete();
        if (result.Events == 0 && result.Findings.Any(finding => finding.Problem == AuditProblem.Malformed))
        {
            await error.WriteLineAsync($"{options.Export} is not an audit export: none of its lines can be read as an event.");
            return NotRun;
        }

        await VerificationText.WriteAsync(result, withCheckpoints: keys is not null, checkpoints.TornLastLine, output);
        return result.Ok ? Holds : Broken;
    }

    private static async Task<CheckpointReading> ReadCheckpointsAsync(Options options, CancellationToken ct)
    {
        if (options.Checkpoints is null)
        {
            return new CheckpointReading([], [], TornLastLine: false);
        }

        return File.Exists(options.Checkpoints)
            ? await new CheckpointFile(options.Checkpoints).ReadAsync(ct)
            : throw new FileNotFoundException($"There is no file {options.Checkpoints}.");
    }

    private static async Task FeedAsync(string path, AuditVerifier verifier, TextWriter error, CancellationToken ct)
    {
        await using var export = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Share = FileShare.ReadWrite,
            Options = FileOptions.SequentialScan,
            BufferSize = 0,
        });
        var reader = new AuditLineReader(export);
        var last = TimeProvider.System.GetTimestamp();
        while (await reader.ReadAsync(verifier, ct))
        {
            ct.ThrowIfCancellationRequested();
            if (TimeProvider.System.GetElapsedTime(last) >= BetweenProgress)
            {
                last = TimeProvider.System.GetTimestamp();
                await error.WriteLineAsync(Progress(reader.BytesRead, export));
            }
        }
    }

    private static string Progress(long read, FileStream export) =>
        export.CanSeek && export.Length > 0
            ? $"{Math.Min(100, read * 100 / export.Length)} % read"
            : $"{read >> 20} MiB read";

    private sealed record Options(string Export, string? Checkpoints, string? Key);
}

using System.Text;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Reads checkpoints line by line through one small buffer, whatever the size of their file. A line that is too long to be one is
/// passed over.
/// </summary>
internal static class CheckpointLines
{
    /// <summary>More than any checkpoint has; a longer line cannot be read as one.</summary>
    public const int Longest = 1 << 12;

    public static async Task<CheckpointReading> ReadAsync(Stream file, CancellationToken ct)
    {
        var (checkpoints, unreadable) = (new List<Checkpoint>(), new List<long>());
        var (buffer, kept, line, tooLong) = (new byte[Longest * 4], 0, 0L, false);
        while (await file.ReadAsync(buffer.AsMemory(kept), ct) is var count and > 0)
        {
            var start = 0;
            while (buffer.AsSpan(start, kept + count - start).IndexOf((byte)'\n') is var length and >= 0)
            {
                line++;
                if (!tooLong && length < Longest && Checkpoint.TryReadLine(Encoding.UTF8.GetString(buffer, start, length), out var checkpoint))
                {
                    checkpoints.Add(checkpoint);
                }
                else
                {
                    unreadable.Add(line);
                }

                (start, tooLong) = (start + length + 1, false);
            }

            kept = kept + count - start;
            buffer.AsSpan(start, kept).CopyTo(buffer);
            if (kept >= Longest)
            {
                (kept, tooLong) = (1, true); // one byte stays, so that an end without its line feed is seen
            }
        }

        return new CheckpointReading(checkpoints, unreadable, TornLastLine: kept > 0);
    }
}

using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Checkpoints on disk, one JSON object a line, appended and synced. One process writes it. A last line without its line
/// feed is what a crash leaves: it was never acknowledged, so it is stated but is no sign of an attack, and the next
/// append takes it away. Any other line that cannot be read is reported as a bad checkpoint.
/// </summary>
public sealed class CheckpointFile(string path)
{
    private const byte LineFeed = (byte)'\n';
    private const int Block = 1 << 10;

    public string Path { get; } = path;

    public void Append(Checkpoint checkpoint)
    {
        var isNew = !File.Exists(Path);
        using var file = new FileStream(Path, CheckpointSigner.WithMode(
            new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 },
            CheckpointSigner.OwnerOnly));
        file.SetLength(EndOfLastWholeLine(file, file.Length));
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(checkpoint.ToLine() + "\n"));
        DiskFlush.File(file.SafeFileHandle);
        if (isNew)
        {
            DiskFlush.Folder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        }
    }

    /// <summary>A file that does not exist yet holds no checkpoints.</summary>
    public async Task<CheckpointReading> ReadAsync(CancellationToken ct)
    {
        if (!File.Exists(Path))
        {
            return new CheckpointReading([], [], TornLastLine: false);
        }

        var options = new FileStreamOptions { Share = FileShare.ReadWrite, Options = FileOptions.SequentialScan, BufferSize = 0 };
        await using var file = new FileStream(Path, options);
        return await CheckpointLines.ReadAsync(file, ct);
    }

    /// <summary>The last line that holds a checkpoint, looked for from the end: what came before it is not read. Null when there is none.</summary>
    public Checkpoint? Last()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        using var file = new FileStream(Path, new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0 });
        for (var end = EndOfLastWholeLine(file, file.Length); end > 0;)
        {
            var start = EndOfLastWholeLine(file, end - 1);
            if (end - start <= CheckpointLines.Longest && Checkpoint.TryReadLine(Text(file, start, end), out var checkpoint))
            {
                return checkpoint;
            }

            end = start;
        }

        return null;
    }

    private static string Text(FileStream file, long start, long end)
    {
        var bytes = new byte[end - start];
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Just behind the last line feed before this position, found block by block; 0 when there is none.</summary>
    private static long EndOfLastWholeLine(FileStream file, long before)
    {
        Span<byte> block = stackalloc byte[Block];
        while (before > 0)
        {
            var start = Math.Max(0, before - Block);
            var read = block[..(int)(before - start)];
            file.Seek(start, SeekOrigin.Begin);
            file.ReadExactly(read);
            if (read.LastIndexOf(LineFeed) is var at and >= 0)
            {
                return start + at + 1;
            }

            before = start;
        }

        return 0;
    }
}

/// <summary>The checkpoints of a file in its order, and the numbers of the lines that hold none.</summary>
public sealed record CheckpointReading(
    IReadOnlyList<Checkpoint> Checkpoints,
    IReadOnlyList<long> UnreadableLines,
    bool TornLastLine)
{
    /// <summary>The same with the checkpoint that is kept a second time, so that the file need not be whole for the chain to be held against it.</summary>
    internal CheckpointReading With(Checkpoint? kept) =>
        kept is null || Checkpoints.Contains(kept) ? this : this with { Checkpoints = [.. Checkpoints, kept] };
}

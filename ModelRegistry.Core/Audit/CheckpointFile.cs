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

    public string Path { get; } = path;

    public void Append(Checkpoint checkpoint)
    {
        var isNew = !File.Exists(Path);
        using var file = new FileStream(Path, CheckpointSigner.WithMode(
            new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, BufferSize = 0 },
            CheckpointSigner.OwnerOnly));
        file.SetLength(EndOfLastWholeLine(file));
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

        var text = await File.ReadAllTextAsync(Path, ct);
        var lines = text.Split('\n');
        var checkpoints = new List<Checkpoint>(lines.Length);
        var unreadable = new List<long>();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            if (Checkpoint.TryReadLine(lines[i], out var checkpoint))
            {
                checkpoints.Add(checkpoint);
            }
            else
            {
                unreadable.Add(i + 1);
            }
        }

        return new CheckpointReading(checkpoints, unreadable, TornLastLine: lines[^1].Length > 0);
    }

    private static long EndOfLastWholeLine(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == LineFeed)
            {
                return end;
            }
        }

        return 0;
    }
}

/// <summary>The checkpoints of a file in its order, and the numbers of the lines that hold none.</summary>
public sealed record CheckpointReading(
    IReadOnlyList<Checkpoint> Checkpoints,
    IReadOnlyList<long> UnreadableLines,
    bool TornLastLine);

using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// YAML as it stands, which is how people write it to be read: only the first part, whole lines, and nothing hidden in it. It is not
/// parsed, so anchors that would expand without end (YAML 1.2.2, section 7.1) and tags that would make objects do nothing.
/// </summary>
public static class YamlView
{
    public const int MostBytes = 256 * 1024;

    private const int MostLineCharacters = 2_000;

    /// <summary>Reads at most <see cref="MostBytes"/> of the stream from where it stands; <paramref name="size"/> is what the whole has.</summary>
    public static StructuredText Read(Stream file, long size)
    {
        ArgumentNullException.ThrowIfNull(file);
        var head = new byte[(int)Math.Min(MostBytes, Math.Max(0, size))];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var isCut = head.Length < size;
        var shown = isCut ? WholeLines(head) : head;
        var text = Encoding.UTF8.GetString(shown.StartsWith(Encoding.UTF8.Preamble) ? shown[Encoding.UTF8.Preamble.Length..] : shown);
        var lines = Legible.Block(text).Split('\n');
        var note = Array.Exists(lines, line => line.Length > MostLineCharacters) ? "Long lines are cut." : null;
        return new StructuredText(string.Join('\n', lines.Select(line => Legible.Cut(line, MostLineCharacters))), isCut, shown.Length, note);
    }

    private static ReadOnlySpan<byte> WholeLines(ReadOnlySpan<byte> head)
    {
        var end = head.LastIndexOf((byte)'\n');
        return end < 0 ? JsonEscapes.WholeCharacters(head, cut: true) : head[..(end + 1)];
    }
}

namespace ModelRegistry.Core.Artifacts;

public enum PreviewKind
{
    Text,
    Image,

    /// <summary>Not shown; <see cref="ArtifactPreview.Why"/> says why.</summary>
    None,
}

/// <summary>
/// What a page may show of a file. The bytes decide, never the name: text is what <see cref="TextReading"/> can read
/// and is shown as text only; a picture is one of four raster formats that begin with their own signature.
/// </summary>
public sealed record ArtifactPreview(PreviewKind Kind, string? Text = null, bool Truncated = false, string? ContentType = null, string? Why = null)
{
    /// <summary>How the text was read, where that is not plainly as UTF-8; null where it is.</summary>
    public string? Note { get; init; }

    public const int MostTextBytes = 256 * 1024;
    public const long MostImageBytes = 10_000_000;

    /// <summary>Bytes that are enough to tell a picture.</summary>
    public const int SignatureBytes = 16;

    /// <summary>Judges a file by its first bytes (<see cref="MostTextBytes"/> of them, or all).</summary>
    public static ArtifactPreview Of(ReadOnlySpan<byte> head, long size)
    {
        if (ImageType(head) is { } image)
        {
            return size <= MostImageBytes
                ? new ArtifactPreview(PreviewKind.Image, ContentType: image)
                : None("This picture is larger than 10 MB, so it is not shown here. Download it to see it.");
        }

        return size == 0
            ? None("This file is empty.")
            : TextReading.Of(head, cut: head.Length < size) is { } read
                ? new ArtifactPreview(PreviewKind.Text, read.Text, head.Length < size) { Note = read.Note }
                : None("This file is neither text nor a picture, so it is not shown here. Download it to use it.");
    }

    /// <summary>The media type of a PNG, JPEG, GIF or WebP by its signature; null for anything else, SVG and HTML included.</summary>
    public static string? ImageType(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    private static ArtifactPreview None(string why) => new(PreviewKind.None, Why: why);
}

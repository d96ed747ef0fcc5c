using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>One file of a version: where it is, the SHA-256 of its bytes (64 lower-case hex) and how many they are.</summary>
public sealed record ManifestEntry(string Path, string Sha256, long Size);

/// <summary>
/// The list of a version's files in its one canonical spelling, and the digest that follows from it. Anyone can recompute
/// it: UTF-8 JSON without whitespace, keys path, sha256, size, strings escaped as RFC 8785 section 3.2.2.2, sorted by the UTF-8 bytes of path.
/// </summary>
public static class Manifest
{
    public const string DigestPrefix = "sha256:";

    // What MLflow writes beside a model about itself: a fresh date or a newer library in them makes it no other model.
    private static readonly HashSet<string> Describing =
        new(StringComparer.OrdinalIgnoreCase) { "MLmodel", "conda.yaml", "python_env.yaml", "requirements.txt" };

    private const int ChunkBytes = 64 * 1024;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> _escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private static readonly IComparer<ManifestEntry> _byPath =
        Comparer<ManifestEntry>.Create((left, right) => CompareUtf8(left.Path, right.Path));

    /// <summary>The order of the manifest: by the UTF-8 bytes of the path.</summary>
    public static IEnumerable<ManifestEntry> Sort(IEnumerable<ManifestEntry> entries) => entries.Order(_byPath);

    /// <summary>"sha256:" and the SHA-256 of the canonical text; the order of <paramref name="entries"/> does not matter.</summary>
    public static string DigestOf(IEnumerable<ManifestEntry> entries)
    {
        using var sha256 = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha256, CryptoStreamMode.Write))
        {
            Write(entries, hashing);
        }

        return DigestPrefix + Convert.ToHexStringLower(sha256.Hash!);
    }

    /// <summary>
    /// "sha256:" and the SHA-256 of the distinct file hashes in order, a line each, apart from <c>MLmodel</c> and environment files,
    /// whatever folder they are in. Where nothing else is left: the digest itself, which only the same files share.
    /// </summary>
    public static string ContentDigestOf(IReadOnlyCollection<ManifestEntry> entries)
    {
        var hashes = entries.Where(entry => !Describing.Contains(entry.Path[(entry.Path.LastIndexOf('/') + 1)..])).Select(entry => entry.Sha256).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        return hashes.Count == 0 ? DigestOf(entries) : DigestPrefix + Sha256Hex.Of(string.Join('\n', hashes));
    }

    public static string TextOf(IEnumerable<ManifestEntry> entries)
    {
        using var text = new MemoryStream();
        Write(entries, text);
        return _utf8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Writes the canonical text in pieces, so that a version of 100 000 files needs no text of that size in memory.</summary>
    public static void Write(IEnumerable<ManifestEntry> entries, Stream destination)
    {
        var chunk = new ArrayBufferWriter<byte>(ChunkBytes);
        chunk.Write("["u8);
        var first = true;
        foreach (var entry in entries.Order(_byPath))
        {
            chunk.Write(first ? [] : ","u8);
            first = false;
            WriteEntry(chunk, entry);
            if (chunk.WrittenCount >= ChunkBytes / 2)
            {
                destination.Write(chunk.WrittenSpan);
                chunk.ResetWrittenCount();
            }
        }

        chunk.Write("]"u8);
        destination.Write(chunk.WrittenSpan);
    }

    /// <summary>
    /// Compares as the UTF-8 bytes would, without making them. Ordinal comparison of UTF-16 differs in one case:
    /// surrogates (U+10000 and above) must come after U+E000–U+FFFF.
    /// </summary>
    internal static int CompareUtf8(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Rank(left[same]).CompareTo(Rank(right[same]));

        static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
    }

    private static void WriteEntry(ArrayBufferWriter<byte> chunk, ManifestEntry entry)
    {
        chunk.Write("{\"path\":"u8);
        WriteString(chunk, entry.Path);
        chunk.Write(",\"sha256\":"u8);
        WriteString(chunk, entry.Sha256);
        chunk.Write(",\"size\":"u8);
        _utf8.GetBytes(entry.Size.ToString(CultureInfo.InvariantCulture), chunk);
        chunk.Write("}"u8);
    }

    private static void WriteString(ArrayBufferWriter<byte> chunk, ReadOnlySpan<char> text)
    {
        chunk.Write("\""u8);
        for (int at; (at = text.IndexOfAny(_escaped)) >= 0; text = text[(at + 1)..])
        {
            _utf8.GetBytes(text[..at], chunk);
            _utf8.GetBytes(Escape(text[at]), chunk);
        }

        _utf8.GetBytes(text, chunk);
        chunk.Write("\""u8);
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => $"\\u{(int)character:x4}",
    };
}

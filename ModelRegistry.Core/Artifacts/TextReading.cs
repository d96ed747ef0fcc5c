using System.Text;
using System.Text.RegularExpressions;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Reads bytes as text for people, by what they are: UTF-8; UTF-16 with its mark, or known by its zeros; else Latin-1 as Windows writes it, when most
/// of it is plain letters. Colours of a console are left out. <see cref="Note"/> says what was not plain.
/// </summary>
public sealed partial record TextReading(string Text, string? Note)
{
    // What Windows-1252 has where Latin-1 has control characters; 0 where it has nothing.
    private const string Windows = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";
    private const int FirstOfWindows = 0x80;
    private const int LongestEscape = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Null when it is no text. A cut file may end in the middle of a character.</summary>
    public static TextReading? Of(ReadOnlySpan<byte> head, bool cut)
    {
        var (text, note) = Decode(head, cut);
        if (text is null)
        {
            return null;
        }

        var plain = text.Contains('\x1b', StringComparison.Ordinal) ? WithoutEscapes(text, cut) : text;
        if (plain.Length != text.Length)
        {
            note = string.Join(' ', new[] { note, "Colours and movements of the console are left out." }.OfType<string>());
        }

        return plain.Length == 0 || plain.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t' or '\f')) ? null : new TextReading(plain, note);
    }

    private static (string? Text, string? Note) Decode(ReadOnlySpan<byte> head, bool cut) => head switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => (TryDecode(Utf8, cut ? WholeCharacters(rest) : rest), null),
        [0xFF, 0xFE, .. var rest] => (Wide(Utf16, rest, cut), "Read as UTF-16."),
        [0xFE, 0xFF, .. var rest] => (Wide(Utf16BigEndian, rest, cut), "Read as UTF-16."),
        _ when TryDecode(Utf8, cut ? WholeCharacters(head) : head) is { } text && !text.Contains('\0', StringComparison.Ordinal) => (text, null),
        _ when IsWide(head, zerosAt: 1) => (Wide(Utf16, head, cut), "Read as UTF-16."),
        _ when IsWide(head, zerosAt: 0) => (Wide(Utf16BigEndian, head, cut), "Read as UTF-16."),
        _ => (Latin(head), "Read as Latin-1: it is no valid UTF-8."),
    };

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Half a character, or half of a pair, at the end of what was cut is left out.
    private static string? Wide(UnicodeEncoding encoding, ReadOnlySpan<byte> bytes, bool cut) => !cut
        ? TryDecode(encoding, bytes)
        : TryDecode(encoding, bytes[..(bytes.Length & ~1)]) ?? TryDecode(encoding, bytes[..Math.Max(0, (bytes.Length & ~1) - 2)]);

    /// <summary>Letters of Europe in two bytes have a zero in each: many on one side, next to none on the other.</summary>
    private static bool IsWide(ReadOnlySpan<byte> bytes, int zerosAt)
    {
        var (zeros, others) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0)
            {
                (zeros, others) = i % 2 == zerosAt ? (zeros + 1, others) : (zeros, others + 1);
            }
        }

        return zeros > 1 && 8 * others <= zeros && 4 * zeros >= bytes.Length;
    }

    private static string? Latin(ReadOnlySpan<byte> bytes)
    {
        var (text, letters) = (new StringBuilder(bytes.Length), 0);
        foreach (var value in bytes)
        {
            var c = value is >= FirstOfWindows and < FirstOfWindows + 32 ? Windows[value - FirstOfWindows] : (char)value;
            if (c == '\0')
            {
                return null;
            }

            letters += char.IsAscii(c) ? 1 : 0;
            text.Append(c);
        }

        return 2 * letters >= bytes.Length ? text.ToString() : null;
    }

    private static string WithoutEscapes(string text, bool cut)
    {
        var plain = Escapes().Replace(text, "");
        return cut && plain.LastIndexOf('\x1b') is >= 0 and var broken && plain.Length - broken <= LongestEscape ? plain[..broken] : plain;
    }

    /// <summary>Without the beginning of a character whose other bytes lie beyond the cut.</summary>
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> head)
    {
        const int longest = 4;
        for (var back = 1; back <= Math.Min(longest, head.Length); back++)
        {
            var lead = head[^back];
            if ((lead & 0b1100_0000) != 0b1000_0000)
            {
                var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
                return length > back ? head[..^back] : head;
            }
        }

        return head;
    }

    // Control sequences (ECMA-48), titles of windows, and the short ones.
    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^-~])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();
}

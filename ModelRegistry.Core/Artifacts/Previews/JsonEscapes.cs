using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>The escapes of a JSON string (RFC 8259, section 7). A wrong or broken one stays as it stands.</summary>
internal static class JsonEscapes
{
    private const int HexDigits = 4;

    public static string Decode(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(WholeCharacters(raw, cut: true));
        var decoded = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                decoded.Append(text[i]);
            }
            else if (i + 1 < text.Length)
            {
                i += Append(decoded, text.AsSpan(i + 1));
            }
        }

        return decoded.ToString();
    }

    /// <summary>Without the beginning of a character whose other bytes lie beyond the cut.</summary>
    public static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> utf8, bool cut)
    {
        const int longest = 4;
        for (var back = 1; cut && back <= Math.Min(longest, utf8.Length); back++)
        {
            var lead = utf8[^back];
            if ((lead & 0b1100_0000) != 0b1000_0000)
            {
                var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
                return length > back ? utf8[..^back] : utf8;
            }
        }

        return utf8;
    }

    /// <summary>How many characters after the backslash were used.</summary>
    private static int Append(StringBuilder decoded, ReadOnlySpan<char> escape)
    {
        if (escape[0] == 'u')
        {
            if (escape.Length > HexDigits
                && ushort.TryParse(escape.Slice(1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                decoded.Append((char)unit);
                return 1 + HexDigits;
            }

            decoded.Append("\\u");
            return 1;
        }

        decoded.Append(escape[0] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            var same => same,
        });
        return 1;
    }
}

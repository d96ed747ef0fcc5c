using System.Buffers;
using System.Globalization;
using System.Text;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Which paths an artifact may have. A path is kept as sent and never names a file on the server (bytes are stored by
/// their hash), so these rules protect whoever downloads a version, on any system, and whoever reads the path on a page.
/// </summary>
public static class ArtifactPath
{
    public const int MaxBytes = 1024;

    public const int MaxSegmentBytes = 255;

    // A device name stays one with any extension: "aux.txt" opens the serial port on Windows.
    private static readonly HashSet<string> _deviceNames = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Ports("COM"), .. Ports("LPT")],
        StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> _separators = SearchValues.Create('/', '\\');

    /// <summary>Returns the path unchanged, or refuses it and says what is wrong with it.</summary>
    public static string Check(string path) =>
        FaultOf(path) is { } fault ? throw RegistryException.Invalid("path", "artifact_path_invalid", fault) : path;

    /// <summary>
    /// 64 hex characters that are equal for two paths exactly when they are canonical caseless matches (Unicode D145:
    /// equal after normalisation and full case folding): the unique key that both databases agree about.
    /// </summary>
    public static string KeyOf(string path) => Sha256Hex.Of(CaseFolding.Fold(Check(path)));

    private static string? FaultOf(string path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return "The path is empty: name the file.";
        }

        return CharacterFault(path) ?? LengthFault(path) ?? path.Split('/').Select(SegmentFault).FirstOrDefault(fault => fault is not null);
    }

    private static string? CharacterFault(string path)
    {
        for (var at = 0; at < path.Length;)
        {
            if (!Rune.TryGetRuneAt(path, at, out var rune))
            {
                return $"The path is no valid Unicode: half a surrogate pair stands at position {at}.";
            }

            if (RuneFault(rune) is { } fault)
            {
                return $"The path contains {fault} (U+{rune.Value:X4}) at position {at}: leave it out.";
            }

            at += rune.Utf16SequenceLength;
        }

        return null;
    }

    private static string? RuneFault(Rune rune) => rune.Value switch
    {
        '\\' => "a backslash; folders are separated by '/'",
        ':' => "a colon, which means a drive or a hidden stream on Windows",
        '<' or '>' or '"' or '|' or '?' or '*' => "a character that no file name may hold on Windows",
        _ when IsNoncharacter(rune.Value) => "a code point that is no character",
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "a control character",
            UnicodeCategory.Format => "an invisible formatting character, which can make a name look like another",
            _ => null,
        },
    };

    private static string? LengthFault(string path)
    {
        var bytes = Encoding.UTF8.GetByteCount(path);
        return bytes > MaxBytes ? $"The path has {bytes} bytes in UTF-8; at most {MaxBytes} are allowed." : null;
    }

    private static string? SegmentFault(string segment)
    {
        if (segment.Length == 0)
        {
            return "The path has an empty name in it: it may not begin or end with '/' nor contain '//'.";
        }

        if (IsDotSegment(segment))
        {
            return $"The name \"{segment}\" in the path stands for a folder above or this one: write the path without it.";
        }

        if (Encoding.UTF8.GetByteCount(segment) is > MaxSegmentBytes and var bytes)
        {
            return $"A name in the path has {bytes} bytes in UTF-8; at most {MaxSegmentBytes} are allowed.";
        }

        return PortabilityFault(segment);
    }

    private static string? PortabilityFault(string segment)
    {
        if (char.IsWhiteSpace(segment[0]) || char.IsWhiteSpace(segment[^1]))
        {
            return $"The name \"{segment}\" in the path begins or ends with a space: Windows would drop it.";
        }

        // Names of three dots or more stay legal: MLflow's own tests store them, and no system reads them as a folder above.
        if (segment[^1] == '.' && segment.AsSpan().ContainsAnyExcept('.'))
        {
            return $"The name \"{segment}\" in the path ends with a dot: Windows would drop it.";
        }

        var stem = segment.Split('.')[0].TrimEnd(' ');
        return _deviceNames.Contains(stem) ? $"The name \"{segment}\" in the path is a device on Windows (\"{stem}\"): choose another." : null;
    }

    /// <summary>
    /// True for "." and "..", also when written in compatibility characters (full-width "．．", "‥") or with a path
    /// parameter ("..;"), which some proxies and file systems reduce to them; and for a full-width separator.
    /// </summary>
    private static bool IsDotSegment(string segment)
    {
        var compatible = segment.Normalize(NormalizationForm.FormKC);
        return compatible.Split(';')[0] is "." or ".." || compatible.AsSpan().ContainsAny(_separators);
    }

    private static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    private static IEnumerable<string> Ports(string device) => "0123456789¹²³".Select(digit => $"{device}{digit}");
}

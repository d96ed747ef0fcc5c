using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Api;

/// <summary>
/// The path of the request line as it was sent. Routing cannot be asked for the names of files: it leaves %2F as it is, so that %2F and %252F would
/// arrive as one.
/// </summary>
internal static class RawPath
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The path of the request line without query; of an absolute-form target what follows the authority.</summary>
    public static string Of(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = target.StartsWith('/') ? 0 : target.IndexOf('/', target.IndexOf("://", StringComparison.Ordinal) + 3);
        var path = start < 0 ? "" : target[start..].Split('?')[0];
        if (path.FirstOrDefault(c => c is <= ' ' or >= '\x7f' or '#' or '\\') is not '\0' and var bad)
        {
            throw Refuse($"it holds the character U+{(int)bad:X4}, which must be percent-encoded");
        }

        return path.Split('/').Select(segment => segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase)).Any(segment => segment is "." or "..")
            ? throw Refuse("it holds a '.' or '..' segment")
            : path;
    }

    /// <summary>
    /// Its parts, still encoded, from the first behind the path base on. A proxy that takes the prefix away and names it in a header leaves it out here.
    /// </summary>
    public static string[] SegmentsOf(HttpContext context)
    {
        var raw = Of(context);
        string[] parts = [.. raw.Split('/').Skip(1)];
        string[] prefix = [.. (context.Request.PathBase.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)];
        return prefix.SequenceEqual(parts.Take(prefix.Length).Select(Decode), StringComparer.OrdinalIgnoreCase) ? parts[prefix.Length..] : parts;
    }

    /// <summary>Decodes a part of it exactly once.</summary>
    public static string Decode(string segment)
    {
        var bytes = new byte[segment.Length];
        var length = 0;
        for (var at = 0; at < segment.Length; at++)
        {
            if (segment[at] != '%')
            {
                bytes[length++] = (byte)segment[at];
                continue;
            }

            if (!byte.TryParse(segment.AsSpan(at + 1, Math.Min(2, segment.Length - at - 1)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out bytes[length++]) || at + 2 >= segment.Length)
            {
                throw Refuse("a percent sign is not followed by two hexadecimal digits");
            }

            at += 2;
        }

        return Text(bytes.AsSpan(0, length));
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse("it is no UTF-8");
        }
    }

    public static RegistryException Refuse(string why) =>
        RegistryException.Malformed("artifact_path_malformed", $"The path in the address cannot be used: {why}.", "path");
}

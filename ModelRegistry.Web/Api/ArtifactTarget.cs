using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Api;

/// <summary>
/// The artifact path that a request names, decoded exactly once from the request line. Routing cannot be asked: it leaves
/// %2F as it is, so that %2F and %252F would arrive as one.
/// </summary>
internal sealed record ArtifactTarget(string Path, string Address)
{
    // /api/v1/models/{name}/versions/{version}/artifacts/…
    private const int NameAt = 3;
    private const int VersionAt = 5;
    private const int PathAt = 7;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ValueTask<ArtifactTarget?> BindAsync(HttpContext context)
    {
        var raw = RawPath(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var first = context.Request.PathBase.Value!.Count(c => c == '/') + 1;
        var segments = raw.Split('/');
        if (segments.Length <= first + PathAt || !Names(segments[first + NameAt], context, "name") || !Names(segments[first + VersionAt], context, "version"))
        {
            throw Refuse("it is written in a way that servers and proxies read differently");
        }

        var path = string.Join('/', segments.Skip(first + PathAt).Select(Decode));
        return ValueTask.FromResult<ArtifactTarget?>(new ArtifactTarget(path, raw));
    }

    /// <summary>The path of the request line without query; of an absolute-form target what follows the authority.</summary>
    private static string RawPath(string target)
    {
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

    // What routing matched must be what stands in the request line: a target that is normalised on the way is refused.
    private static bool Names(string segment, HttpContext context, string routeValue) =>
        Decode(segment) == context.Request.RouteValues[routeValue] as string;

    private static string Decode(string segment)
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

    private static RegistryException Refuse(string why) =>
        RegistryException.Malformed("artifact_path_malformed", $"The path in the address cannot be used: {why}.", "path");
}

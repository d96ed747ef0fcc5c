using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Api;

/// <summary>
/// The SHA-256 that the sender of a file declares, by RFC 9530: <c>Content-Digest: sha-256=:BASE64:</c>. Repr-Digest says
/// the same here, because a body is stored as it comes. A digest that cannot be read or checked is refused, not skipped.
/// </summary>
internal static partial class DeclaredDigest
{
    private const string Sha256 = "sha-256";
    private const int Sha256Bytes = 32;

    private static readonly string[] Headers = ["Content-Digest", "Repr-Digest"];
    private static readonly string[] Obsolete = ["Digest", "Content-MD5"];

    /// <summary>The digest as 64 lower-case hex, or null when none of SHA-256 is declared.</summary>
    public static string? Of(HttpRequest request)
    {
        if (Obsolete.FirstOrDefault(request.Headers.ContainsKey) is { } obsolete)
        {
            throw RegistryException.Malformed("digest_unsupported",
                $"{obsolete} is not checked here. Declare the digest as 'Content-Digest: sha-256=:BASE64:'.", obsolete);
        }

        var declared = Headers.Where(request.Headers.ContainsKey)
            .Select(header => Read(header, request.Headers[header].ToString())).OfType<string>().Distinct().ToList();
        return declared.Count <= 1 ? declared.FirstOrDefault()
            : throw RegistryException.Malformed("digest_malformed", "Content-Digest and Repr-Digest declare different digests.", "Content-Digest");
    }

    private static string? Read(string header, string value)
    {
        var members = value.Split(',').Select(member => Member().Match(member.Trim(' ', '\t'))).ToList();
        var ours = members.Where(member => member.Groups["algorithm"].Value == Sha256).ToList();
        var digest = new byte[Sha256Bytes];
        return members.TrueForAll(member => member.Success) && ours.Count <= 1
            ? ours is [var match] ? HexOf(header, match.Groups["base64"].Value, digest) : null
            : throw Malformed(header);
    }

    private static string HexOf(string header, string base64, byte[] digest) =>
        Convert.TryFromBase64String(base64, digest, out var length) && length == Sha256Bytes
            ? Convert.ToHexStringLower(digest)
            : throw Malformed(header);

    private static RegistryException Malformed(string header) =>
        RegistryException.Malformed("digest_malformed", $"{header} must be written as 'sha-256=:BASE64:', with the 32 bytes of the SHA-256 in Base64.", header);

    [GeneratedRegex("^(?<algorithm>[a-z*][a-z0-9_.*-]*)=:(?<base64>[A-Za-z0-9+/]*={0,2}):$", RegexOptions.CultureInvariant)]
    private static partial Regex Member();
}

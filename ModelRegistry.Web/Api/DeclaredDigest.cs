using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Api;

/// <summary>
/// The digests that the sender of a file declares, by RFC 9530: <c>Content-Digest: sha-256=:BASE64:</c>, or sha-512. Repr-Digest says
/// the same here, because a body is stored as it comes. A digest that cannot be read or checked is refused, not skipped.
/// </summary>
internal sealed partial record DeclaredDigest(byte[]? Sha256, byte[]? Sha512)
{
    private static readonly string[] Headers = ["Content-Digest", "Repr-Digest"];
    private static readonly string[] Obsolete = ["Digest", "Content-MD5"];

    private static readonly Dictionary<string, int> Bytes = new() { ["sha-256"] = 32, ["sha-512"] = 64 };

    /// <summary>What is declared, or nothing.</summary>
    public static DeclaredDigest Of(HttpRequest request)
    {
        if (Obsolete.FirstOrDefault(request.Headers.ContainsKey) is { } obsolete)
        {
            throw RegistryException.Malformed("digest_unsupported",
                $"{obsolete} is not checked here. Declare the digest as 'Content-Digest: sha-256=:BASE64:'.", obsolete);
        }

        var declared = Headers.Where(request.Headers.ContainsKey).SelectMany(header => Read(header, request.Headers[header].ToString()))
            .ToLookup(member => member.Algorithm, member => member.Digest);
        return new(One(declared["sha-256"]), One(declared["sha-512"]));
    }

    private static byte[]? One(IEnumerable<byte[]> declared) => declared.DistinctBy(Convert.ToHexString).ToList() switch
    {
        [] => null,
        [var one] => one,
        _ => throw RegistryException.Malformed("digest_malformed", "Content-Digest and Repr-Digest declare different digests.", "Content-Digest"),
    };

    private static List<(string Algorithm, byte[] Digest)> Read(string header, string value)
    {
        var members = value.Split(',').Select(member => Member().Match(member.Trim(' ', '\t'))).ToList();
        if (!members.TrueForAll(member => member.Success) || members.DistinctBy(Algorithm).Count() < members.Count)
        {
            throw Malformed(header);
        }

        return [.. members.Select(member => (Algorithm(member), DigestOf(header, member)))];
    }

    private static string Algorithm(Match member) => member.Groups["algorithm"].Value;

    private static byte[] DigestOf(string header, Match member)
    {
        if (!Bytes.TryGetValue(Algorithm(member), out var length))
        {
            throw RegistryException.Malformed("digest_unsupported",
                $"The digest '{Algorithm(member)}' is not checked here, so {header} must not declare it. Declare sha-256 or sha-512.", header);
        }

        var digest = new byte[length];
        return Convert.TryFromBase64String(member.Groups["base64"].Value, digest, out var written) && written == length ? digest : throw Malformed(header);
    }

    private static RegistryException Malformed(string header) => RegistryException.Malformed("digest_malformed",
        $"{header} must be written as 'sha-256=:BASE64:', with the 32 bytes of the SHA-256 in Base64, or as sha-512 with its 64 bytes.", header);

    [GeneratedRegex("^(?<algorithm>[a-z*][a-z0-9_.*-]*)=:(?<base64>[A-Za-z0-9+/]*={0,2}):$", RegexOptions.CultureInvariant)]
    private static partial Regex Member();
}

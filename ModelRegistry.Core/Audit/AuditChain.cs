using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// The rule that chains audit events: <c>hash = lowercase hex SHA-256(previous hash as ASCII hex || body as UTF-8)</c>.
/// The body is the stored text itself; nothing is parsed or re-serialised before hashing.
/// </summary>
public static class AuditChain
{
    public const int HashLength = 64;

    /// <summary>What the first event is chained to: 64 zeros.</summary>
    public const string FirstPreviousHash = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string HashOf(string previousHash, string body)
    {
        var most = Encoding.UTF8.GetMaxByteCount(previousHash.Length + body.Length);
        var chained = ArrayPool<byte>.Shared.Rent(most);
        var length = Encoding.UTF8.GetBytes(previousHash, chained);
        length += Encoding.UTF8.GetBytes(body, chained.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(chained.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(chained);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The same rule for a verifier that already holds previous hash and body side by side as UTF-8.</summary>
    internal static void HashOf(ReadOnlySpan<byte> chained, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(chained, hash);
        Convert.TryToHexStringLower(hash, hex, out _);
    }
}

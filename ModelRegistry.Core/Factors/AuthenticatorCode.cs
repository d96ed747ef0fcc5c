using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ModelRegistry.Core.Factors;

/// <summary>The codes that an authenticator app shows: RFC 6238 with SHA-1, six digits and half a minute, which every app knows.</summary>
internal static class AuthenticatorCode
{
    public const int Digits = 6;

    /// <summary>How many bytes a key has: as many as the hash (RFC 4226, section 4).</summary>
    public const int KeyBytes = 20;

    /// <summary>How long a code is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>RFC 4226, section 5.3.</summary>
    public static string Of(byte[] key, long step)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
#pragma warning disable CA5350 // what RFC 6238 says and the apps do
        HMACSHA1.HashData(key, message, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>A new key, as apps take it.</summary>
    public static string NewKey() => RandomNumberGenerator.GetString(Alphabet, KeyBytes * 8 / 5);

    /// <summary>The bytes of a key as apps take it (RFC 4648, base 32 without padding); null when it is none.</summary>
    public static byte[]? KeyOf(string text)
    {
        var (bytes, bits, held) = (new List<byte>(text.Length * 5 / 8), 0, 0);
        foreach (var letter in text)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            (bits, held) = ((bits << 5) | value, held + 5);
            if (held >= 8)
            {
                held -= 8;
                bytes.Add((byte)(bits >> held));
                bits &= (1 << held) - 1;
            }
        }

        return bytes.Count == 0 ? null : [.. bytes];
    }

    /// <summary>A code as it was typed, perhaps with a space in the middle; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(letter => !char.IsWhiteSpace(letter)));
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? digits : null;
    }
}

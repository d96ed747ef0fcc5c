using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Factors;

/// <summary>
/// A code that somebody keeps on paper for the day on which their app is lost. It has more than 112 bits of chance, so that a plain SHA-256 of it may be
/// kept (OWASP ASVS 5.0, 6.5.2).
/// </summary>
internal static class RecoveryCode
{
    // Without what looks alike on paper: 0 and O, 1, I and L, U and V.
    private const string Alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
    private const int Groups = 4;
    private const int GroupLength = 6;

    public static string New() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    /// <summary>What is kept of it, however it was typed.</summary>
    public static string HashOf(string typed) => Sha256Hex.Of(string.Concat(typed.Where(char.IsLetterOrDigit)).ToUpperInvariant());
}

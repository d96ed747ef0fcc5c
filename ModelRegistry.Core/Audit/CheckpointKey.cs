using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Audit;

/// <summary>What an auditor needs to check signatures: the public key, read from the PEM of either half.</summary>
public sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa _key;

    private CheckpointKey(ECDsa key) => _key = key;

    public static CheckpointKey FromPem(string pem) => new(Import(pem));

    /// <summary>True only for a signature made with the private half over exactly these values.</summary>
    public bool Verifies(Checkpoint checkpoint)
    {
        var signature = new byte[64];
        return Convert.TryFromBase64String(checkpoint.Signature, signature, out var length)
            && _key.VerifyData(checkpoint.SignedText(), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public void Dispose() => _key.Dispose();

    /// <summary>The public half as text, of the PEM of either half: equal texts are the same key.</summary>
    internal static string PublicPem(string pem)
    {
        using var key = Import(pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    internal static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var curve = key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value;
            return curve == ECCurve.NamedCurves.nistP256.Oid.Value ? key : throw new CryptographicException();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw RegistryException.Malformed(
                "audit_key_unreadable",
                "The audit key cannot be read: it must be the PEM text of an unencrypted ECDSA P-256 key.");
        }
    }
}

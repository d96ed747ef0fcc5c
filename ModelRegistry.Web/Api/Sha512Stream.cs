using System.Security.Cryptography;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Api;

/// <summary>A body whose SHA-512 was declared: at its end it is refused when another came, before anything is kept of it.</summary>
internal sealed class Sha512Stream(Stream body, byte[] declared) : BodyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        if (read == 0 && buffer.Length > 0 && _hash.GetCurrentHash() is var came && !came.AsSpan().SequenceEqual(declared))
        {
            throw RegistryException.Malformed("digest_mismatch",
                $"The bytes that arrived have the digest sha-512=:{Convert.ToBase64String(came)}:, not the declared one; nothing was kept. Send the file "
                    + "again.",
                "Content-Digest");
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }
}

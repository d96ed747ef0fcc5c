namespace ModelRegistry.Core.Audit;

/// <summary>One line under verification. Chained is the previous hash (64 bytes) and the body, as they are hashed.</summary>
internal readonly ref struct AuditRow(
    long seq, ReadOnlySpan<byte> chained, ReadOnlySpan<byte> hash, bool consistent, bool columnsAgree)
{
    /// <summary>The number in the seq column, and the one in the body (0 when the body does not begin with it).</summary>
    public readonly long Seq = seq;
    public readonly long BodySeq = AuditBody.SeqOf(chained[AuditChain.HashLength..]);

    public readonly ReadOnlySpan<byte> Chained = chained;
    public readonly ReadOnlySpan<byte> Hash = hash;

    /// <summary>Previous hash and body have the stored hash.</summary>
    public readonly bool Consistent = consistent;
    public readonly bool ColumnsAgree = columnsAgree;

    public ReadOnlySpan<byte> Previous => Chained[..AuditChain.HashLength];

    /// <summary>Only the previous hash was edited: with this one in its place the body has the stored hash.</summary>
    public bool HoldsAfter(ReadOnlySpan<byte> previousHash)
    {
        var chained = Chained.ToArray();
        Span<byte> hash = stackalloc byte[AuditChain.HashLength];
        previousHash.CopyTo(chained);
        AuditChain.HashOf(chained, hash);
        return Hash.SequenceEqual(hash);
    }
}

namespace ModelRegistry.Core.Audit;

/// <summary>The key that signs now, and those that signed before it and are gone.</summary>
public sealed class CheckpointKeys : IDisposable
{
    private readonly List<NamedKey> _all;

    /// <param name="present">The PEM of the present key.</param>
    /// <param name="former">The PEMs of public keys that are kept; the present one may be among them, and one that cannot be read is passed over.</param>
    public CheckpointKeys(string present, IEnumerable<string> former)
    {
        _all = [NamedKey.Of(present)];
        _all.AddRange(former.Select(NamedKey.Of).DistinctBy(key => key.Name).Where(key => key.Name != Present.Name));
    }

    internal NamedKey Present => _all[0];

    /// <summary>The name of the key that made this signature; null when none of them did.</summary>
    internal string? SignerOf(Checkpoint checkpoint) => _all.Find(key => key.Key.Verifies(checkpoint))?.Name;

    public void Dispose() => _all.ForEach(key => key.Key.Dispose());

    internal sealed record NamedKey(string Name, CheckpointKey Key)
    {
        public static NamedKey Of(string pem) => new(PublicKeys.NameOf(pem), CheckpointKey.FromPem(pem));
    }
}

/// <summary>So many checkpoints, of these events, were signed by the key of this name; Present: by the one that signs now.</summary>
public sealed record SignedBy(string Key, bool Present, long FromSeq, long ToSeq, int Checkpoints)
{
    public override string ToString() => $"{Checkpoints} checkpoints of events {FromSeq} to {ToSeq} were signed by the key {Key}"
        + (Present ? "." : ", which is not the server's any more.");
}

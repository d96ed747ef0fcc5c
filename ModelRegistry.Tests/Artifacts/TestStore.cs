using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Artifacts;

/// <summary>A store in a folder of its own that goes away with the test, and the ways in which a disk betrays it.</summary>
internal sealed class TestStore : IDisposable
{
    public TestStore(TimeProvider? clock = null)
    {
        Root = Path.Combine(Directory.CreateTempSubdirectory("artifact-store-").FullName, "store");
        Store = new ArtifactStore(Root, clock ?? TimeProvider.System);
    }

    public string Root { get; }

    public ArtifactStore Store { get; }

    public string Temporary => Path.Combine(Root, "tmp");

    public IReadOnlyList<string> Files => Directory.GetFiles(Root, "*", SearchOption.AllDirectories);

    /// <summary>Repeatable bytes without a period that a block size could hide.</summary>
    public static byte[] Bytes(int size, int seed = 1)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async Task<StoredBlob> PutAsync(byte[] bytes) => await Store.PutAsync(new MemoryStream(bytes), null, null, CancellationToken.None);

    public string PlaceOf(string sha256) => Path.Combine(Root, "sha256", sha256[..2], sha256[2..4], sha256);

    public void Flip(StoredBlob blob, long at)
    {
        using var file = new FileStream(PlaceOf(blob.Sha256), FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var found = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(found ^ 1));
    }

    public void Cut(StoredBlob blob, long size)
    {
        using var file = new FileStream(PlaceOf(blob.Sha256), FileMode.Open, FileAccess.ReadWrite);
        file.SetLength(size);
    }

    public async Task<byte[]> CopyAsync(StoredBlob blob)
    {
        using var copy = new MemoryStream();
        await Store.CopyToAsync(blob.Sha256, blob.Size, copy, CancellationToken.None);
        return copy.ToArray();
    }

    /// <summary>What arrived at a receiver before the store refused, and the refusal.</summary>
    public async Task<(byte[] Arrived, RegistryException Refusal)> CopyRefusedAsync(StoredBlob blob)
    {
        using var copy = new MemoryStream();
        var refusal = await Assert.ThrowsAsync<RegistryException>(
            () => Store.CopyToAsync(blob.Sha256, blob.Size, copy, CancellationToken.None));
        return (copy.ToArray(), refusal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Root)!, recursive: true);
}

namespace ModelRegistry.Tests.Durability;

/// <summary>Burns down with every step of the work under way and then does what it was made for, once.</summary>
internal sealed class Fuse(int steps, Action onEnd)
{
    private int _left = steps;

    public bool HasBurnt => Volatile.Read(ref _left) <= 0;

    public void Step()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            onEnd();
        }
    }
}

/// <summary>Content of an upload that burns the fuse with every piece that is sent.</summary>
internal sealed class FusedContent(byte[] content, Fuse fuse) : HttpContent
{
    private const int Piece = 64 << 10;

    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
    {
        for (var sent = 0; sent < content.Length; sent += Piece)
        {
            fuse.Step();
            await stream.WriteAsync(content.AsMemory(sent, Math.Min(Piece, content.Length - sent)));
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}

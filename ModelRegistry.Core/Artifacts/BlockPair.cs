using System.Buffers;

namespace ModelRegistry.Core.Artifacts;

/// <summary>
/// Two rented blocks used in turn, so that one can be filled while the other is still being written out. Its owner
/// disposes it only when no read or write on either is under way.
/// </summary>
internal sealed class BlockPair : IDisposable
{
    /// <summary>Large enough that hashing and disk dominate, small enough that 200 transfers at once take 100 MB.</summary>
    public const int BlockBytes = 256 * 1024;

    private readonly byte[]?[] _blocks = new byte[]?[2];

    private int _turn;

    /// <summary>The block whose turn it is. The second is rented only when it is needed: most files fit into one.</summary>
    public Memory<byte> Next()
    {
        _turn = 1 - _turn;
        return (_blocks[_turn] ??= ArrayPool<byte>.Shared.Rent(BlockBytes)).AsMemory(0, BlockBytes);
    }

    public void Dispose()
    {
        foreach (var block in _blocks.OfType<byte[]>())
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        Array.Clear(_blocks);
    }
}

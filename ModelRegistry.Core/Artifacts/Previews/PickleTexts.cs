using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// The texts of a pickle that may become names, as bytes in a few large arrays: a vocabulary of a million words costs its
/// bytes and no objects. When it is full, later texts are lost, and a name made of a lost one is "not understood".
/// </summary>
internal sealed class PickleTexts
{
    public const int MostTextBytes = 1024;

    private const int ChunkBytes = 64 * 1024;
    private const int MostChunks = 12 * 16;
    private const int LengthBits = 12;
    private const int OffsetBits = 16;

    private readonly List<byte[]> _chunks = [];
    private int _used;

    public PickleValue Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostTextBytes)
        {
            return PickleValue.LostText;
        }

        if (_chunks.Count == 0 || _used + text.Length > ChunkBytes)
        {
            if (_chunks.Count == MostChunks)
            {
                return PickleValue.LostText;
            }

            _chunks.Add(new byte[ChunkBytes]);
            _used = 0;
        }

        text.CopyTo(_chunks[^1].AsSpan(_used));
        var handle = ((long)(_chunks.Count - 1) << (LengthBits + OffsetBits)) | ((long)_used << LengthBits) | (long)text.Length;
        _used += text.Length;
        return PickleValue.OfText(handle);
    }

    public void Clear()
    {
        _chunks.Clear();
        _used = 0;
    }

    /// <summary>Bytes that are no UTF-8 become replacement characters, which no known name has.</summary>
    public string Get(long handle) => Encoding.UTF8.GetString(Bytes(handle));

    public ReadOnlySpan<byte> Bytes(long handle)
    {
        var length = (int)(handle & ((1 << LengthBits) - 1));
        var offset = (int)(handle >> LengthBits) & ((1 << OffsetBits) - 1);
        return _chunks[(int)(handle >> (LengthBits + OffsetBits))].AsSpan(offset, length);
    }
}

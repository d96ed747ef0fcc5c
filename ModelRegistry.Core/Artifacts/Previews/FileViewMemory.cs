using System.Collections.Concurrent;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>What a view depends on, besides the readers of this build: the bytes, how they are read, and from where on.</summary>
internal readonly record struct FileViewKey(string Sha256, PreviewFormat Format, long Row);

/// <summary>Views that were read before, bounded by the characters that they keep. What was not asked for since half of them came is forgotten.</summary>
internal sealed class FileViewMemory(long mostCharacters)
{
    private ConcurrentDictionary<FileViewKey, FileView?> _young = new();
    private ConcurrentDictionary<FileViewKey, FileView?> _old = new();
    private long _characters;

    public bool TryFind(FileViewKey key, out FileView? view)
    {
        if (_young.TryGetValue(key, out view))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out view))
        {
            return false;
        }

        Keep(key, view);
        return true;
    }

    public void Keep(FileViewKey key, FileView? view)
    {
        if (Interlocked.Add(ref _characters, view?.Weight ?? 1_000) > mostCharacters / 2)
        {
            Interlocked.Exchange(ref _characters, 0);
            (_old, _young) = (_young, new());
        }

        _young[key] = view;
    }
}

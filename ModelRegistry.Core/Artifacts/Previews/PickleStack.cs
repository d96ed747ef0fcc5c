using System.Runtime.InteropServices;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Stack, marks and memo of one pickle, with the rules of Python's own (Lib/pickle.py, Modules/_pickle.c): nothing below
/// the last mark can be taken, POP takes a mark that is on top, and MEMOIZE numbers by how many entries there are.
/// False from any of these means that Python would refuse, or that a limit was met; <see cref="Fault"/> says which.
/// </summary>
internal sealed class PickleStack
{
    private const int MostStack = 256 * 1024;
    private const int MostMarks = 64 * 1024;
    private const int MostMemo = 1024 * 1024;
    private const int ChunkEntries = 4096;

    private readonly List<PickleValue> _stack = [];
    private readonly List<int> _marks = [];
    private readonly PickleValue[]?[] _memo = new PickleValue[MostMemo / ChunkEntries][];
    private int _memoEntries;

    public string? Fault { get; private set; }

    private int Fence => _marks.Count > 0 ? _marks[^1] : 0;

    public bool Push(PickleValue value)
    {
        if (_stack.Count == MostStack)
        {
            return Fail("It puts more on its stack than a preview follows.");
        }

        _stack.Add(value);
        return true;
    }

    public bool Mark()
    {
        if (_marks.Count == MostMarks)
        {
            return Fail("It nests deeper than a preview follows.");
        }

        _marks.Add(_stack.Count);
        return true;
    }

    public bool TryPop(out PickleValue value)
    {
        value = default;
        if (_stack.Count <= Fence)
        {
            return Underflow();
        }

        value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return true;
    }

    public bool TryPeek(out PickleValue value)
    {
        value = default;
        if (_stack.Count <= Fence)
        {
            return Underflow();
        }

        value = _stack[^1];
        return true;
    }

    /// <summary>Puts the top there once more. What stands for an array whose bytes follow is put there once only, as by joblib.</summary>
    public bool Duplicate() => TryPeek(out var top) && PushAgain(top);

    public bool PopOrMark()
    {
        if (_stack.Count > Fence)
        {
            _stack.RemoveAt(_stack.Count - 1);
            return true;
        }

        return PopMark();
    }

    /// <summary>What lies above the last mark; valid until the next change.</summary>
    public bool TryAboveMark(out ReadOnlySpan<PickleValue> values)
    {
        values = default;
        if (_marks.Count == 0)
        {
            return Fail("It takes a mark that is not there, as a broken file does.");
        }

        values = CollectionsMarshal.AsSpan(_stack)[_marks[^1]..];
        return true;
    }

    /// <summary>Drops the last mark and all above it.</summary>
    public bool PopMark()
    {
        if (_marks.Count == 0)
        {
            return Underflow();
        }

        _stack.RemoveRange(_marks[^1], _stack.Count - _marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
        return true;
    }

    public bool Memoize() => Put(_memoEntries);

    public bool Put(long index)
    {
        if (!TryPeek(out var top))
        {
            return false;
        }

        if (index is < 0 or >= MostMemo)
        {
            return Fail("It remembers more values than a preview follows.");
        }

        var chunk = _memo[index / ChunkEntries] ??= new PickleValue[ChunkEntries];
        ref var entry = ref chunk[index % ChunkEntries];
        _memoEntries += entry.IsThere ? 0 : 1;
        entry = top;
        return true;
    }

    public bool Get(long index)
    {
        var value = index is >= 0 and < MostMemo ? _memo[index / ChunkEntries]?[index % ChunkEntries] ?? default : default;
        return value.IsThere ? PushAgain(value) : Fail("It asks for a remembered value that is not there, as a broken file does.");
    }

    /// <summary>For the next pickle of the file, which a loader reads with nothing remembered.</summary>
    public void Clear()
    {
        _stack.Clear();
        _marks.Clear();
        Array.Clear(_memo);
        (_memoEntries, Fault) = (0, null);
    }

    private bool PushAgain(PickleValue value) => value.IsJoblibArray
        ? Fail("It uses an array of joblib in a way that joblib does not.")
        : Push(value);

    private bool Underflow() => Fail("It takes a value that is not there, as a broken file does.");

    private bool Fail(string fault)
    {
        Fault ??= fault;
        return false;
    }
}

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>The opcodes that make tuples, lists, sets and dictionaries and fill them.</summary>
internal sealed partial class PickleObjects
{
    private static readonly PickleTuple EmptyItems = new([]);

    private readonly PickleValue[] _few = new PickleValue[3];

    public bool EmptyTuple() => stack.Push(PickleValue.Of(EmptyItems));

    public bool EmptyDictionary() =>
        stack.Push(arrays is not null && _kept++ < MostKept ? PickleValue.Of(new PickleState()) : PickleValue.Any);

    public bool Tuple(int count)
    {
        var items = _few.AsSpan(0, count);
        for (var i = count - 1; i >= 0; i--)
        {
            if (!stack.TryPop(out items[i]))
            {
                return false;
            }
        }

        return stack.Push(TupleOf(items));
    }

    public bool TupleAboveMark()
    {
        if (!stack.TryAboveMark(out var values))
        {
            return false;
        }

        var tuple = TupleOf(values);
        return stack.PopMark() && stack.Push(tuple);
    }

    /// <summary>DICT, LIST, FROZENSET: all above the mark becomes one value.</summary>
    public bool Gather(bool inPairs)
    {
        if (!stack.TryAboveMark(out var values))
        {
            return false;
        }

        if (inPairs && values.Length % 2 != 0)
        {
            return Fail("It makes a dictionary of an odd number of values, as a broken file does.");
        }

        SwallowAll(values);
        return stack.PopMark() && stack.Push(PickleValue.Any);
    }

    /// <summary>APPENDS, ADDITEMS, SETITEMS: all above the mark goes into what lies below it.</summary>
    public bool AddAboveMark(bool inPairs)
    {
        if (!stack.TryAboveMark(out var values))
        {
            return false;
        }

        if (inPairs && values.Length % 2 != 0)
        {
            return Fail("It fills a dictionary with an odd number of values, as a broken file does.");
        }

        SwallowAll(values);
        if (arrays is null || !inPairs)
        {
            return stack.PopMark() && stack.TryPeek(out var target) && Changed(target);
        }

        var pairs = values.ToArray();
        return stack.PopMark() && stack.TryPeek(out var dictionary) && Changed(dictionary) && JoblibArrays.Describe(dictionary.State, pairs, texts);
    }

    public bool Append()
    {
        if (!stack.TryPop(out var value) || !stack.TryPeek(out var list))
        {
            return false;
        }

        Swallow(value);
        return Changed(list);
    }

    public bool SetItem()
    {
        if (!stack.TryPop(out var value) || !stack.TryPop(out var key) || !stack.TryPeek(out var dictionary))
        {
            return false;
        }

        Swallow(value);
        Swallow(key);
        return Changed(dictionary) && (arrays is null || JoblibArrays.Describe(dictionary.State, [key, value], texts));
    }

    private PickleValue TupleOf(ReadOnlySpan<PickleValue> items)
    {
        SwallowAll(items);
        if (items.Length > PickleTuple.MostItems || _kept >= MostKept)
        {
            return PickleValue.Any;
        }

        _kept++;
        var kept = items.ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = kept[i].Tuple is null && kept[i].State is null ? kept[i] : PickleValue.Any; // so that a chain of tuples does not live on
        }

        return PickleValue.Of(new PickleTuple(kept));
    }
}

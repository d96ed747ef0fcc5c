using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Passes over the arrays that joblib writes into a pickle: after the BUILD of a NumpyArrayWrapper come a byte that says how
/// many bytes of padding follow, the padding (joblib 1.2 and later), and the array's bytes; for an array of objects a pickle of its own
/// (joblib/numpy_pickle.py, "read_array"). Where it cannot tell the size it says so instead of guessing.
/// </summary>
internal sealed class JoblibArrays(PreviewBytes bytes, PreviewWork work, int depth)
{
    public string? Fault { get; private set; }

    /// <summary>A persistent id as PyTorch writes it: ("storage", its class, key, place, count) (torch/serialization.py, "persistent_id").</summary>
    public static bool IsTorchStorage(PickleTuple? id, PickleTexts texts) =>
        id is { Items: [var kind, var type, ..] } && kind.Text is { } text
        && texts.Bytes(text).SequenceEqual("storage"u8) && type.Name is { IsTorchStorage: true };

    /// <summary>Notes the entries that describe an array. An entry whose key is not plain could be any of them.</summary>
    public static bool Describe(PickleState? state, ReadOnlySpan<PickleValue> pairs, PickleTexts texts)
    {
        for (var i = 0; state is not null && i < pairs.Length; i += 2)
        {
            var key = pairs[i].Text is { } text ? texts.Bytes(text) : default;
            if (key.SequenceEqual("shape"u8))
            {
                state.Shape = pairs[i + 1];
            }
            else if (key.SequenceEqual("dtype"u8))
            {
                state.Dtype = pairs[i + 1];
            }
            else if (key.SequenceEqual("numpy_array_alignment_bytes"u8))
            {
                state.Alignment = pairs[i + 1];
            }
            else if (key.IsEmpty)
            {
                state.Shape = state.Dtype = PickleValue.Any;
            }
        }

        return true;
    }

    /// <summary>The type of elements that <c>numpy.dtype</c> makes of letters: "f8", "&lt;i4", "|S10", "V64".</summary>
    public static PickleValue DtypeOf(PickleTuple? arguments, PickleTexts texts)
    {
        var letters = arguments is { Items: [var first, ..] } && first.Text is { } text ? texts.Get(text) : "";
        var code = letters.TrimStart('<', '>', '=', '|');
        if (code.Length == 0 || !"biufcmMSUVO".Contains(code[0], StringComparison.Ordinal)
            || !int.TryParse(code.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var bytesOrCharacters))
        {
            return PickleValue.Any;
        }

        const int bytesOfCharacter = 4;
        return PickleValue.Of(new PickleDtype(code[0], code[0] == 'U' ? (long)bytesOfCharacter * bytesOrCharacters : bytesOrCharacters));
    }

    /// <summary>Goes to the byte after the array.</summary>
    public bool TryPass(PickleState? state, PickleFindings findings)
    {
        if (state is null || state.Dtype.Dtype is not { HasObjects: { } hasObjects, Bytes: >= 0 } dtype || Count(state.Shape.Tuple) is not { } count)
        {
            return Fail("It holds an array of joblib whose size cannot be told.");
        }

        if (hasObjects)
        {
            return TryPassObjects(findings);
        }

        if (dtype.Bytes > 0 && count > long.MaxValue / dtype.Bytes)
        {
            return Fail("It holds an array larger than any file.");
        }

        return TryPassPadding(state.Alignment) && (bytes.TrySkip(count * dtype.Bytes) || Fail("It ends within an array."));
    }

    /// <summary>Elements of that shape; null when it is not plain numbers, or too many.</summary>
    private static long? Count(PickleTuple? shape)
    {
        long? count = shape is null ? null : 1;
        foreach (var item in shape?.Items ?? [])
        {
            count = item.Number is { } length and >= 0 && (length == 0 || count <= long.MaxValue / length) ? count * length : null;
        }

        return count;
    }

    private bool TryPassPadding(PickleValue alignment)
    {
        if (!alignment.IsThere)
        {
            return true;
        }

        return alignment.Number is null
            ? Fail("It holds an array of joblib whose padding cannot be told.")
            : bytes.Read() is var padding and >= 0 && bytes.TrySkip(padding) || Fail("It ends within an array.");
    }

    private bool TryPassObjects(PickleFindings findings)
    {
        if (depth >= work.Limits.MostDepth)
        {
            return Fail("It nests pickles deeper than a preview follows.");
        }

        var inner = new PickleMachine(bytes, work, findings, arrays: null);
        return inner.Run() || Fail(inner.Fault ?? "It ends within an array.");
    }

    private bool Fail(string fault)
    {
        Fault ??= fault;
        return false;
    }
}

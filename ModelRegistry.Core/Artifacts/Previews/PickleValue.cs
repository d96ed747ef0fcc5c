namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// A value as far as it matters what it is: a text that may become part of a name, an imported name, a number, a small
/// tuple, and what joblib's arrays are described with. All else is <see cref="Any"/>. Sixteen bytes, so that a million of them are no burden.
/// </summary>
internal readonly struct PickleValue
{
    private static readonly object AnyMark = new();
    private static readonly object TextMark = new();
    private static readonly object LostTextMark = new();
    private static readonly object NumberMark = new();
    private static readonly object ArrayMark = new();

    private readonly object? _what;
    private readonly long _number;

    private PickleValue(object what, long number = 0) => (_what, _number) = (what, number);

    public static PickleValue Any => new(AnyMark);

    /// <summary>A text too long to be a name, or one more than there is room for.</summary>
    public static PickleValue LostText => new(LostTextMark);

    /// <summary>An object that stands for an array whose bytes follow in the file.</summary>
    public static PickleValue JoblibArray => new(ArrayMark);

    /// <summary>False for the default value: nothing was stored there.</summary>
    public bool IsThere => _what is not null;

    public bool IsLostText => ReferenceEquals(_what, LostTextMark);

    public bool IsJoblibArray => ReferenceEquals(_what, ArrayMark);

    public PickleName? Name => _what as PickleName;

    public PickleTuple? Tuple => _what as PickleTuple;

    public PickleState? State => _what as PickleState;

    /// <summary>A handle of <see cref="PickleTexts"/>.</summary>
    public long? Text => ReferenceEquals(_what, TextMark) ? _number : null;

    public long? Number => ReferenceEquals(_what, NumberMark) ? _number : null;

    public PickleDtype? Dtype => _what as PickleDtype;

    public static PickleValue OfText(long handle) => new(TextMark, handle);

    public static PickleValue OfNumber(long number) => new(NumberMark, number);

    public static PickleValue Of(PickleName name) => new(name);

    public static PickleValue Of(PickleTuple tuple) => new(tuple);

    public static PickleValue Of(PickleState state) => new(state);

    public static PickleValue Of(PickleDtype dtype) => new(dtype);
}

/// <summary>A tuple of a few values, none of them a tuple.</summary>
internal sealed class PickleTuple(PickleValue[] items)
{
    public const int MostItems = 9;

    public IReadOnlyList<PickleValue> Items => items;
}

/// <summary>Of a dictionary only what joblib describes an array with.</summary>
internal sealed class PickleState
{
    public PickleValue Shape { get; set; }

    public PickleValue Dtype { get; set; }

    public PickleValue Alignment { get; set; }
}

/// <summary>
/// A type of array elements. Its state decides over what its letters say (numpy, "arraydescr_setstate"): whether elements are Python objects, and for
/// texts and records how many bytes one has. It is one object however often it is remembered, because setting its state changes it everywhere.
/// </summary>
internal sealed class PickleDtype(char kind, long bytes)
{
    private const int SizeAt = 5;
    private const int FlagsAt = 7;
    private const int HasObjectFlag = 1;

    public long Bytes { get; private set; } = bytes;

    /// <summary>Null when its state cannot be told.</summary>
    public bool? HasObjects { get; private set; } = kind == 'O';

    public void SetState(PickleTuple? state)
    {
        var (size, flags) = state is { Items.Count: > FlagsAt } ? (state.Items[SizeAt].Number, state.Items[FlagsAt].Number) : (null, null);
        HasObjects = flags is null || size is null ? null : (flags & HasObjectFlag) != 0;
        if (kind is 'S' or 'U' or 'V')
        {
            Bytes = size ?? 0;
        }
    }
}

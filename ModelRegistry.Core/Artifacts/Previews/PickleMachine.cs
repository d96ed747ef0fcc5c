using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Follows the opcodes of one pickle with values that only stand for what loading would make, and executes nothing. The
/// opcodes are those of protocols 0 to 5 (Python's Lib/pickletools.py). Whatever it does not follow ends it with a
/// <see cref="Fault"/>; it never takes for harmless what Python would read otherwise.
/// </summary>
internal sealed class PickleMachine
{
    private const int HighestProtocol = 5;

    private readonly PreviewBytes _bytes;
    private readonly PreviewWork _work;
    private readonly PickleFindings _findings;
    private readonly PickleTexts _texts = new();
    private readonly PickleStack _stack = new();
    private readonly PickleArguments _arguments;
    private readonly PickleObjects _objects;
    private string? _fault;
    private bool _stopped;

    /// <summary>With <paramref name="arrays"/> the arrays of joblib are passed over; without, they are read as the loader of pickles would.</summary>
    public PickleMachine(PreviewBytes bytes, PreviewWork work, PickleFindings findings, JoblibArrays? arrays)
    {
        (_bytes, _work, _findings) = (bytes, work, findings);
        _arguments = new PickleArguments(bytes, work, _texts);
        _objects = new PickleObjects(_stack, _texts, findings, arrays);
    }

    /// <summary>Why it did not come to the end of the pickle.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the pickle holds the number that begins a file of PyTorch before 1.6 (torch/serialization.py, MAGIC_NUMBER).</summary>
    public bool IsTorchMark { get; private set; }

    /// <summary>Follows one pickle to its STOP; false when it could not be followed. The next one may be followed after it.</summary>
    public bool Run()
    {
        _stack.Clear();
        _texts.Clear();
        _work.Take(PreviewLimits.BytesPerUnit); // what clearing costs: a file can be millions of pickles of two bytes
        (_fault, _stopped, Fault, IsTorchMark) = (null, false, null, false);
        while (!_stopped)
        {
            var at = _bytes.Position;
            if (_work.Take() && Step(_bytes.Read()))
            {
                continue;
            }

            var why = _bytes.Trouble ?? _work.Spent ?? _fault ?? _objects.Fault ?? _stack.Fault ?? "It ends in the middle.";
            Fault = string.Create(CultureInfo.InvariantCulture, $"At byte {at}: {why}");
            return false;
        }

        _findings.Pickles++;
        return true;
    }

    private bool Step(int opcode) => opcode switch
    {
        '(' => _stack.Mark(),
        '.' => Stop(),
        '0' => _stack.PopOrMark(),
        '1' => _stack.PopMark(),
        '2' => _stack.Duplicate(),
        ')' => _objects.EmptyTuple(),
        ']' or 0x8F or 'N' or 0x88 or 0x89 => _stack.Push(PickleValue.Any), // EMPTY_LIST, EMPTY_SET, NONE, NEWTRUE, NEWFALSE
        '}' => _objects.EmptyDictionary(),
        'a' => _objects.Append(),
        'b' => _objects.Build(),
        'd' => _objects.Gather(inPairs: true),
        'e' or 0x90 => _objects.AddAboveMark(inPairs: false),
        'l' or 0x91 => _objects.Gather(inPairs: false),
        'o' => _objects.CallAboveMark(),
        'R' => _objects.Reduce(),
        's' => _objects.SetItem(),
        't' => _objects.TupleAboveMark(),
        'u' => _objects.AddAboveMark(inPairs: true),
        0x81 => _objects.New(),
        0x85 => _objects.Tuple(1),
        0x86 => _objects.Tuple(2),
        0x87 => _objects.Tuple(3),
        0x92 => _objects.NewWithKeywords(),
        0x93 => _objects.NameFromStack(),
        0x94 => _stack.Memoize(),
        'Q' => _objects.OutsideReference(),
        0x97 or 0x98 => OutOfBand(opcode),
        < 0 => false,
        _ => StepWithArgument(opcode),
    };

    private bool StepWithArgument(int opcode) => opcode switch
    {
        'B' => _arguments.TrySkipCounted(4) && PushAny(),
        'C' => _arguments.TrySkipCounted(1) && PushAny(),
        0x8E or 0x96 => _arguments.TrySkipCounted(8) && PushAny(),
        'F' => _arguments.TryLine(out _, out _) && PushAny(),
        'G' => _bytes.TrySkip(sizeof(double)) && PushAny(),
        'I' or 'L' => _arguments.TryNumberLine(out var number) && _stack.Push(number),
        'J' => _arguments.TryInt32(out var signed) && _stack.Push(PickleValue.OfNumber(signed)),
        'K' => PushUnsigned(1),
        'M' => PushUnsigned(2),
        0x8A => Long(),
        0x8B => _arguments.TrySkipCountedSigned() && PushAny(),
        'S' => _arguments.TryQuotedLine(out var quoted) && _stack.Push(quoted),
        'T' => _arguments.TryCountedTextSigned(out var old) && _stack.Push(old),
        'U' or 0x8C => _arguments.TryCountedText(1, out var brief) && _stack.Push(brief),
        'V' => _arguments.TryEscapedLine(out var escaped) && _stack.Push(escaped),
        'X' => _arguments.TryCountedText(4, out var text) && _stack.Push(text),
        0x8D => _arguments.TryCountedText(8, out var huge) && _stack.Push(huge),
        'c' => _arguments.TryNameLine(out var module) && _arguments.TryNameLine(out var name) && _objects.Name(module, name),
        'i' => _arguments.TryNameLine(out var of) && _arguments.TryNameLine(out var type) && _objects.CallNamedAboveMark(of, type),
        'g' => _arguments.TryIndexLine(out var get) && _stack.Get(get),
        'h' => _arguments.TryUnsigned(1, out var get1) && _stack.Get((long)get1),
        'j' => _arguments.TryUnsigned(4, out var get4) && _stack.Get((long)get4),
        'p' => _arguments.TryIndexLine(out var put) && _stack.Put(put),
        'q' => _arguments.TryUnsigned(1, out var put1) && _stack.Put((long)put1),
        'r' => _arguments.TryUnsigned(4, out var put4) && _stack.Put((long)put4),
        'P' => _arguments.TryLine(out _, out _) && _objects.OutsideReferenceByText(),
        0x80 => Protocol(),
        0x82 => _arguments.TryUnsigned(1, out var code1) && _objects.Extension((long)code1),
        0x83 => _arguments.TryUnsigned(2, out var code2) && _objects.Extension((long)code2),
        0x84 => _arguments.TryInt32(out var code4) && _objects.Extension(code4),
        0x95 => _arguments.TryUnsigned(8, out _), // FRAME tells a reader how much to fetch; opcodes go on within and after it
        _ => Fail(string.Create(CultureInfo.InvariantCulture, $"0x{opcode:X2} is no opcode of a pickle.")),
    };

    private bool PushAny() => _stack.Push(PickleValue.Any);

    private bool PushUnsigned(int width) => _arguments.TryUnsigned(width, out var number) && _stack.Push(PickleValue.OfNumber((long)number));

    private bool Long()
    {
        if (!_arguments.TryLong(out var number, out var isTorchMark))
        {
            return false;
        }

        IsTorchMark |= isTorchMark;
        return _stack.Push(number);
    }

    private bool Stop() => _stopped = _stack.TryPop(out _);

    private bool Protocol()
    {
        if (!_arguments.TryUnsigned(1, out var protocol))
        {
            return false;
        }

        if (protocol > HighestProtocol)
        {
            return Fail(string.Create(CultureInfo.InvariantCulture, $"Protocol {protocol} is none that is known here."));
        }

        _findings.Protocol = Math.Max(_findings.Protocol, (int)protocol);
        return true;
    }

    private bool OutOfBand(int opcode)
    {
        _findings.Doubt("It expects buffers that its loader passes in beside the file.");
        return opcode == 0x97 ? PushAny() : _stack.TryPeek(out _);
    }

    private bool Fail(string fault)
    {
        _fault ??= fault;
        return false;
    }
}

using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

internal enum JsonPart
{
    StartObject,
    EndObject,
    StartArray,
    EndArray,
    Name,
    Text,
    Number,

    /// <summary>true, false, null; also NaN, Infinity and -Infinity, which Python writes though RFC 8259 has no such thing.</summary>
    Word,

    /// <summary>The end of what may be read; <see cref="JsonPull.IsComplete"/> tells whether the document ended, too.</summary>
    End,

    /// <summary>What stands there is no JSON (RFC 8259), or nests too deeply.</summary>
    Broken,
}

/// <summary>
/// Reads JSON part by part from a stream in constant memory: of a text or a number only the first bytes are kept, the rest is passed
/// over, so a picture of 100 MB in one string is no burden. A byte order mark is passed over.
/// </summary>
internal sealed class JsonPull(PreviewBytes bytes, int mostText)
{
    public const int MostDepth = 256;

    private readonly byte[] _kept = new byte[mostText];
    private readonly List<bool> _inObject = [];
    private int _keptLength;
    private bool _started;
    private bool _afterValue;
    private bool _afterName;
    private bool _hasEscapes;
    private bool _broke;

    public JsonPart Part { get; private set; }

    public int Depth => _inObject.Count;

    /// <summary>Where the current part begins.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of the current text or number in the file, without quotes.</summary>
    public long Length { get; private set; }

    /// <summary>Only the beginning of the current text was kept.</summary>
    public bool IsCut => Length > _keptLength;

    /// <summary>Everything that was opened was closed, and there was something.</summary>
    public bool IsComplete => Part == JsonPart.End && _started && !_broke && _inObject.Count == 0;

    /// <summary>Whether a comma stands before the current part.</summary>
    public bool IsFurther { get; private set; }

    /// <summary>The current text, name or number as it stands in the file, escapes and all.</summary>
    public ReadOnlySpan<byte> Raw => _kept.AsSpan(0, _keptLength);

    /// <summary>The current text with its escapes replaced; when cut, without the broken last character.</summary>
    public string GetText() => _hasEscapes ? JsonEscapes.Decode(Raw) : Encoding.UTF8.GetString(JsonEscapes.WholeCharacters(Raw, IsCut));

    public bool Is(ReadOnlySpan<byte> text) =>
        !IsCut && (_hasEscapes ? Encoding.UTF8.GetBytes(GetText()).AsSpan().SequenceEqual(text) : Raw.SequenceEqual(text));

    public long? GetInteger() =>
        Part == JsonPart.Number && !IsCut && long.TryParse(Raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;

    public JsonPart Read()
    {
        if (Part is JsonPart.End or JsonPart.Broken)
        {
            return Part;
        }

        (Length, _keptLength, _hasEscapes, IsFurther) = (0, 0, false, false);
        return Part = Next();
    }

    /// <summary>Passes over the value whose first part is the current one, so that the current part is its last.</summary>
    public void SkipValue()
    {
        if (Part is not (JsonPart.StartObject or JsonPart.StartArray))
        {
            return;
        }

        for (var depth = Depth - 1; Depth > depth && Read() is not (JsonPart.End or JsonPart.Broken);)
        {
        }
    }

    private JsonPart Next()
    {
        var next = SkipBlank();
        if (!_started && next == 0xEF)
        {
            if (bytes.Read() != 0xEF || bytes.Read() != 0xBB || bytes.Read() != 0xBF)
            {
                return JsonPart.Broken;
            }

            next = SkipBlank();
        }

        if (next == ',' && _afterValue && Depth > 0)
        {
            bytes.Read();
            (_afterValue, IsFurther) = (false, true);
            next = SkipBlank();
            if (next is '}' or ']')
            {
                return JsonPart.Broken;
            }
        }

        Position = bytes.Position;
        return next switch
        {
            < 0 => JsonPart.End,
            '}' when Depth > 0 && _inObject[^1] && !_afterName => Close(JsonPart.EndObject),
            ']' when Depth > 0 && !_inObject[^1] => Close(JsonPart.EndArray),
            _ when _afterValue => JsonPart.Broken,
            _ when Depth > 0 && _inObject[^1] && !_afterName => next == '"' ? ReadName() : JsonPart.Broken,
            _ => ReadValue(next),
        };
    }

    private JsonPart ReadValue(int first)
    {
        _started = true;
        (_afterName, _afterValue) = (false, true);
        return first switch
        {
            '{' => Open(isObject: true),
            '[' => Open(isObject: false),
            '"' => ReadQuoted() ? JsonPart.Text : JsonPart.End,
            '-' or (>= '0' and <= '9') => ReadBare(JsonPart.Number),
            (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => ReadBare(JsonPart.Word),
            _ => JsonPart.Broken,
        };
    }

    private JsonPart ReadName()
    {
        if (!ReadQuoted() || SkipBlank() is var colon && colon < 0)
        {
            return JsonPart.End;
        }

        if (bytes.Read() != ':')
        {
            return JsonPart.Broken;
        }

        _afterName = true;
        return JsonPart.Name;
    }

    private JsonPart Open(bool isObject)
    {
        bytes.Read();
        if (Depth == MostDepth)
        {
            return JsonPart.Broken;
        }

        _inObject.Add(isObject);
        _afterValue = false;
        return isObject ? JsonPart.StartObject : JsonPart.StartArray;
    }

    private JsonPart Close(JsonPart part)
    {
        bytes.Read();
        _inObject.RemoveAt(_inObject.Count - 1);
        _afterValue = true;
        return part;
    }

    /// <summary>False when the stream ends before the closing quote.</summary>
    private bool ReadQuoted()
    {
        bytes.Read();
        for (int next; (next = bytes.Read()) != '"';)
        {
            if (next < 0)
            {
                return !(_broke = true);
            }

            Keep(next);
            if (next == '\\')
            {
                _hasEscapes = true;
                next = bytes.Read();
                if (next < 0)
                {
                    return !(_broke = true);
                }

                Keep(next);
            }
        }

        return true;
    }

    private JsonPart ReadBare(JsonPart part)
    {
        while (bytes.Peek() is '-' or '+' or '.' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
        {
            Keep(bytes.Read());
        }

        if (bytes.Peek() < 0 && Depth > 0)
        {
            return JsonPart.End; // more of it may stand beyond what may be read
        }

        if (Raw.SequenceEqual("true"u8) || Raw.SequenceEqual("false"u8) || Raw.SequenceEqual("null"u8)
            || Raw.SequenceEqual("NaN"u8) || Raw.SequenceEqual("Infinity"u8) || Raw.SequenceEqual("-Infinity"u8))
        {
            return JsonPart.Word;
        }

        return part == JsonPart.Number && (IsCut || double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) ? part : JsonPart.Broken;
    }

    private void Keep(int next)
    {
        Length++;
        if (_keptLength < _kept.Length)
        {
            _kept[_keptLength++] = (byte)next;
        }
    }

    private int SkipBlank()
    {
        int next;
        while ((next = bytes.Peek()) is ' ' or '\t' or '\r' or '\n')
        {
            bytes.Read();
        }

        return next;
    }
}

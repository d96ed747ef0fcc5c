using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Reads the header of a safetensors file: eight bytes of length, little-endian, then JSON from each tensor's name to its type,
/// shape and place, and <c>__metadata__</c> of texts; the data follows without gap or overlap (github.com/huggingface/safetensors, README
/// "Format", and its validation). The header is read as a stream: one of 100 MB needs no more memory than one of 1 KB.
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    public const long MostHeaderBytes = 100_000_000;

    private const int MostTensors = 200_000;
    private const int MostNotes = 100;
    private const int MostNoteBytes = 16 * 1024;
    private const int MostProblems = 20;
    private const int MostShape = 32;
    private const int MostDtypes = 40;
    private const int NameHashBytes = 16;

    private readonly long _dataBytes;
    private readonly int _from;
    private readonly int _count;
    private readonly JsonPull _json;
    private readonly List<SafetensorsTensor> _page = [];
    private readonly List<SafetensorsNote> _notes = [];
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, SafetensorsTotal> _totals = new(StringComparer.Ordinal);
    private readonly HashSet<UInt128> _names = [];
    private readonly List<(long From, long To)> _places = [];
    private int _tensors;
    private int _notesLeftOut;

    private SafetensorsHeader(PreviewBytes bytes, long dataBytes, int from, int count) =>
        (_json, _dataBytes, _from, _count) = (new JsonPull(bytes, MostNoteBytes), dataBytes, from, count);

    /// <summary>
    /// Reads from where the stream stands; <paramref name="size"/> is the file's. Shows <paramref name="count"/> tensors from number <paramref
    /// name="from"/>.
    /// </summary>
    public static SafetensorsPreview Read(Stream file, long size, int from = 0, int count = 100, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            return Refused(0, size, "The file is shorter than the eight bytes that a safetensors file begins with.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var left = size - prefix.Length;
        if (length > MostHeaderBytes || length > (ulong)Math.Max(0, left))
        {
            return Refused(0, size, length > MostHeaderBytes
                ? string.Create(CultureInfo.InvariantCulture, $"The header would have {length} bytes; the format allows {MostHeaderBytes}.")
                : "The header would be longer than the file.");
        }

        var part = new PreviewBytes(new HeadStream(file, (long)length), new PreviewWork(PreviewLimits.Default, ct));
        var header = new SafetensorsHeader(part, left - (long)length, Math.Max(0, from), Math.Max(0, count));
        if (part.Peek() != '{')
        {
            header.Problem("The header does not begin with '{'.");
        }

        header.ReadAll();
        header.CheckPlaces();
        return header.ToPreview((long)length);
    }

    private static SafetensorsPreview Refused(long headerBytes, long size, string problem) =>
        new(headerBytes, Math.Max(0, size - sizeof(ulong) - headerBytes), 0, [], 0, [], [], 0, [problem]);

    private SafetensorsPreview ToPreview(long headerBytes) => new(
        headerBytes,
        _dataBytes,
        _tensors,
        [.. _totals.Values.OrderByDescending(t => t.Bytes).ThenBy(t => t.Dtype, StringComparer.Ordinal)],
        _from,
        _page,
        _notes,
        _notesLeftOut,
        _problems);

    private void ReadAll()
    {
        if (_json.Read() != JsonPart.StartObject)
        {
            Problem("The header is no JSON object.");
            return;
        }

        while (_json.Read() == JsonPart.Name)
        {
            var name = Legible.Line(_json.GetText(), 500);
            if (!_names.Add(HashOf(_json.GetText())))
            {
                Problem($"'{name}' stands in the header twice.");
            }

            if (_json.Is("__metadata__"u8))
            {
                ReadNotes();
            }
            else if (_tensors == MostTensors)
            {
                Problem(string.Create(CultureInfo.InvariantCulture, $"The header lists more than {MostTensors} tensors; the rest was not looked at."));
                return;
            }
            else
            {
                ReadTensor(name);
            }
        }

        if (_json.Part != JsonPart.EndObject || _json.Read() != JsonPart.End || !_json.IsComplete)
        {
            Problem(string.Create(CultureInfo.InvariantCulture, $"The header is no valid JSON at byte {_json.Position}."));
        }
    }

    private void ReadNotes()
    {
        if (_json.Read() != JsonPart.StartObject)
        {
            Problem("'__metadata__' is no JSON object.");
            _json.SkipValue();
            return;
        }

        while (_json.Read() == JsonPart.Name)
        {
            var key = Legible.Line(_json.GetText(), 500);
            if (_json.Read() != JsonPart.Text)
            {
                Problem($"'{key}' in '__metadata__' is no text.");
                _json.SkipValue();
            }
            else if (_notes.Count == MostNotes)
            {
                _notesLeftOut++;
            }
            else
            {
                _notes.Add(new SafetensorsNote(key, Legible.Block(_json.GetText()) + (_json.IsCut ? "…" : "")));
            }
        }
    }

    private void ReadTensor(string name)
    {
        var (dtype, shape, place, broken) = ("", new List<long>(), new List<long>(), _json.Read() != JsonPart.StartObject);
        var has = (Dtype: 0, Shape: 0, Place: 0);
        while (!broken && _json.Read() == JsonPart.Name)
        {
            if (_json.Is("dtype"u8))
            {
                has.Dtype++;
                broken = _json.Read() != JsonPart.Text;
                dtype = Legible.Line(_json.GetText(), 32);
            }
            else if (_json.Is("shape"u8))
            {
                has.Shape++;
                broken = !TryReadNumbers(shape);
            }
            else if (_json.Is("data_offsets"u8))
            {
                has.Place++;
                broken = !TryReadNumbers(place) || place.Count != 2;
            }
            else
            {
                Problem($"'{name}' has an entry that the format does not know.");
                _json.Read();
                _json.SkipValue();
            }
        }

        if (broken || has != (1, 1, 1))
        {
            Problem($"'{name}' does not say its type, shape and place as the format asks.");
            Leave();
            return;
        }

        Add(new SafetensorsTensor(name, dtype, shape, place[1] - place[0]), place[0], place[1]);
    }

    /// <summary>To the end of the tensor's entry, from somewhere within.</summary>
    private void Leave()
    {
        while (_json.Depth > 1 && _json.Read() is not (JsonPart.End or JsonPart.Broken))
        {
        }
    }

    private bool TryReadNumbers(List<long> numbers)
    {
        if (_json.Read() != JsonPart.StartArray)
        {
            return false;
        }

        while (_json.Read() == JsonPart.Number)
        {
            if (_json.GetInteger() is not { } number || number < 0 || numbers.Count == MostShape)
            {
                return false;
            }

            numbers.Add(number);
        }

        return _json.Part == JsonPart.EndArray;
    }

    private void Add(SafetensorsTensor tensor, long from, long to)
    {
        if (_tensors >= _from && _page.Count < _count)
        {
            _page.Add(tensor);
        }

        _tensors++;
        if (from > to || to > _dataBytes)
        {
            Problem($"'{tensor.Name}' lies outside of the data.");
            return;
        }

        _places.Add((from, to));
        var bits = SafetensorsDtypes.Bits(tensor.Dtype);
        var elements = SafetensorsDtypes.Elements(tensor.Shape);
        if (bits is null)
        {
            Problem($"'{tensor.Name}' has a type of elements that is not known here: {tensor.Dtype}.");
        }
        else if (elements is null || elements > long.MaxValue / bits || elements * bits % 8 != 0 || elements * bits / 8 != tensor.Bytes)
        {
            Problem($"'{tensor.Name}' takes another number of bytes than its shape and type say.");
        }

        if (_totals.TryGetValue(tensor.Dtype, out var total) || _totals.Count < MostDtypes)
        {
            total ??= new SafetensorsTotal(tensor.Dtype, 0, 0, 0);
            _totals[tensor.Dtype] = total with
            {
                Tensors = total.Tensors + 1,
                Elements = (elements ?? 0) > long.MaxValue - total.Elements ? long.MaxValue : total.Elements + (elements ?? 0),
                Bytes = total.Bytes + tensor.Bytes,
            };
        }
    }

    private void CheckPlaces()
    {
        if (_places.Count < _tensors || _json.Part != JsonPart.End)
        {
            return; // said already
        }

        _places.Sort();
        long at = 0;
        foreach (var (from, to) in _places)
        {
            if (from != at)
            {
                Problem(from < at ? "Tensors overlap in the data." : "There are bytes between tensors that belong to none.");
                return;
            }

            at = to;
        }

        if (at != _dataBytes)
        {
            Problem("The data goes on after the last tensor.");
        }
    }

    private void Problem(string problem)
    {
        if (_problems.Count < MostProblems && !_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }

    private static UInt128 HashOf(string name) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, NameHashBytes));
}

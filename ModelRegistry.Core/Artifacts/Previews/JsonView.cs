using System.Globalization;
using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// JSON with line breaks and indents, of a file of any size: only its first part is read, and it is cut after the last whole
/// part. Lists of numbers stay on one line. What is no JSON is shown as it stands.
/// </summary>
public static class JsonView
{
    public const int MostBytes = 256 * 1024;

    private const int MostIndent = 40;
    private const int WideLine = 100;
    private const int MostCharacters = 1024 * 1024;

    /// <summary>Reads at most <see cref="MostBytes"/> of the stream from where it stands; <paramref name="size"/> is what the whole has.</summary>
    public static StructuredText Read(Stream file, long size, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var head = new byte[(int)Math.Min(MostBytes, Math.Max(0, size))];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var isCut = head.Length < size;
        var json = new JsonPull(new PreviewBytes(new MemoryStream(head), new PreviewWork(PreviewLimits.Default, ct)), head.Length);
        var writer = new Writer();
        while (json.Read() is not (JsonPart.End or JsonPart.Broken) && writer.Length < MostCharacters)
        {
            writer.Write(json);
        }

        if (json.Part == JsonPart.Broken || (json.Part == JsonPart.End && !json.IsComplete && !isCut))
        {
            return AsItStands(head, isCut, json);
        }

        isCut |= writer.Length >= MostCharacters;
        return new StructuredText(writer.ToString(isCut), isCut, isCut ? json.Position : head.Length, writer.HasOddNumbers ? OddNumbers : null);
    }

    private const string OddNumbers = "NaN or Infinity stand in it, which Python reads and other readers of JSON refuse.";

    private static StructuredText AsItStands(byte[] head, bool isCut, JsonPull json)
    {
        var text = Encoding.UTF8.GetString(JsonEscapes.WholeCharacters(head, isCut));
        var note = head.Length == 0
            ? "The file is empty."
            : string.Create(CultureInfo.InvariantCulture, $"This is no valid JSON from byte {json.Position} on, so it is shown as it stands.");
        return new StructuredText(Legible.Block(text), isCut, head.Length, note);
    }

    private sealed class Writer
    {
        private readonly StringBuilder _text = new();
        private bool _afterName;
        private bool _empty = true;
        private int _lineStart;

        public int Length => _text.Length;

        public bool HasOddNumbers { get; private set; }

        public void Write(JsonPull json)
        {
            var part = json.Part;
            if (json.IsFurther)
            {
                _text.Append(',');
            }

            if (part is JsonPart.EndObject or JsonPart.EndArray)
            {
                if (!_empty)
                {
                    Break(json.Depth);
                }
            }
            else if (!_afterName && _text.Length > 0)
            {
                BreakBefore(json);
            }

            _text.Append(part switch
            {
                JsonPart.StartObject => "{",
                JsonPart.StartArray => "[",
                JsonPart.EndObject => "}",
                JsonPart.EndArray => "]",
                JsonPart.Name => $"\"{Shown(json)}\": ",
                JsonPart.Text => $"\"{Shown(json)}\"",
                _ => Encoding.UTF8.GetString(json.Raw),
            });
            HasOddNumbers |= part == JsonPart.Word && json.Raw is [(byte)'N' or (byte)'I' or (byte)'-', ..];
            _afterName = part == JsonPart.Name;
            _empty = part is JsonPart.StartObject or JsonPart.StartArray;
        }

        public string ToString(bool isCut) => isCut ? _text.Append("\n…").ToString() : _text.ToString();

        private static string Shown(JsonPull json) => Legible.Line(Encoding.UTF8.GetString(json.Raw), int.MaxValue);

        /// <summary>Numbers and words after one another share a line while it is not too long.</summary>
        private void BreakBefore(JsonPull json)
        {
            if (json.IsFurther && json.Part is JsonPart.Number or JsonPart.Word && _text.Length - _lineStart < WideLine)
            {
                _text.Append(' ');
            }
            else
            {
                Break(json.Depth - (json.Part is JsonPart.StartObject or JsonPart.StartArray ? 1 : 0));
            }
        }

        private void Break(int depth)
        {
            _text.Append('\n');
            _lineStart = _text.Length;
            _text.Append(' ', 2 * Math.Min(depth, MostIndent));
        }
    }
}

using System.Text;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Reads records of a delimited file one by one (RFC 4180, section 2; also with other delimiters, line ends and encodings): fields in
/// quotes hold delimiters, line breaks and doubled quotes. Only so much of a record is kept as is shown.
/// </summary>
internal sealed class CsvRecords(PreviewBytes bytes, CsvEncoding encoding, char delimiter, int mostColumns, int mostCellBytes)
{
    /// <summary>A record that goes on longer than this most likely has a quote that is never closed.</summary>
    public const int MostRecordBytes = 4 * 1024 * 1024;

    private readonly List<byte> _cell = [];
    private readonly List<string> _cells = [];
    private readonly int _unit = encoding is CsvEncoding.Utf16LittleEndian or CsvEncoding.Utf16BigEndian ? 2 : 1;
    private long _cellBytes;
    private int _back = NoUnit;

    private const int NoUnit = -2;

    /// <summary>The cells of the record that was read last, as many as are shown.</summary>
    public IReadOnlyList<string> Cells => _cells;

    public int Columns { get; private set; }

    /// <summary>Where the next record begins, counted from where the stream stood.</summary>
    public long Position => bytes.Position - (_back >= 0 ? _unit : 0);

    /// <summary>A record was longer than is read, so the records after it cannot be told.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The next record; false at the end. An empty line is a record of one empty cell, as is a last line without a break.</summary>
    public bool TryRead()
    {
        _cells.Clear();
        _cell.Clear();
        (Columns, _cellBytes) = (0, 0);
        var from = Position;
        var unit = Take();
        if (unit < 0 || IsLost)
        {
            return false;
        }

        for (; ; unit = Take())
        {
            if (unit == '"' && _cellBytes == 0)
            {
                unit = TakeQuoted(from);
            }

            if (unit < 0 || unit is '\n' or '\r')
            {
                EndCell();
                PassLineFeed(unit);
                return true;
            }

            if (Position - from > MostRecordBytes)
            {
                IsLost = true;
                EndCell();
                return true;
            }

            if (unit == delimiter)
            {
                EndCell();
            }
            else
            {
                Keep(unit);
            }
        }
    }

    /// <summary>The field up to its closing quote; returns what follows that.</summary>
    private int TakeQuoted(long from)
    {
        for (int unit; (unit = Take()) >= 0 && Position - from <= MostRecordBytes;)
        {
            if (unit != '"')
            {
                Keep(unit);
                continue;
            }

            unit = Take();
            if (unit != '"')
            {
                _cellBytes++; // a quote after this one is a character like any other
                return unit;
            }

            Keep(unit);
        }

        IsLost = true;
        return -1;
    }

    private void PassLineFeed(int unit)
    {
        if (unit == '\r' && Take() is var next && next != '\n')
        {
            _back = next;
        }
    }

    private void EndCell()
    {
        Columns++;
        if (_cells.Count < mostColumns)
        {
            var text = Decode();
            _cells.Add(Legible.Block(text) + (_cell.Count == mostCellBytes ? "…" : ""));
        }

        _cell.Clear();
        _cellBytes = 0;
    }

    private string Decode()
    {
        var raw = _cell.ToArray();
        return encoding switch
        {
            CsvEncoding.Utf16LittleEndian => Encoding.Unicode.GetString(raw),
            CsvEncoding.Utf16BigEndian => Encoding.BigEndianUnicode.GetString(raw),
            CsvEncoding.Latin1 => Encoding.Latin1.GetString(raw),
            _ => Encoding.UTF8.GetString(JsonEscapes.WholeCharacters(raw, raw.Length == mostCellBytes)),
        };
    }

    private void Keep(int unit)
    {
        _cellBytes++;
        if (Columns >= mostColumns || _cell.Count >= mostCellBytes)
        {
            return;
        }

        if (_unit == 1)
        {
            _cell.Add((byte)unit);
        }
        else if (encoding == CsvEncoding.Utf16LittleEndian)
        {
            _cell.Add((byte)unit);
            _cell.Add((byte)(unit >> 8));
        }
        else
        {
            _cell.Add((byte)(unit >> 8));
            _cell.Add((byte)unit);
        }
    }

    /// <summary>The next byte, or the next two as one character; -1 at the end.</summary>
    private int Take()
    {
        if (_back != NoUnit)
        {
            var back = _back;
            _back = NoUnit;
            return back;
        }

        var first = bytes.Read();
        if (_unit == 1 || first < 0)
        {
            return first;
        }

        var second = bytes.Read();
        return second < 0 ? -1 : encoding == CsvEncoding.Utf16LittleEndian ? first | (second << 8) : (first << 8) | second;
    }
}

using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>What a page of a delimited file shows.</summary>
public sealed record CsvPageSize
{
    public static CsvPageSize Default { get; } = new();

    public int Rows { get; init; } = 100;

    public int Columns { get; init; } = 50;

    /// <summary>Bytes kept of a cell.</summary>
    public int CellBytes { get; init; } = 400;
}

/// <summary>
/// Shows rows of a CSV or TSV file without loading it. The first page finds the layout; with the layout and <see cref="CsvPage.Next"/> the
/// pages after it are read from their place on, however far into the file.
/// </summary>
public static class CsvTable
{
    private const int MostNotes = 4;

    /// <summary>The first page. The stream must be able to seek; <paramref name="size"/> is the file's.</summary>
    public static CsvPage ReadFirst(Stream file, long size, CsvPageSize? shown = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Read(file, SniffLayout(file, size), new CsvCursor(0, 0), shown, ct);
    }

    /// <summary>
    /// Rows from <paramref name="from"/> on. Without a place (offset 0) the rows before it are read over, up to
    /// <see cref="PreviewLimits.MostBytes"/>; with the place that an earlier page gave they are not.
    /// </summary>
    public static CsvPage Read(Stream file, CsvLayout layout, CsvCursor from, CsvPageSize? shown = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(from);
        shown ??= CsvPageSize.Default;
        var header = ReadHeader(file, layout, shown, ct, out var dataFrom);
        var hasPlace = from.Offset >= dataFrom && from.Offset <= file.Length;
        var start = hasPlace ? from.Offset : dataFrom;
        var (bytes, records) = Open(file, layout, start, shown, ct);
        var row = hasPlace ? from.Row : 0;
        while (row < from.Row && records.TryRead())
        {
            row++;
        }

        var rows = new List<CsvRow>();
        var next = start + records.Position;
        while (rows.Count < shown.Rows && records.TryRead())
        {
            next = start + records.Position;
            rows.Add(new CsvRow(row++, [.. records.Cells], records.Columns));
        }

        var more = !records.IsLost && records.TryRead();
        var isEnd = !more && !records.IsLost && bytes.Trouble is null;
        var columns = Math.Max(header.Columns, rows.Count > 0 ? rows.Max(r => r.Columns) : 0);
        var notes = Notes(layout, columns, shown, rows, records.IsLost, bytes.Trouble, row);
        var place = more ? new CsvCursor(row, next) : null;
        return new CsvPage(layout, header.Cells, rows, columns, Math.Min(columns, shown.Columns), isEnd ? row : null, place, notes);
    }

    /// <summary>How the file is written, from its first part.</summary>
    public static CsvLayout SniffLayout(Stream file, long size)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Position = 0;
        var sample = new byte[(int)Math.Min(CsvSniffer.SampleBytes, Math.Max(0, size))];
        var read = file.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        return CsvSniffer.Sniff(sample.AsMemory(0, read), isWhole: read >= size);
    }

    private static CsvRow ReadHeader(Stream file, CsvLayout layout, CsvPageSize shown, CancellationToken ct, out long dataFrom)
    {
        dataFrom = layout.DataFrom;
        if (!layout.HasHeader)
        {
            return new CsvRow(-1, [], 0);
        }

        var (_, records) = Open(file, layout, dataFrom, shown, ct);
        if (!records.TryRead())
        {
            return new CsvRow(-1, [], 0);
        }

        dataFrom += records.Position;
        return new CsvRow(-1, [.. records.Cells], records.Columns);
    }

    private static (PreviewBytes Bytes, CsvRecords Records) Open(Stream file, CsvLayout layout, long at, CsvPageSize shown, CancellationToken ct)
    {
        file.Position = at;
        var bytes = new PreviewBytes(file, new PreviewWork(PreviewLimits.Default, ct));
        return (bytes, new CsvRecords(bytes, layout.Encoding, layout.Delimiter, shown.Columns, shown.CellBytes));
    }

    private static List<string> Notes(CsvLayout layout, int columns, CsvPageSize shown, List<CsvRow> rows, bool isLost, string? trouble, long row)
    {
        var notes = new List<string>(MostNotes);
        if (columns > shown.Columns)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{columns} columns, of which the first {shown.Columns} are shown."));
        }

        if (rows.Exists(r => r.Columns != rows[0].Columns))
        {
            notes.Add("Not all rows have the same number of columns.");
        }

        if (layout.Encoding == CsvEncoding.Latin1)
        {
            notes.Add("The file is no UTF-8, so it is read as Latin-1; some characters may be others.");
        }

        if (isLost)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"In row {row} begins a quote that does not end, so the rows after it cannot be told."));
        }
        else if (trouble is not null)
        {
            notes.Add(trouble);
        }

        return notes;
    }
}

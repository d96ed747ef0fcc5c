namespace ModelRegistry.Core.Artifacts.Previews;

public enum CsvEncoding
{
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,

    /// <summary>What is no UTF-8 is taken for this: every byte is a character, though perhaps another one than was meant.</summary>
    Latin1,
}

/// <summary>
/// How a file was found to be written; found on its first part, then the same for every page of it. <see cref="DataFrom"/> is where the first record
/// begins.
/// </summary>
public sealed record CsvLayout(CsvEncoding Encoding, char Delimiter, bool HasHeader, int DataFrom);

/// <summary>
/// Where a page begins: the row's number, counted from 0 without the header, and its place in the file. From one page's <see cref="CsvPage.Next"/>
/// the next is read without the rows before it.
/// </summary>
public sealed record CsvCursor(long Row, long Offset);

/// <summary>A row of the file; <see cref="Cells"/> has at most as many as columns are shown, <see cref="Columns"/> says how many there are.</summary>
public sealed record CsvRow(long Number, IReadOnlyList<string> Cells, int Columns);

/// <summary>
/// Some rows of a file as a table. Cells are text and nothing else. <see cref="Columns"/> is the most that the header or a row of
/// this page has; <see cref="TotalRows"/> is known when the end of the file was reached; <see cref="Next"/> is null then.
/// </summary>
public sealed record CsvPage(
    CsvLayout Layout,
    IReadOnlyList<string> Header,
    IReadOnlyList<CsvRow> Rows,
    int Columns,
    int ColumnsShown,
    long? TotalRows,
    CsvCursor? Next,
    IReadOnlyList<string> Notes);

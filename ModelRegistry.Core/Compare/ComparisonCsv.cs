using System.Globalization;
using CsvHelper;

namespace ModelRegistry.Core.Compare;

/// <summary>A cell of a table that is exported: a number, a text, or nothing.</summary>
public readonly record struct ExportCell(string? Text, double? Number)
{
    public static ExportCell Of(double? number) => new(null, number);

    public static ExportCell Of(string? text) => new(text, null);
}

/// <summary>A row of a comparison: what it is about, what it names, and one cell per version.</summary>
public sealed record ExportRow(string Section, string Name, IReadOnlyList<ExportCell> Cells);

/// <summary>
/// Writes a comparison as CSV (RFC 4180, UTF-8 with the mark that Excel looks for). A spreadsheet takes a text for a formula that begins with one of
/// <c>= + - @</c>, tab or return (OWASP, "CSV Injection"); such a text gets an apostrophe in front, and so does one where those follow blanks,
/// or stand in full width, which CsvHelper's own escaping lets through. Numbers, and texts that are nothing but a number, stay as they are.
/// </summary>
public static class ComparisonCsv
{
    private static readonly CsvWriterOptions Options = new() { WriteByteOrderMark = true };

    /// <param name="to">Stays open.</param>
    /// <param name="columns">The names of the versions.</param>
    /// <param name="rows">Written as they come; none is kept.</param>
    /// <param name="ct">Stops between two rows.</param>
    public static async Task WriteAsync(Stream to, IReadOnlyList<string> columns, IEnumerable<ExportRow> rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        await using var csv = CsvWriter.Create(to, Options, leaveOpen: true);
        await WriteRowAsync(csv, new ExportRow("Section", "Name", [.. columns.Select(ExportCell.Of)]), ct);
        foreach (var row in rows)
        {
            if (row.Cells.Count != columns.Count)
            {
                throw new ArgumentException("Every row has one cell per column.", nameof(rows));
            }

            await WriteRowAsync(csv, row, ct);
        }

        await csv.FlushAsync(ct);
    }

    /// <summary>The text as a spreadsheet shows it and never runs it.</summary>
    public static string Harmless(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = text.FirstOrDefault(character => !IsUnseen(character));
        var runs = first is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' || (text.Length > 0 && text[0] is '\t' or '\r' or '\n');
        return runs && !IsNumber(text) ? $"'{text}" : text;
    }

    // Blanks, control characters, and those that only change how others are set.
    private static bool IsUnseen(char character) =>
        char.IsWhiteSpace(character) || char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static ValueTask WriteRowAsync(CsvWriter csv, ExportRow row, CancellationToken ct)
    {
        csv.WriteField(Harmless(row.Section));
        csv.WriteField(Harmless(row.Name));
        foreach (var cell in row.Cells)
        {
            if (cell.Number is { } number)
            {
                csv.WriteField(number.ToString("R", CultureInfo.InvariantCulture));
            }
            else
            {
                csv.WriteField(Harmless(cell.Text ?? ""));
            }
        }

        return csv.EndRecordAsync(ct);
    }

    // Digits, one point, one exponent, one sign in front: nothing to run. "-1+cmd" is no number, and neither is "−1" or "(1)".
    private static bool IsNumber(string text) =>
        text.All(character => char.IsAsciiDigit(character) || character is '.' or 'e' or 'E' or '+' or '-')
        && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out _);
}

using System.Globalization;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Guesses how a delimited file is written from its first part: the encoding by its mark or by what the bytes allow, the
/// delimiter by which one cuts the most lines into the same number of cells, the header by a first row that is words above columns.
/// </summary>
internal static class CsvSniffer
{
    public const int SampleBytes = 64 * 1024;

    private const int MostRecords = 50;
    private const int MostColumns = 200;
    private const int MostCellBytes = 64;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    public static CsvLayout Sniff(ReadOnlyMemory<byte> sample, bool isWhole)
    {
        var (encoding, from) = EncodingOf(sample.Span, isWhole);
        var best = (Delimiter: ',', Score: 0.0, Records: new List<string[]>());
        foreach (var delimiter in Delimiters)
        {
            var (records, counts) = Records(sample[from..], encoding, delimiter, isWhole);
            var score = Score(counts);
            if (score > best.Score || best.Records.Count == 0)
            {
                best = (delimiter, score, records);
            }
        }

        return new CsvLayout(encoding, best.Delimiter, HasHeader(best.Records), from);
    }

    /// <summary>
    /// By the byte order mark (Unicode Standard, section 23.8); else by zeros in every second byte, which text of UTF-16 has and others have not.
    /// </summary>
    private static (CsvEncoding Encoding, int From) EncodingOf(ReadOnlySpan<byte> sample, bool isWhole) => sample switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (CsvEncoding.Utf8, 3),
        [0xFF, 0xFE, ..] => (CsvEncoding.Utf16LittleEndian, 2),
        [0xFE, 0xFF, ..] => (CsvEncoding.Utf16BigEndian, 2),
        _ => (Unmarked(sample, isWhole), 0),
    };

    private static CsvEncoding Unmarked(ReadOnlySpan<byte> sample, bool isWhole)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            even += sample[i] == 0 && i % 2 == 0 ? 1 : 0;
            odd += sample[i] == 0 && i % 2 == 1 ? 1 : 0;
        }

        var many = sample.Length / 4;
        if (many > 0 && odd > many && even < odd / 8)
        {
            return CsvEncoding.Utf16LittleEndian;
        }

        if (many > 0 && even > many && odd < even / 8)
        {
            return CsvEncoding.Utf16BigEndian;
        }

        return System.Text.Unicode.Utf8.IsValid(JsonEscapes.WholeCharacters(sample, !isWhole)) ? CsvEncoding.Utf8 : CsvEncoding.Latin1;
    }

    private static (List<string[]> Records, List<int> Counts) Records(ReadOnlyMemory<byte> sample, CsvEncoding encoding, char delimiter, bool isWhole)
    {
        var work = new PreviewWork(PreviewLimits.Default, CancellationToken.None);
        var bytes = new PreviewBytes(new MemoryStream(sample.ToArray(), writable: false), work);
        var records = new CsvRecords(bytes, encoding, delimiter, MostColumns, MostCellBytes);
        var (read, counts) = (new List<string[]>(), new List<int>());
        while (read.Count < MostRecords && records.TryRead())
        {
            if (records.Position == sample.Length && !isWhole && read.Count > 0)
            {
                break; // cut off
            }

            if (records.Columns > 1 || records.Cells is [{ Length: > 0 }, ..])
            {
                read.Add([.. records.Cells]);
                counts.Add(records.Columns);
            }
        }

        return (read, counts);
    }

    /// <summary>The share of records with the most frequent number of cells, more for more cells; none for one cell.</summary>
    private static double Score(List<int> counts)
    {
        var usual = counts.GroupBy(c => c).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).FirstOrDefault();
        if (usual is null || usual.Key < 2)
        {
            return 0;
        }

        var share = (double)usual.Count() / counts.Count;
        return share + Math.Min(0.2, usual.Key / 1000.0);
    }

    private static bool HasHeader(List<string[]> records)
    {
        if (records.Count < 2)
        {
            return records.Count == 1 && records[0].All(cell => cell.Length > 0 && !IsValue(cell));
        }

        var first = records[0];
        var names = first.Skip(first[0].Length == 0 ? 1 : 0).ToList(); // pandas leaves the name of its index empty
        return names.Count > 0 && names.TrueForAll(name => name.Length > 0 && !IsValue(name)) && names.Distinct(StringComparer.Ordinal).Count() == names.Count;
    }

    private static bool IsValue(string cell) =>
        double.TryParse(cell, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _)
        || DateTime.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || bool.TryParse(cell, out _);
}

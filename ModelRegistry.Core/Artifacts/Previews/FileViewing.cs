namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>Reads the view of one file by its format; bounded by each reader (<see cref="PreviewLimits"/>), on the thread that calls.</summary>
internal static class FileViewing
{
    private const int MostTensors = 100;

    /// <summary>Whether a view of this format depends on where in the file it begins.</summary>
    public static bool HasPages(PreviewFormat format) => format is PreviewFormat.Csv or PreviewFormat.Safetensors;

    /// <summary>A format that people write as text. What is no text under such a name is shown as what it is.</summary>
    public static bool IsText(PreviewFormat format) => format is PreviewFormat.Csv or PreviewFormat.Json or PreviewFormat.Yaml or PreviewFormat.Notebook;

    /// <summary>Null where the format has nothing of its own to say about these bytes: the plain preview is shown then.</summary>
    public static FileView? Read(Stream file, long size, PreviewFormat format, FilePlace place, CancellationToken ct)
    {
        var view = new FileView(format) { IsText = IsText(format) };
        return format switch
        {
            PreviewFormat.Json => view with { Structured = JsonView.Read(file, size, ct) },
            PreviewFormat.Yaml => view with { Structured = YamlView.Read(file, size) },
            PreviewFormat.Csv => view with { Table = ReadTable(file, size, place, ct) },
            PreviewFormat.Notebook => view with { Notebook = NotebookReader.Read(file, ct: ct) },
            PreviewFormat.Safetensors => view with
            {
                Safetensors = SafetensorsHeader.Read(file, size, (int)Math.Min(place.Row, int.MaxValue), MostTensors, ct),
            },
            PreviewFormat.Onnx => view with { Onnx = OnnxHeader.Read(file, size, ct: ct) },
            PreviewFormat.Pickle => PickleScanner.Scan(file, ct: ct) is { HasPickle: true } scan ? view with { Pickle = scan } : null,
            PreviewFormat.Other => null,
        };
    }

    private static CsvPage ReadTable(Stream file, long size, FilePlace place, CancellationToken ct) => place.Row == 0
        ? CsvTable.ReadFirst(file, size, ct: ct)
        : CsvTable.Read(file, CsvTable.SniffLayout(file, size), place.Known ?? new CsvCursor(place.Row, 0), ct: ct);
}

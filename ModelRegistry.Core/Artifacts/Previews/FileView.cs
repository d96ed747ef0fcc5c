namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Where in a file a page of it begins: the number of a row of a table or of a tensor, and for a table that was read up to there the place in the file.
/// </summary>
public sealed record FilePlace(long Row = 0, CsvCursor? Known = null)
{
    public static FilePlace Start { get; } = new();
}

/// <summary>What a page shows of a file: <see cref="Format"/> says which one of the rest is there.</summary>
public sealed record FileView(PreviewFormat Format)
{
    /// <summary>The file as text, as a picture or not at all, where nothing else fits.</summary>
    public ArtifactPreview? Plain { get; init; }

    /// <summary>True when it could be shown as text too.</summary>
    public bool IsText { get; init; }

    public StructuredText? Structured { get; init; }

    public CsvPage? Table { get; init; }

    public NotebookPreview? Notebook { get; init; }

    public SafetensorsPreview? Safetensors { get; init; }

    public OnnxPreview? Onnx { get; init; }

    public PickleScan? Pickle { get; init; }

    /// <summary>About as many characters as it keeps in memory.</summary>
    internal long Weight => 1_000 + (Plain?.Text?.Length ?? 0) + (Structured?.Text.Length ?? 0)
        + (Table?.Rows.Sum(row => row.Cells.Sum(cell => (long)cell.Length + 20)) ?? 0)
        + (Notebook?.Cells.Sum(cell => cell.Source.Length + cell.Outputs.Sum(output => (long)output.Text.Length + (output.Base64?.Length ?? 0))) ?? 0)
        + (200L * ((Safetensors?.Tensors.Count ?? 0) + (Onnx?.Operators.Count ?? 0) + (Pickle?.Imports.Count ?? 0)));
}

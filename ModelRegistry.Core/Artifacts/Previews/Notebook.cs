namespace ModelRegistry.Core.Artifacts.Previews;

public enum NotebookCellKind
{
    Code,
    Markdown,
    Raw,
}

public enum NotebookOutputKind
{
    Text,
    Error,

    /// <summary>A PNG or JPEG by its own bytes, in <see cref="NotebookOutput.Base64"/>.</summary>
    Image,

    /// <summary>Not shown; <see cref="NotebookOutput.Note"/> says what it is and why.</summary>
    LeftOut,
}

/// <summary>One thing that running a cell gave. Text is text: nothing in it is markup, whatever it looks like.</summary>
public sealed record NotebookOutput(NotebookOutputKind Kind, string Text, string? ContentType = null, string? Base64 = null, string? Note = null);

/// <summary>A cell with its source as it was written; Markdown is for the page to render under its own rules, code is text.</summary>
public sealed record NotebookCell(
    NotebookCellKind Kind, long? ExecutionCount, string Source, bool IsCut, IReadOnlyList<NotebookOutput> Outputs, int OutputsLeftOut);

/// <summary>
/// The cells of a notebook in order. <see cref="Problem"/> says why some are missing; <see cref="CellsLeftOut"/> counts those beyond the limit.
/// </summary>
public sealed record NotebookPreview(string? Kernel, string? Language, IReadOnlyList<NotebookCell> Cells, int CellsLeftOut, string? Problem);

/// <summary>What is shown of a notebook at most.</summary>
public sealed record NotebookLimits
{
    public static NotebookLimits Default { get; } = new();

    public int Cells { get; init; } = 200;

    public int Outputs { get; init; } = 20;

    /// <summary>Characters of a cell's source.</summary>
    public int Source { get; init; } = 64 * 1024;

    /// <summary>Characters of one output.</summary>
    public int Text { get; init; } = 16 * 1024;

    /// <summary>Characters of base64 of one picture, and of all together.</summary>
    public int Image { get; init; } = 1024 * 1024;

    public int AllImages { get; init; } = 4 * 1024 * 1024;

    /// <summary>Characters of all sources and texts together.</summary>
    public int AllText { get; init; } = 4 * 1024 * 1024;
}

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// A text with structure as a page shows it. <see cref="IsCut"/>: only the first <see cref="BytesShown"/> bytes of the file are
/// there. <see cref="Note"/> says what else a reader should know, such as that it is no valid JSON.
/// </summary>
public sealed record StructuredText(string Text, bool IsCut, long BytesShown, string? Note);

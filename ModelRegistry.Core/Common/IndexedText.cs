namespace ModelRegistry.Core.Common;

/// <summary>
/// The start of a text that is longer than an index holds. A list is sought and sorted by the start and compares the whole text: whoever asks for a
/// value asks for its start as well.
/// </summary>
public static class IndexedText
{
    /// <summary>With a key and two ids it fits SQL Server's 1 700 bytes of an index.</summary>
    public const int MaxLength = 100;

    public static string StartOf(string text) => StartOf(text, MaxLength);

    /// <summary>The same, up to another length.</summary>
    public static string StartOf(string text, int length) =>
        // Never half of a surrogate pair: SQLite keeps no such text.
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

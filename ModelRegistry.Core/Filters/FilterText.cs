namespace ModelRegistry.Core.Filters;

/// <summary>Writes pieces of the filter grammar as a person would type them.</summary>
internal static class FilterText
{
    /// <summary>A value in quotes; null when it holds both kinds, which the grammar cannot say.</summary>
    public static string? Quoted(string value) =>
        !value.Contains('\'', StringComparison.Ordinal) ? $"'{value}'"
        : !value.Contains('"', StringComparison.Ordinal) ? $"\"{value}\"" : null;
}

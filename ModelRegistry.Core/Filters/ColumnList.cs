namespace ModelRegistry.Core.Filters;

/// <summary>The columns of a list as an address and a person's choice keep them: fields of the grammar with commas between.</summary>
public static class ColumnList
{
    public const int Most = 30;
    public const int MaxLength = 2_000;

    /// <summary>The fields without quotes, each once, in their order; what is no field is passed over.</summary>
    public static IReadOnlyList<string> Read(string? text) => text is null or { Length: > MaxLength } ? []
        : [.. FilterScanner.Scan(text).Where(token => token.Kind == FilterTokenKind.Field).Select(token => token.Value).Distinct().Take(Most)];

    /// <summary>Null for none.</summary>
    public static string? Write(IEnumerable<string> fields) => string.Join(',', fields.Take(Most).Select(Field)) is { Length: > 0 } text ? text : null;

    /// <summary>A field as it has to be written: keys with spaces and brackets stand in backticks.</summary>
    public static string Field(string field) => FilterText.Field(field);
}

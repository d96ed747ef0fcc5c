namespace ModelRegistry.Core.Data;

/// <summary>
/// Deleted models and versions are found by no query that does not name this filter: every door answers "not found" without
/// asking. What must see them (the bin, restoring, labels that stay used, four eyes) ignores it by name.
/// </summary>
public static class Deletion
{
    public const string Filter = "deleted";

    public static string[] Filters { get; } = [Filter];
}

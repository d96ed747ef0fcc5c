namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>The models that are ticked, as the address of the list keeps them: <c>m=fraud/digits</c>. No name holds a slash.</summary>
public static class ModelSelection
{
    public static SortedSet<string> Read(string? text) =>
        new((text ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);

    public static string? Write(IEnumerable<string> names) => string.Join('/', names) is { Length: > 0 } text ? text : null;
}

namespace ModelRegistry.Web.Components.Layout;

/// <summary>One thing that Ctrl+K can lead to; the kind ("Model", "Version", "Command") is shown beside it.</summary>
public sealed record PaletteEntry(string Title, string Href, string Kind, string? Detail = null)
{
    public bool Has(string text) => Title.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase);
}

namespace ModelRegistry.Web.Components.Layout;

/// <summary>One step of the way to a page; the last step, the page itself, has no address.</summary>
public sealed record Crumb(string Text, string? Href = null);

using ModelRegistry.Core.Artifacts;

namespace ModelRegistry.Web.Components.Pages.Versions;

/// <summary>How many files a version has, and the one that most people come for.</summary>
public sealed record FileSummary(int Count, ManifestEntry? Largest);

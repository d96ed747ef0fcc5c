using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Registrations;

/// <summary>A version to be made of files that are stored already; see <see cref="SourceAddress"/>.</summary>
/// <param name="Source">Kept as it was sent.</param>
/// <param name="RunId">The run that made it; of a source that names one, that one.</param>
/// <param name="LoggedModelId">The logged model of MLflow 3 that it is.</param>
/// <param name="Description">In Markdown.</param>
/// <param name="Tags">Tags of the version; those of a prompt hold its text, which is then its file (<see cref="PromptTags"/>).</param>
/// <param name="RunLink">The address of the run's page, where it ran on another server.</param>
public sealed record SourcedVersion(
    string Source,
    string? RunId = null,
    string? LoggedModelId = null,
    string? Description = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    string? RunLink = null);

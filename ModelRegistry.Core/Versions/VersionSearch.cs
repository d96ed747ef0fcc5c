using ModelRegistry.Core.Access;

namespace ModelRegistry.Core.Versions;

/// <summary>What a list of versions asks for.</summary>
public sealed record VersionSearch(string? Filter = null, string? OrderBy = null, bool Archived = false, int? PageSize = null, string? PageToken = null)
{
    /// <summary>What a page token belongs to.</summary>
    internal string Question(Guid modelId, Actor actor) => $"{modelId}\n{Filter}\n{OrderBy}\n{Archived}\n{actor.UserId}";
}

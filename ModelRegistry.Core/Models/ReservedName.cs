namespace ModelRegistry.Core.Models;

/// <summary>
/// A name that a model has or had, in the form that makes two names equal: the key of its table, so that no other model ever takes it,
/// whatever two changes check at the same time. Reads find the model under each of its names.
/// </summary>
public sealed class ReservedName
{
    public string NormalizedName { get; init; } = "";

    public Guid ModelId { get; init; }

    /// <summary>What the name looks like (<see cref="NameSkeleton"/>).</summary>
    public string Skeleton { get; init; } = "";

    public static ReservedName Of(string name, Guid modelId) =>
        new() { NormalizedName = ModelName.Normalize(name), ModelId = modelId, Skeleton = NameSkeleton.Of(name) };
}

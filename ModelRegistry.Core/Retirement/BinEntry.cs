using System.Text.Json.Serialization;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// Something deleted: a model (with all that it had), or a version. <see cref="Files"/> and <see cref="Bytes"/> are what a
/// version had, also after it was purged; <see cref="Reason"/> is that of the purge then.
/// </summary>
public sealed record BinEntry(
    string Model,
    int? Version,
    string? Label,
    string? Digest,
    DateTimeOffset DeletedAt,
    string? DeletedBy,
    string? Reason,
    DateTimeOffset? PurgedAt,
    int Files,
    long Bytes)
{
    /// <summary>Left out where nobody holds it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VersionHold? Hold { get; init; }

    /// <summary>Of a version: whether its model is deleted too, so that it must be restored first.</summary>
    public bool ModelDeleted { get; init; }
}

internal static class BinEntries
{
    public static BinEntry Of(ModelVersion version, Model model, string? reason) =>
        new(model.Name, version.Number, version.Label, version.Digest, version.DeletedAt!.Value, version.DeletedByName, reason, version.PurgedAt,
            version.FileCount, version.TotalSize)
        {
            Hold = version.HeldAt is { } at ? new VersionHold(version.HeldByName ?? "", at, version.HoldReason ?? "") : null,
            ModelDeleted = model.DeletedAt is not null,
        };
}

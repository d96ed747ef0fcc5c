using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Lineage;

/// <summary>
/// Where a version comes from and where it went: its data set, its source, the slots that it is or was in, and the hosts that were told it.
/// </summary>
public sealed record VersionLineage(
    string Model,
    int Version,
    VersionDataset? Dataset,
    OtherUses? DatasetUses,
    VersionSource? Source,
    IReadOnlyList<LineageStay> Slots,
    IReadOnlyList<ConsumerView> Hosts,
    int HostCount)
{
    /// <summary>The run that the version was made of, for who sees it; null: none, or one that is not here.</summary>
    public SourceRun? Run { get; init; }
}

/// <summary>How many versions that the reader sees used the same data set, this one among them; "more than" beyond <see cref="Most"/>.</summary>
public sealed record OtherUses(int Count)
{
    public const int Most = 1_000;
}

/// <summary>The last stay in a slot; it is there still while <see cref="Until"/> is null.</summary>
public sealed record LineageStay(string Slot, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>A version that used a data set, and what holds or holds on to it now.</summary>
public sealed record DatasetUse(
    string Model,
    int Version,
    string? Label,
    string? DatasetName,
    VersionStatus Status,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    IReadOnlyList<string> Slots,
    bool Quarantined,
    string? QuarantineRefusal);

/// <summary>One version of a list, as a program names it.</summary>
public sealed record VersionName(string Model, int Version);

/// <summary>What to quarantine in one act: all of it or nothing.</summary>
public sealed record QuarantineOfDataset(string? Digest = null, IReadOnlyList<VersionName>? Versions = null, string? Reason = null);

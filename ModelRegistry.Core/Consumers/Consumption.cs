using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Consumers;

/// <summary>
/// The version that a serving host was last told for a slot, and when: one row for each access token and slot. Kept in memory
/// and written every few seconds; not audited (rule 16).
/// </summary>
[NotInLedger("a stamp of use")]
public sealed class Consumption
{
    public Guid TokenId { get; init; }

    public Guid SlotId { get; init; }

    public int VersionNumber { get; internal set; }

    public DateTimeOffset LastAt { get; internal set; }

    /// <summary>When it was told this version for the first time.</summary>
    public DateTimeOffset FirstAt { get; internal set; }
}

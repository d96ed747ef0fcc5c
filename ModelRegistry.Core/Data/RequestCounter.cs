using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// The last number that a promotion request, post-review, quarantine or rollback got: one row, locked by the update that takes the next.
/// Decisions take their turn by it.
/// </summary>
[NotInLedger("the greatest number that was given", Compared = true)]
public sealed class RequestCounter
{
    public const int OnlyId = 1;

    public int Id { get; init; }

    public long Last { get; set; }
}

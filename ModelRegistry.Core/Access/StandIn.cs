using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// Who reviews for somebody for a while: from <see cref="From"/> until <see cref="Until"/> the stand-in sits in the seats of their teams and reviews what they
/// review by grants, but nothing that they do for others themselves. Both are one when it comes to four eyes. A person names one at a time.
/// </summary>
public sealed class StandIn : Entity
{
    /// <summary>How many people one may stand in for.</summary>
    public const int MostFor = 5;

    public StandIn(Guid id) => Id = id;

    public Guid PersonId { get; init; }

    public Guid StandInId { get; set; }

    public DateTimeOffset From { get; set; }

    public DateTimeOffset Until { get; set; }
}

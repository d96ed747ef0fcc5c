using System.Text.Json.Serialization;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// What somebody had before them when they decided about a request, or executed it without approvals: kept as one JSON text under its SHA-256,
/// which the event of the decision names. Its members stand in this order, metrics with the most telling first, other lists by name, without whitespace.
/// </summary>
public sealed record DecisionSheet(
    long Request,
    string Model,
    int? Version,
    string Stage,
    int? Replaces,
    DateTimeOffset At,
    string By,
    string Subject,
    string? Verdict,
    int RequiredApprovals,
    int Approvals,
    IReadOnlyList<GateVerdict> Gates,
    IReadOnlyList<SheetMetric> Metrics,
    IReadOnlyList<SheetChange> Changes,
    string Description,
    string Card,
    IReadOnlyList<CheckView> Checks,
    IReadOnlyList<string> Eligible,
    int EligibleCount,
    IReadOnlyList<ExcludedPerson> Excluded,
    IReadOnlyList<SheetReview> Reviews,
    IReadOnlyList<string> Blockers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SeatView>? Seats = null);

/// <summary>A metric beside the occupant's, on the same data set where there is one.</summary>
public sealed record SheetMetric(string Name, MetricDataset? Dataset, double Value, double? Occupant, MetricOutcome Outcome);

/// <summary>A parameter or an origin that is another one than the occupant's.</summary>
public sealed record SheetChange(string Part, string? Value, string? Occupant);

/// <summary>A decision that stood already.</summary>
public sealed record SheetReview(string By, ReviewDecision Decision, string Comment, DateTimeOffset At, bool Stale);

/// <summary>The text of a sheet, kept once under its SHA-256.</summary>
public sealed class SheetText
{
    /// <summary>SHA-256 of <see cref="Text"/> as 64 hex characters.</summary>
    public string Digest { get; init; } = "";

    public string Text { get; init; } = "";

    public DecisionSheet Read() => Sheets.Read(Text);

    /// <summary>As the API shows it.</summary>
    public string Shown => Manifest.DigestPrefix + Digest;
}

using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// One criterion of a policy, as data: <c>kind</c> says which. What it says about a version is decided by
/// <c>GateEvaluation</c>, a pure function.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MetricGate), "metric")]
[JsonDerivedType(typeof(BaselineGate), "baseline")]
[JsonDerivedType(typeof(WorstSliceGate), "worstSlice")]
[JsonDerivedType(typeof(EvidenceGate), "evidence")]
[JsonDerivedType(typeof(CheckGate), "check")]
[JsonDerivedType(typeof(IntegrityGate), "integrity")]
[JsonDerivedType(typeof(SequenceGate), "sequence")]
public abstract record Gate;

public enum GateOperator
{
    [JsonStringEnumMemberName(">=")]
    AtLeast,
    [JsonStringEnumMemberName(">")]
    MoreThan,
    [JsonStringEnumMemberName("<=")]
    AtMost,
    [JsonStringEnumMemberName("<")]
    LessThan,
}

/// <summary>accuracy ≥ 0.95; <see cref="Dataset"/> is the name or digest of the data set it must have been measured on.</summary>
public sealed record MetricGate(string Metric, GateOperator Op, double Value, string? Dataset = null) : Gate;

/// <summary>
/// No more than <see cref="MaxRegression"/> worse, or at least <see cref="MinImprovement"/> better, than the occupant; a share
/// of the occupant's value when <see cref="Relative"/>. <see cref="HigherIsBetter"/> is the metric's direction when the policy
/// was published: changing the definition later changes no published policy. <see cref="Superior"/> and <see cref="NotInferior"/> (the margin) ask for
/// proof instead, by the results that both versions keep: better, or not worse by the margin or more, beyond chance at 95 %.
/// </summary>
public sealed record BaselineGate(string Metric, double? MaxRegression = null, double? MinImprovement = null, bool Relative = false, string? Dataset = null,
    bool? HigherIsBetter = null, bool? Superior = null, double? NotInferior = null) : Gate
{
    /// <summary>Whether the point estimates do not decide.</summary>
    [JsonIgnore]
    public bool AsksForProof => Superior == true || NotInferior is not null;
}

/// <summary>
/// The worst slice of a metric, over everything called <c>metric[…]</c>: accuracy ≥ 0.9 on every slice. The bound says which end is the worst.
/// </summary>
public sealed record WorstSliceGate(string Metric, GateOperator Op, double Value, string? Dataset = null) : Gate;

/// <summary>description, owner, dataset, signature, codeRevision, approvedCard, <c>tag:name</c> or <c>card:section</c> is there.</summary>
public sealed record EvidenceGate(string Field) : Gate
{
    public const string TagPrefix = "tag:";
    public const string CardPrefix = "card:";

    /// <summary>The tag that it asks for; null when it asks for something else.</summary>
    [JsonIgnore]
    public string? Tag => Field.StartsWith(TagPrefix, StringComparison.Ordinal) ? Field[TagPrefix.Length..] : null;

    /// <summary>The section of the card that it asks for; null when it asks for something else.</summary>
    [JsonIgnore]
    public string? Section => Field.StartsWith(CardPrefix, StringComparison.Ordinal) ? Field[CardPrefix.Length..] : null;
}

/// <summary>The CI check of that name is a success, posted by <see cref="PostedBy"/> (an e-mail address) if one is named.</summary>
public sealed record CheckGate(string Name, string? PostedBy = null) : Gate;

/// <summary>Every file was re-hashed and found whole within so many hours; without a number, within 24.</summary>
public sealed record IntegrityGate(double? WithinHours = null) : Gate
{
    public const double DefaultHours = 24;

    [JsonIgnore]
    public TimeSpan Within => TimeSpan.FromHours(WithinHours ?? DefaultHours);
}

/// <summary>The version was in <see cref="Stage"/> for at least so many hours, all its stays together.</summary>
public sealed record SequenceGate(string Stage, double MinHours) : Gate;

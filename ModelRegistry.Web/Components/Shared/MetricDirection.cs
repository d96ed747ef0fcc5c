using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>What is better, in words.</summary>
public static class MetricDirection
{
    /// <summary>Null when nobody said which direction is better.</summary>
    public static string? Words(bool? higherIsBetter) => higherIsBetter switch
    {
        true => "higher is better",
        false => "lower is better",
        null => null,
    };

    /// <summary>The word between how a number compares and what it is compared with: "worse … than v14".</summary>
    public static string Preposition(MetricOutcome outcome) => outcome switch
    {
        MetricOutcome.Better or MetricOutcome.Worse => "than",
        MetricOutcome.Equal => "to",
        MetricOutcome.Different => "against",
        _ => "with",
    };
}

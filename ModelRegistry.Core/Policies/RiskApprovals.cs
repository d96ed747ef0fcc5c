using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// How many approvals a policy asks for at least where the model's card rates the risk as medium or as high. A card without a rating counts as high:
/// saying nothing must never need less.
/// </summary>
public sealed record RiskApprovals(int Medium = 0, int High = 0)
{
    public int For(CardRisk? risk) => risk switch
    {
        CardRisk.Low => 0,
        CardRisk.Medium => Medium,
        _ => Math.Max(Medium, High),
    };

    internal static RiskApprovals? Larger(RiskApprovals? one, RiskApprovals? other) => one is null || other is null
        ? one ?? other
        : new RiskApprovals(Math.Max(one.Medium, other.Medium), Math.Max(one.High, other.High));
}

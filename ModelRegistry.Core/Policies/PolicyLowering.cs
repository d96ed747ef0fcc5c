using System.Globalization;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Policies;

/// <summary>Says in which ways a policy asks for less than the one before: those who watch over the rules hear of it.</summary>
public static class PolicyLowering
{
    /// <summary>One phrase a way; empty when it asks for no less. A gate that was changed counts as given up, also for a stricter one.</summary>
    public static IReadOnlyList<string> Of(PolicyContent before, PolicyContent after)
    {
        List<string> ways = [];
        if (after.RequiredApprovals < before.RequiredApprovals)
        {
            ways.Add(string.Create(CultureInfo.InvariantCulture, $"{before.RequiredApprovals} → {after.RequiredApprovals} approvals"));
        }

        foreach (var risk in new[] { CardRisk.Medium, CardRisk.High })
        {
            if (after.ApprovalsFor(risk) < before.ApprovalsFor(risk) && (before.ByRisk?.For(risk) ?? 0) > before.RequiredApprovals)
            {
                ways.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{before.ApprovalsFor(risk)} → {after.ApprovalsFor(risk)} approvals at {(risk == CardRisk.High ? "high" : "medium")} risk"));
            }
        }

        foreach (var seat in before.Seats ?? [])
        {
            var now = after.Seats?.FirstOrDefault(other => other.TeamId == seat.TeamId)?.Approvals ?? 0;
            if (now < seat.Approvals)
            {
                ways.Add(string.Create(CultureInfo.InvariantCulture, $"{seat.Approvals} → {now} approvals from {seat.Team}"));
            }
        }

        ways.AddRange(before.Gates.Except(after.Gates).Select(gate => $"no longer asks for {GateText.Expression(gate)}"));
        if (before.Reauthenticate && !after.Reauthenticate)
        {
            ways.Add("no longer asks who approves to prove that it is them");
        }

        if (MovesByItself(after) && !MovesByItself(before))
        {
            ways.Add("versions that pass the gates move by themselves");
        }

        return ways;
    }

    private static bool MovesByItself(PolicyContent content) => content is { Automatic: true, RequiredApprovals: 0 };
}

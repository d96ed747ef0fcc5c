using System.Globalization;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Web.Components.Pages.Policies;

/// <summary>What differs between two policies, a phrase each; <see cref="Lowers"/> marks those that ask for less.</summary>
public sealed record PolicyChange(string Text, bool Lowers)
{
    /// <summary>Without a <paramref name="before"/> nothing differs: it is the first.</summary>
    public static IReadOnlyList<PolicyChange> Between(PolicyContent? before, PolicyContent after)
    {
        if (before is null)
        {
            return [];
        }

        List<PolicyChange> changes = [.. PolicyLowering.Of(before, after).Select(way => new PolicyChange(way, Lowers: true))];
        Add(changes, after.RequiredApprovals > before.RequiredApprovals, Number($"{before.RequiredApprovals} → {after.RequiredApprovals} approvals"));
        foreach (var (risk, words) in new[] { (CardRisk.Medium, "medium"), (CardRisk.High, "high") })
        {
            var (was, now) = (before.ApprovalsFor(risk), after.ApprovalsFor(risk));
            Add(changes, now > was && now > after.RequiredApprovals, Number($"{was} → {now} approvals at {words} risk"));
        }

        foreach (var seat in after.Seats ?? [])
        {
            var was = before.Seats?.FirstOrDefault(other => other.Team == seat.Team)?.Approvals ?? 0;
            Add(changes, seat.Approvals > was, Number($"{was} → {seat.Approvals} approvals from {seat.Team}"));
        }

        changes.AddRange(Asked(after).Except(Asked(before)).Select(gate => new PolicyChange($"also asks for {gate}", Lowers: false)));
        Add(changes, after.Execution != before.Execution, PolicyWords.Of(after.Execution));
        Add(changes, after.Reauthenticate && !before.Reauthenticate, PolicyWords.Reauthenticates);
        Add(changes, after.Automatic != before.Automatic && changes.All(change => !change.Text.Contains("by themselves", StringComparison.Ordinal)),
            after.Automatic ? "requests are opened automatically" : "requests are no longer opened automatically");
        Add(changes, after.ExpiresAfterDays != before.ExpiresAfterDays,
            Number($"requests expire after {after.ExpiresAfterDays} days instead of {before.ExpiresAfterDays}"));
        return changes;
    }

    private static IEnumerable<string> Asked(PolicyContent content) => content.Gates.Select(GateText.Expression);

    private static void Add(List<PolicyChange> changes, bool differs, string text)
    {
        if (differs)
        {
            changes.Add(new PolicyChange(text, Lowers: false));
        }
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A policy in words.</summary>
public static class PolicyWords
{
    public const string Reauthenticates = "whoever approves, or breaks the glass, proves just before that it is still them";

    /// <summary>Whose it is, as a sentence says it.</summary>
    public static string Whose(PolicyView policy) => policy switch
    {
        { Model: not null } => "its own policy",
        { Collection: { } path } => $"the policy of {path}",
        _ => "the server's policy",
    };

    public static string Of(ExecutionMode execution) => execution switch
    {
        ExecutionMode.OnApproval => "the last needed approval moves it",
        ExecutionMode.Manual => "somebody clicks once it is approved",
    };

    public static string ByRisk(RiskApprovals? approvals) => approvals is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"; at least {approvals.For(CardRisk.Medium)} at medium and {approvals.For(CardRisk.High)} at high risk");

    public static string Approvals(int count) => count switch
    {
        0 => "No approval",
        1 => "1 approval",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} approvals"),
    };
}

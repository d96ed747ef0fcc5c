using System.Globalization;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>
/// Execution without approvals and without gates other than integrity, by a person with the Emergency role (rule 13). Each
/// thing that was skipped is put on record.
/// </summary>
internal static class BreakGlass
{
    public static async Task ExecuteAsync(RegistryTransaction transaction, RequestStanding standing, Emergency emergency, MetricDefinitions definitions,
        CancellationToken ct)
    {
        var reason = Text.Check("emergency.reason", emergency.Reason, SlotInterval.ReasonMaxLength, required: true).Trim();
        if (reason.Length < Emergency.ReasonMinLength)
        {
            throw RegistryException.Invalid("emergency.reason", "reason_too_short",
                $"Say in at least {Emergency.ReasonMinLength} characters why this cannot wait for approval.");
        }

        var incident = Text.Check("emergency.incident", emergency.Incident, PromotionRequest.IncidentMaxLength, required: true).Trim();
        RequireWhole(standing, transaction.Now);
        var sheet = await Sheets.KeepAsync(transaction, standing, definitions, ct);
        await Execution.BreakGlassAsync(transaction, standing, new Emergency(reason, incident), sheet, Skipped(standing), ct);
    }

    private static void RequireWhole(RequestStanding standing, DateTimeOffset now)
    {
        var file = standing.File;
        if (file.Version is null)
        {
            return;
        }

        EntryRules.Require(file.Version);
        var integrity = GateEvaluation.Evaluate([new IntegrityGate()], new GateFacts(file.Version, file.Occupant, now))[0];
        if (file.Version.Status != VersionStatus.Ready || !integrity.Passes)
        {
            throw RegistryException.Conflict("integrity_failed", $"Not even break-glass moves a version whose files are not proven whole. {integrity.Detail}");
        }

        if (file.Slot?.VersionId != file.Request.ExpectedVersionId)
        {
            throw RegistryException.Conflict("occupant_changed", $"Another version is in {file.Request.Slot} than this request expects. Look at it again.");
        }
    }

    /// <summary>What an execution by break-glass would pass over, by name: said before it happens and put on record after.</summary>
    public static List<string> Skipped(RequestStanding standing)
    {
        List<string> skipped = [];
        if (standing.Approvals < standing.Policy.RequiredApprovals)
        {
            skipped.Add(string.Create(CultureInfo.InvariantCulture, $"approvals: {standing.Approvals} of {standing.Policy.RequiredApprovals}"));
            skipped.AddRange(standing.Seats.Where(seat => seat.By.Count < seat.Seat.Approvals).Select(seat =>
                string.Create(CultureInfo.InvariantCulture, $"approvals from {seat.Seat.Team}: {seat.By.Count} of {seat.Seat.Approvals}")));
        }

        skipped.AddRange(standing.File.Reviews
            .Where(review => review.Review.Decision == ReviewDecision.RequestChanges && !standing.IsStale(review.Review))
            .Select(review => $"request for changes by {review.Review.ByName}"));
        skipped.AddRange(standing.Gates.Where(gate => gate.Blocks).Select(gate => $"gate: {gate.Expression} ({gate.Verdict})"));
        if (standing.File.Objected)
        {
            skipped.Add("objection of a post-review");
        }

        return skipped;
    }
}

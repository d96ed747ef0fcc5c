using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;

namespace ModelRegistry.Web.Components.Pages.Policies;

/// <summary>A policy while somebody edits it, and what the registry refused of it.</summary>
public sealed class PolicyForm
{
    public int RequiredApprovals { get; set; } = 1;

    /// <summary>At least so many where the model's card rates the risk so; 0: no more than else.</summary>
    public int MediumRisk { get; set; }

    public int HighRisk { get; set; }

    public ExecutionMode Execution { get; set; }

    public bool Automatic { get; set; }

    public bool Reauthenticate { get; set; }

    public int ExpiresAfterDays { get; set; } = PolicyContent.DefaultExpiryDays;

    public List<GateForm> Gates { get; } = [];

    public List<SeatForm> Seats { get; } = [];

    public RegistryException? Refusal { get; set; }

    /// <summary>A refusal that no field of the form shows.</summary>
    public string? OtherError => Refusal is { } refusal
        && refusal.Field is not ("requiredApprovals" or "expiresAfterDays" or "byRisk.medium" or "byRisk.high")
        && refusal.Field?.StartsWith("gates[", StringComparison.Ordinal) != true
        && refusal.Field?.StartsWith("seats[", StringComparison.Ordinal) != true
            ? refusal.Message : null;

    public static PolicyForm Of(PolicyContent content)
    {
        var form = new PolicyForm
        {
            RequiredApprovals = content.RequiredApprovals,
            MediumRisk = content.ByRisk?.Medium ?? 0,
            HighRisk = content.ByRisk?.High ?? 0,
            Execution = content.Execution,
            Automatic = content.Automatic,
            Reauthenticate = content.Reauthenticate,
            ExpiresAfterDays = content.ExpiresAfterDays,
        };
        form.Gates.AddRange(content.Gates.Select(GateForm.Of));
        form.Seats.AddRange((content.Seats ?? []).Select(seat => new SeatForm { Team = seat.Team, Approvals = seat.Approvals }));
        return form;
    }

    public PolicyContent ToContent() => new(RequiredApprovals, Execution, Automatic, [.. Gates.Select(gate => gate.ToGate())], ExpiresAfterDays,
        MediumRisk > 0 || HighRisk > 0 ? new RiskApprovals(MediumRisk, HighRisk) : null,
        Seats.Count == 0 ? null : [.. Seats.Select(seat => new PolicySeat(seat.Team, seat.Approvals))], Reauthenticate);

    public string? ErrorOf(string field) => Refusal?.Field == field ? Refusal.Message : null;
}

/// <summary>An approval that a team must give, while somebody edits it.</summary>
public sealed class SeatForm
{
    public string Team { get; set; } = "";

    public int Approvals { get; set; } = 1;
}

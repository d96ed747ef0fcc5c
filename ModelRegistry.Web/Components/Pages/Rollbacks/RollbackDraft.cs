using System.Globalization;
using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Web.Components.Pages.Rollbacks;

/// <summary>
/// What a person is about to roll back, and what of it stands in the way: the candidates as they were read, the one that is chosen with its latest
/// checks, and what was typed, which outlives every reading.
/// </summary>
public sealed class RollbackDraft
{
    private bool? _quarantine;

    public RollbackPreview? Preview { get; private set; }

    /// <summary>The version to go back to; null while nothing is chosen, or when the slot is taken out.</summary>
    public RollbackCandidate? Target { get; private set; }

    public string Reason { get; set; } = "";

    public string Incident { get; set; } = "";

    /// <summary>Nothing can be gone back to: the slot is emptied instead.</summary>
    public bool TakesOut => Target is null && Preview is { CanTakeOut: true };

    /// <summary>The version that the last rollback removed comes back.</summary>
    public bool IsForward => Target is not null && Target.Version == Preview?.RollForwardTo;

    /// <summary>Whether the version that goes is quarantined; ticked by default, but not when rolling forward.</summary>
    public bool Quarantine
    {
        get => QuarantineRefusal is null && (_quarantine ?? !IsForward);
        set => _quarantine = value;
    }

    /// <summary>Why the version that goes cannot be quarantined; null when it can.</summary>
    public string? QuarantineRefusal =>
        Target is { } target && target.Checks.Any(check => check is { Name: PreCheckNames.Quarantine, Outcome: CheckOutcome.Warning })
        ? string.Create(CultureInfo.InvariantCulture, $"v{target.Version} has the same files as v{Preview!.Occupant}: a quarantine would hold both.")
        : null;

    /// <summary>Shows what was read, with the wanted version chosen if it is still there, else what is proposed.</summary>
    public void Show(RollbackPreview preview, int? wanted)
    {
        Preview = preview;
        Target = preview.Candidates.FirstOrDefault(candidate => candidate.Version == wanted)
            ?? preview.Candidates.FirstOrDefault(candidate => candidate.Proposed);
    }

    public void Choose(int version)
    {
        if (Target?.Version != version)
        {
            (Target, _quarantine) = (Preview!.Candidates.First(candidate => candidate.Version == version), null);
        }
    }

    /// <summary>The checks of a version as they were just found; passed over when another was chosen meanwhile.</summary>
    public void Rehearsed(RollbackCandidate candidate)
    {
        if (Target?.Version == candidate.Version)
        {
            Target = candidate with { Proposed = Target.Proposed };
        }
    }

    /// <summary>Why a candidate cannot be chosen at all; what only its files say is found out by choosing it.</summary>
    public string? WhyNot(RollbackCandidate candidate)
    {
        if (candidate.Version == Preview!.RollForwardTo && Preview.RollForwardRefusal is { } forward)
        {
            return forward;
        }

        return candidate.NeedsEmergency && Preview.EmergencyRefusal is { } emergency
            ? $"It came without approval, so going back to it is break-glass. {emergency}"
            : Failed(candidate, check => check.Name is not (PreCheckNames.Files or PreCheckNames.Hashes));
    }

    /// <summary>What stands against it now, as a sentence; null when the button may be pressed.</summary>
    public string? WhyBlocked => (Preview, Target) switch
    {
        (null, _) => "The candidates are being read.",
        ({ Refusal: { } refusal }, _) => refusal,
        ({ Occupant: null }, _) => "Nothing is in it, so there is nothing to go back from.",
        (_, { } target) => WhyNot(target) ?? Failed(target, _ => true),
        ({ CanTakeOut: true }, null) => null,
        _ => "Choose the version to go back to.",
    };

    /// <summary>The next candidate behind one whose files are not what was sealed: what a click offers instead.</summary>
    public int? Next => Preview?.Candidates.FirstOrDefault(candidate => candidate.Proposed && candidate.Version != Target?.Version)?.Version;

    public string Verb => (TakesOut, IsForward) switch
    {
        (true, _) => "Take out now",
        (_, true) => "Roll forward now",
        _ => "Roll back now",
    };

    public NewRollback ToCommand() =>
        new(Target?.Version, Reason.Trim(), Preview!.Occupant, Quarantine, TakesOut, Target is { NeedsEmergency: true } ? Incident.Trim() : null);

    // A quarantine that rolling forward lifts does not stand in its way.
    private string? Failed(RollbackCandidate candidate, Func<PreCheck, bool> counts) => candidate.Checks
        .Where(check => !check.Ok && counts(check) && !(check.Name == PreCheckNames.Quarantine && candidate.Version == Preview!.RollForwardTo))
        .Select(check => check.Detail).FirstOrDefault();
}

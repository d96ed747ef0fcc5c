using System.Globalization;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Rollbacks;

/// <summary>What rollbacks, their checks and the light of a stage are called on pages.</summary>
public static class RollbackWords
{
    /// <summary>The light in a few words: what one could do now.</summary>
    public static (ChipKind Kind, string Text) Light(ReadinessView readiness) => (readiness.State, readiness.Fallback) switch
    {
        (Readiness.Green, { } fallback) => (ChipKind.Good, string.Create(CultureInfo.InvariantCulture, $"Ready to go back to v{fallback}")),
        (Readiness.Green, null) => (ChipKind.Good, "Ready to go back"),
        (Readiness.Amber, { } fallback) => (ChipKind.Warn, string.Create(CultureInfo.InvariantCulture, $"May go back to v{fallback}")),
        (Readiness.Amber, null) => (ChipKind.Warn, "Not checked yet"),
        (Readiness.Red, _) => (ChipKind.Bad, "Cannot go back"),
    };

    public static (ChipKind Kind, string Text) Outcome(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => (ChipKind.Good, "passed"),
        CheckOutcome.Warning => (ChipKind.Warn, "look at this"),
        CheckOutcome.Failed => (ChipKind.Bad, "failed"),
    };

    public static string Check(string name) => name switch
    {
        PreCheckNames.Files => "Files present",
        PreCheckNames.Hashes => "Hashes equal",
        PreCheckNames.Quarantine => "Not quarantined",
        PreCheckNames.Archived => "Not archived",
        PreCheckNames.Signature => "Signature",
        _ => name,
    };

    /// <summary>"3 files, 3.2 GB, about 9 s": how much is read before anything moves.</summary>
    public static string Work(RollbackCandidate candidate)
    {
        var files = candidate.Files == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{candidate.Files:N0} files");
        return candidate.EstimatedMilliseconds is { } time ? $"{files}, {ByteCount.Of(candidate.Bytes)}, about {Span(time)}"
            : $"{files}, {ByteCount.Of(candidate.Bytes)}";
    }

    /// <summary>What was proven and how long that took.</summary>
    public static string Proof(RollbackProof proof)
    {
        var files = proof.Files == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{proof.Files:N0} files");
        return $"{files}, {ByteCount.Of(proof.Bytes)}, read and compared in {Span(proof.Milliseconds)}";
    }

    public static string Done(RollbackView rollback) => (rollback.Kind, rollback.To) switch
    {
        (RollbackKind.Forward, { } to) => string.Create(CultureInfo.InvariantCulture, $"{Slot(rollback.Slot)} is forward on v{to}."),
        (_, { } to) => string.Create(CultureInfo.InvariantCulture, $"{Slot(rollback.Slot)} is back on v{to}."),
        (_, null) => $"{Slot(rollback.Slot)} is empty.",
    };

    public static string Slot(string slot) => slot.Length == 0 ? slot : char.ToUpperInvariant(slot[0]) + slot[1..];

    private static string Span(long milliseconds) => milliseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, milliseconds)} ms"),
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{(milliseconds + 999) / 1_000} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(milliseconds + 59_999) / 60_000} min"),
    };
}

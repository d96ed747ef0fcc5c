namespace ModelRegistry.Core.Audit;

/// <summary>A verification in sentences: first whether the chain holds, then each finding, then what no checkpoint covers.</summary>
public static class VerificationText
{
    public static async Task WriteAsync(
        AuditVerification result, bool withCheckpoints, bool tornCheckpoint, TextWriter output)
    {
        await output.WriteLineAsync(Verdict(result));
        foreach (var finding in result.Findings)
        {
            await output.WriteLineAsync(Sentence(finding));
        }

        await output.WriteLineAsync($"Read {Count(result.Events, "event")}; the last one is event {result.HeadSeq}.");
        await output.WriteLineAsync($"Head hash: {result.HeadHash}");
        await output.WriteLineAsync(withCheckpoints ? Coverage(result) : NoCheckpoints(result));
        if (tornCheckpoint)
        {
            await output.WriteLineAsync(
                "The last line of the checkpoints was cut while it was written, as a crash does; it was not used.");
        }
    }

    /// <summary>Whether the chain holds.</summary>
    public static string Verdict(AuditVerification result) => result.Ok
        ? "The audit chain holds."
        : $"The audit chain does not hold: {Count(result.Findings.Count, "finding")}.";

    public static string Sentence(AuditFinding finding)
    {
        var one = finding.FromSeq == finding.ToSeq;
        var events = one ? $"Event {finding.FromSeq}" : $"Events {finding.FromSeq} to {finding.ToSeq}";
        var was = one ? "was" : "were";
        var what = finding.Problem switch
        {
            AuditProblem.Edited => $"{events} {was} edited.",
            AuditProblem.Deleted => $"{events} {was} deleted.",
            AuditProblem.Inserted => $"{events} {was} inserted.",
            AuditProblem.Reordered => $"{events} {was} moved or swapped.",
            AuditProblem.Malformed => $"{events} cannot be read.",
            AuditProblem.CheckpointMismatch => $"The chain was rewritten, beginning somewhere in {Lower(events)}.",
            AuditProblem.Cut => $"The end is missing: {Lower(events)}.",
            AuditProblem.Unacknowledged => $"{events} {(one ? "tells" : "tell")} that checkpoints or keys were not as they had been left.",
            AuditProblem.BadCheckpoint when finding.FromSeq == 0 => "A checkpoint cannot be used.",
            AuditProblem.BadCheckpoint => $"The checkpoint of {Lower(events)} cannot be used.",
        };
        return $"{what} {finding.Detail}";
    }

    /// <summary>How far signed checkpoints agree, and how many events none covers yet.</summary>
    public static string Coverage(AuditVerification result) =>
        result.LastCheckpointSeq is { } seq
            ? $"{Count(result.CheckpointsChecked, "checkpoint")} compared, the last that agrees is at event {seq}; "
                + $"{Count(result.UncoveredEvents, "event")} after it not yet covered by a checkpoint."
            : $"{Count(result.CheckpointsChecked, "checkpoint")} compared and none agrees; "
                + $"{Count(result.UncoveredEvents, "event")} not covered by a checkpoint.";

    private static string NoCheckpoints(AuditVerification result) =>
        "No checkpoints were given: a missing end or a wholly rewritten chain cannot be found without them; "
            + $"{Count(result.UncoveredEvents, "event")} not covered by a checkpoint.";

    private static string Count(long count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Lower(string events) => $"event{events["Event".Length..]}";
}

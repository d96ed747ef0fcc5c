namespace ModelRegistry.Core.Audit;

/// <summary>
/// What a verification found. Events counts the lines read; head is the last event of the chain; UncoveredEvents are
/// the events after the last checkpoint that agrees (all of them when there is none).
/// </summary>
public sealed record AuditVerification(
    bool Ok,
    long Events,
    long HeadSeq,
    string HeadHash,
    IReadOnlyList<AuditFinding> Findings,
    int CheckpointsChecked,
    long? LastCheckpointSeq,
    long UncoveredEvents)
{
    /// <summary>Which key signed which checkpoints.</summary>
    public IReadOnlyList<SignedBy> SignedBy { get; init; } = [];
}

/// <summary>
/// One break, over a range of sequence numbers (inclusive). Deleted and Reordered give the numbers that the chain gives
/// the events; Edited and Inserted give the numbers in the seq column, by which the rows are found.
/// </summary>
public sealed record AuditFinding(long FromSeq, long ToSeq, AuditProblem Problem, string Detail);

/// <summary>What was done to the events named by a finding.</summary>
public enum AuditProblem
{
    Edited,
    Deleted,
    Inserted,
    Reordered,

    /// <summary>A line of the export that cannot be read.</summary>
    Malformed,

    /// <summary>The chain is whole but is not the one that was signed: it was rewritten somewhere in the range.</summary>
    CheckpointMismatch,

    /// <summary>A checkpoint lies beyond the last event: the end is missing.</summary>
    Cut,

    /// <summary>The registry started without the checkpoints or the key that it had written, and no admin has acknowledged that.</summary>
    Unacknowledged,

    /// <summary>A checkpoint that was not signed with this key, or cannot be read; it proves nothing.</summary>
    BadCheckpoint,
}

/// <summary>How far a verification has come: events checked, of those that there were when it began.</summary>
public sealed record AuditProgress(long Checked, long Of);

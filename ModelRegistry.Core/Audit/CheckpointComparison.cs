using System.Text;

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Holds the signed checkpoints against the events. Signatures are checked first; a checkpoint that fails proves nothing.
/// </summary>
internal sealed class CheckpointComparison
{
    private const string BadSignature = "Its signature was not made with this key over these values.";

    private readonly Checkpoint[] _checkpoints;
    private readonly bool?[] _agrees;
    private readonly Dictionary<long, int> _first = [];
    private readonly List<AuditFinding> _findings = [];

    public CheckpointComparison(CheckpointReading reading, CheckpointKeys? keys)
    {
        foreach (var line in reading.UnreadableLines)
        {
            _findings.Add(new AuditFinding(0, 0, AuditProblem.BadCheckpoint, $"Line {line} of the checkpoints cannot be read."));
        }

        var signers = reading.Checkpoints.Select(checkpoint => (Checkpoint: checkpoint, Signer: keys?.SignerOf(checkpoint))).ToList();
        var signed = signers.Where(pair => pair.Signer is not null).ToLookup(pair => pair.Signer!, pair => pair.Checkpoint);
        // What a former key signed counts only where the present one has signed what comes after it: else whoever made a key could sign the end.
        var present = keys is null ? 0 : signed[keys.Present.Name].Select(checkpoint => checkpoint.Seq).DefaultIfEmpty().Max();
        var good = signers.ToLookup(pair => pair.Signer is not null && (pair.Signer == keys!.Present.Name || pair.Checkpoint.Seq < present),
            pair => pair.Checkpoint);
        _findings.AddRange(good[false].Select(c => new AuditFinding(c.Seq, c.Seq, AuditProblem.BadCheckpoint, BadSignature)));
        _checkpoints = [.. good[true].OrderBy(checkpoint => checkpoint.Seq)];
        Signed = [.. signed.Select(group => new SignedBy(group.Key, group.Key == keys!.Present.Name, group.Min(checkpoint => checkpoint.Seq),
            group.Max(checkpoint => checkpoint.Seq), group.Count())).OrderBy(by => by.FromSeq)];
        _agrees = new bool?[_checkpoints.Length];
        for (var i = 0; i < _checkpoints.Length; i++)
        {
            _first.TryAdd(_checkpoints[i].Seq, i);
        }
    }

    /// <summary>Which key signed which checkpoints.</summary>
    public IReadOnlyList<SignedBy> Signed { get; }

    public int Checked => _agrees.Count(agrees => agrees.HasValue);

    public long? LastAgreeing { get; private set; }

    /// <summary>Notes an event that has checkpoints; false when it has none, which is the common case.</summary>
    public bool See(long seq, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> computed, List<CheckpointSighting> sightings)
    {
        if (_checkpoints.Length == 0 || !_first.TryGetValue(seq, out var i))
        {
            return false;
        }

        for (; i < _checkpoints.Length && _checkpoints[i].Seq == seq; i++)
        {
            var hash = _checkpoints[i].Hash;
            sightings.Add(new CheckpointSighting(i, seq, hash, IsText(stored, hash), IsText(computed, hash)));
        }

        return true;
    }

    /// <summary>Takes over what was seen on the chain itself, never on a row that the chain passes by.</summary>
    public void Settle(IEnumerable<CheckpointSighting> sightings)
    {
        foreach (var sighting in sightings)
        {
            _agrees[sighting.Index] = sighting.Agrees;
        }
    }

    public IReadOnlyList<AuditFinding> Complete(long headSeq)
    {
        var rewritten = false;
        for (var i = 0; i < _checkpoints.Length; i++)
        {
            if (_agrees[i] == true)
            {
                (LastAgreeing, rewritten) = (_checkpoints[i].Seq, false);
            }
            else if (_agrees[i] == false && !rewritten)
            {
                ReportRewritten(_checkpoints[i].Seq);
                rewritten = true;
            }
        }

        ReportCut(headSeq);
        return _findings;
    }

    private void ReportRewritten(long firstBad)
    {
        var lastGood = LastAgreeing is { } seq ? $"the checkpoint of event {seq} still agrees" : "no checkpoint before it agrees";
        var from = Math.Min((LastAgreeing ?? 0) + 1, firstBad);
        _findings.Add(new AuditFinding(
            from, firstBad, AuditProblem.CheckpointMismatch,
            $"The checkpoint of event {firstBad} was signed over another hash; {lastGood}."));
    }

    private void ReportCut(long headSeq)
    {
        if (_checkpoints.Length > 0 && _checkpoints[^1].Seq is var last && last > headSeq)
        {
            _findings.Add(new AuditFinding(
                headSeq + 1, last, AuditProblem.Cut,
                $"A signed checkpoint proves that event {last} existed; more may be missing after it."));
        }
    }

    private static bool IsText(ReadOnlySpan<byte> bytes, string text) => Encoding.ASCII.GetString(bytes) == text;
}

/// <summary>
/// An event that a checkpoint is about. What the event hashes to counts, and else what its successor is chained to; the
/// hash stored beside it counts only at the end, because it can be set to anything.
/// </summary>
internal sealed class CheckpointSighting(int index, long seq, string signedHash, bool byStored, bool byComputed)
{
    private bool? _bySuccessor;

    public int Index { get; } = index;

    public long Seq { get; } = seq;

    public bool Agrees => byComputed || (_bySuccessor ?? byStored);

    public void SeeSuccessor(string previousHash) => _bySuccessor = previousHash == signedHash;
}

namespace ModelRegistry.Core.Audit;

/// <summary>
/// Consecutive lines that follow one another, by number and by hash or by an explained edit. An untouched chain is one
/// run; every break starts another, so what a verifier keeps grows with the breaks and never with the events.
/// </summary>
internal sealed class ChainRun(long position, long from, long shift, string firstPrevious)
{
    private readonly List<AuditFinding> _flaws = [];

    /// <summary>Place among the runs in the order of reading.</summary>
    public long Position { get; } = position;

    /// <summary>First and last number, as the bodies give them: those are protected by the hashes.</summary>
    public long From { get; } = from;

    public long To { get; set; } = from - 1;

    /// <summary>What the seq column says more than the body.</summary>
    public long Shift { get; } = shift;

    public string FirstPrevious { get; } = firstPrevious;

    /// <summary>The hash stored with the last event, and the one that its body really has.</summary>
    public string LastHash { get; set; } = "";

    public string LastComputed { get; set; } = "";

    public bool LastConsistent { get; set; } = true;

    public long Rows => To - From + 1;

    /// <summary>Edited events inside the run, by the numbers of the seq column.</summary>
    public IReadOnlyList<AuditFinding> Flaws => _flaws;

    public List<CheckpointSighting> Sightings { get; } = [];

    public void AddFlaw(long seq, string detail)
    {
        if (_flaws.Count > 0 && _flaws[^1] is { } last && last.ToSeq == seq - 1 && last.Detail == detail)
        {
            _flaws[^1] = last with { ToSeq = seq };
            return;
        }

        _flaws.Add(new AuditFinding(seq, seq, AuditProblem.Edited, detail));
    }

    public bool IsFollowedBy(ChainRun next) =>
        next.From == To + 1 && (next.FirstPrevious == LastHash || next.FirstPrevious == LastComputed);

    /// <summary>Gives up the end of the run to another run that has the same numbers.</summary>
    public void CutFrom(long id)
    {
        Sightings.RemoveAll(s => s.Seq >= id);
        var kept = _flaws.Where(f => f.FromSeq < id + Shift)
            .Select(f => f with { ToSeq = Math.Min(f.ToSeq, id + Shift - 1) }).ToList();
        _flaws.Clear();
        _flaws.AddRange(kept);
        To = id - 1;
    }

    /// <summary>For a run that goes on after its flaws were reported.</summary>
    public void ForgetFlaws() => _flaws.Clear();
}

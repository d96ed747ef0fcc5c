namespace ModelRegistry.Core.Audit;

/// <summary>
/// Puts the runs of a broken chain together: which of them are the chain, and so what was deleted between them, what
/// stands in another place, and what does not belong. The first run is always the beginning of the chain.
/// </summary>
internal sealed class ChainAssembly
{
    private const string Relinked =
        "Its hash is not the one that the next event is chained to: it, and perhaps events before it, were rewritten.";

    private const string NotFirst = "The chain does not begin with 64 zeros.";
    private const string Gone = "The numbers before and after are there.";
    private const string Foreign = "The chain passes it by: its number is taken by another event or nothing follows from it.";
    private const string Moved = "It stands in another place than the chain gives it.";
    private const string OtherNumber = "The sequence number beside the body is not the one in the body.";

    private readonly List<ChainRun> _chain;
    private readonly List<ChainRun> _foreign;
    private readonly List<AuditFinding> _findings = [];

    private ChainAssembly(IReadOnlyList<ChainRun> runs)
    {
        _chain = LongestChain(runs);
        _foreign = [.. runs.Except(_chain)];
    }

    /// <summary>The last run of the chain.</summary>
    public ChainRun Tail => _chain[^1];

    public IReadOnlyList<AuditFinding> Findings => _findings;

    public IEnumerable<CheckpointSighting> Sightings => _chain.SelectMany(run => run.Sightings);

    /// <param name="runs">In the order of reading.</param>
    /// <param name="open">A run that may still grow: it is not called foreign yet.</param>
    public static ChainAssembly Of(IReadOnlyList<ChainRun> runs, ChainRun? open)
    {
        var assembly = new ChainAssembly(runs);
        assembly.ReportBoundaries();
        assembly.ReportOrder();
        assembly._findings.AddRange(assembly._chain.SelectMany(run => run.Flaws));
        foreach (var run in assembly._foreign.Where(run => run != open))
        {
            assembly.Report(run.From + run.Shift, run.To + run.Shift, AuditProblem.Inserted, Foreign);
        }

        return assembly;
    }

    // The most events, then the most hash links. A run that no hash links to the chain is believed only where it stands.
    private static List<ChainRun> LongestChain(IReadOnlyList<ChainRun> runs)
    {
        ChainRun[] sorted = [runs[0], .. runs.Skip(1).Where(run => run.From > runs[0].From).OrderBy(run => run.From)];
        var score = new long[sorted.Length];
        var before = new int[sorted.Length];
        for (var i = 1; i < sorted.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Gain(sorted[j], sorted[i]) is { } gain && score[j] + gain > score[i] && (j == 0 || score[j] > 0))
                {
                    (score[i], before[i]) = (score[j] + gain, j);
                }
            }
        }

        var chain = new List<ChainRun>();
        for (var i = Array.IndexOf(score, score.Max()); i > 0; i = before[i])
        {
            chain.Add(sorted[i]);
        }

        chain.Add(sorted[0]);
        chain.Reverse();
        return chain;
    }

    private static long? Gain(ChainRun run, ChainRun next)
    {
        var linked = run.IsFollowedBy(next);
        return run.From < next.From && run.To < next.To && (linked || run.Position < next.Position)
            ? ((next.To - Math.Max(run.To, next.From - 1)) * 2) + (linked ? 1 : 0)
            : null;
    }

    private void ReportBoundaries()
    {
        for (var i = 1; i < _chain.Count; i++)
        {
            var (run, next) = (_chain[i - 1], _chain[i]);
            if (next.From > run.To + 1)
            {
                Report(run.To + 1, next.From - 1, AuditProblem.Deleted, Gone);
            }
            else if (next.From <= run.To)
            {
                Report(next.From + run.Shift, run.To + run.Shift, AuditProblem.Inserted, Foreign);
                run.CutFrom(next.From);
            }
            else
            {
                ReportLink(run, next);
            }
        }
    }

    private void ReportLink(ChainRun run, ChainRun next)
    {
        foreach (var sighting in run.Sightings.Where(s => s.Seq == run.To))
        {
            sighting.SeeSuccessor(next.FirstPrevious);
        }

        // The last event is named already when its own hash is wrong, and then neither hash need be what was chained to.
        if (run.IsFollowedBy(next) || !run.LastConsistent)
        {
            return;
        }

        if (run.To == 0)
        {
            Report(next.From + next.Shift, next.From + next.Shift, AuditProblem.Edited, NotFirst);
            return;
        }

        Report(run.To + run.Shift, run.To + run.Shift, AuditProblem.Edited, Relinked);
    }

    private void ReportOrder()
    {
        var moved = ChainOrder.Moved(_chain);
        foreach (var run in _chain)
        {
            if (moved.Contains(run))
            {
                Report(run.From, run.To, AuditProblem.Reordered, Moved);
            }
            else if (run.Shift != 0)
            {
                Report(run.From + run.Shift, run.To + run.Shift, AuditProblem.Edited, OtherNumber);
            }
        }
    }

    private void Report(long from, long to, AuditProblem problem, string detail)
    {
        if (from <= to)
        {
            _findings.Add(new AuditFinding(from, to, problem, detail));
        }
    }
}

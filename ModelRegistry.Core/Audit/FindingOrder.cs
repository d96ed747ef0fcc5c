namespace ModelRegistry.Core.Audit;

/// <summary>Findings in the order of the numbers, neighbours of one kind as one range, no number twice for one problem.</summary>
internal static class FindingOrder
{
    public static IReadOnlyList<AuditFinding> Tidy(IEnumerable<AuditFinding> findings)
    {
        var tidy = new List<AuditFinding>();
        foreach (var kind in findings.GroupBy(finding => finding.Problem))
        {
            var first = tidy.Count;
            foreach (var finding in kind.OrderBy(finding => finding.FromSeq))
            {
                if (tidy.Count > first && Join(tidy[^1], finding) is { } joined)
                {
                    tidy[^1] = joined;
                    continue;
                }

                tidy.Add(finding);
            }
        }

        return [.. tidy.OrderBy(finding => finding.FromSeq).ThenBy(finding => finding.Problem)];
    }

    /// <summary>One finding for both, when the second says the same of the next numbers or nothing of new numbers.</summary>
    public static AuditFinding? Join(AuditFinding first, AuditFinding second)
    {
        if (first.Problem != second.Problem || first.Problem == AuditProblem.BadCheckpoint || second.FromSeq < first.FromSeq)
        {
            return null;
        }

        var contained = second.ToSeq <= first.ToSeq;
        var continued = second.FromSeq <= first.ToSeq + 1
            && (first.Detail == second.Detail || first.Problem == AuditProblem.Malformed);
        return contained || continued ? first with { ToSeq = Math.Max(first.ToSeq, second.ToSeq) } : null;
    }
}

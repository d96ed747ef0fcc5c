namespace ModelRegistry.Core.Audit;

/// <summary>Which runs of a chain were moved, when they were read in another order than the chain's.</summary>
internal static class ChainOrder
{
    /// <summary>
    /// The fewest events whose moving explains the order; of two neighbours of the same length that changed places, both.
    /// </summary>
    public static HashSet<ChainRun> Moved(List<ChainRun> chain)
    {
        if (IsInOrder(chain))
        {
            return [];
        }

        var settled = InPlace(chain);
        var kept = HeaviestInOrder(chain, settled);
        var moved = chain.Except(kept).ToHashSet();
        var partners = kept.Where(run => !settled.Contains(run) && moved.Any(m => m.Rows == run.Rows && Crosses(m, run)));
        moved.UnionWith(partners.ToList());
        return moved;
    }

    private static bool IsInOrder(List<ChainRun> chain) =>
        chain.Zip(chain.Skip(1)).All(pair => pair.First.Position < pair.Second.Position);

    private static bool Crosses(ChainRun a, ChainRun b) => a.From < b.From != a.Position < b.Position;

    // As many events before it in reading as in the chain: swapping two far rows leaves all between them where they are.
    private static HashSet<ChainRun> InPlace(List<ChainRun> chain)
    {
        var before = new Dictionary<ChainRun, long>();
        long rows = 0;
        foreach (var run in chain.OrderBy(run => run.Position))
        {
            before[run] = rows;
            rows += run.Rows;
        }

        rows = 0;
        var inPlace = new HashSet<ChainRun>();
        foreach (var run in chain)
        {
            if (before[run] == rows)
            {
                inPlace.Add(run);
            }

            rows += run.Rows;
        }

        return inPlace;
    }

    private static HashSet<ChainRun> HeaviestInOrder(List<ChainRun> chain, HashSet<ChainRun> inPlace)
    {
        var weight = new long[chain.Count];
        var before = new int[chain.Count];
        for (var i = 0; i < chain.Count; i++)
        {
            before[i] = -1;
            long most = 0;
            for (var j = 0; j < i; j++)
            {
                if (chain[j].Position < chain[i].Position && weight[j] > most)
                {
                    (most, before[i]) = (weight[j], j);
                }
            }

            weight[i] = most + (chain[i].Rows * 2) + (inPlace.Contains(chain[i]) ? 1 : 0);
        }

        var kept = new HashSet<ChainRun>();
        for (var i = Array.IndexOf(weight, weight.Max()); i >= 0; i = before[i])
        {
            kept.Add(chain[i]);
        }

        return kept;
    }
}

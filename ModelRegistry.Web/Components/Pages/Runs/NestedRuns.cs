using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>A line of a tree of runs: a run that is nested in the one above it, or the offer to list those that are left out.</summary>
/// <param name="Run">Null for that offer.</param>
/// <param name="Depth">1 for what is nested in an outermost run.</param>
/// <param name="ParentId">The run that it is nested in.</param>
/// <param name="All">How many are nested in that.</param>
public sealed record NestedLine(RunView? Run, int Depth, string ParentId, int All);

/// <summary>Which runs of an experiment have others nested in them, and what of those is open; each run is opened by two statements.</summary>
public sealed class NestedRuns(RunQueries queries, int experiment)
{
    /// <summary>How many nested in one run are shown at once; the table of runs finds the others.</summary>
    public const int Most = 50;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<RunView>> _open = new(StringComparer.Ordinal);

    /// <summary>The runs that are shown.</summary>
    public IEnumerable<string> Shown => _open.Values.SelectMany(runs => runs).Select(run => run.Id);

    public int CountOf(string runId) => _counts.GetValueOrDefault(runId);

    public bool IsOpen(string runId) => _open.ContainsKey(runId);

    public void Clear()
    {
        _counts.Clear();
        _open.Clear();
    }

    /// <summary>Counts what is nested in these runs, which are about to be shown.</summary>
    public async Task CountAsync(IReadOnlyList<string> runIds, Actor actor, CancellationToken ct)
    {
        if (runIds.Count == 0)
        {
            return;
        }

        var counts = await queries.NestedAsync(experiment, runIds, actor, ct);
        foreach (var id in runIds)
        {
            _counts[id] = counts.GetValueOrDefault(id);
        }
    }

    public async Task OpenAsync(string runId, Actor actor, CancellationToken ct)
    {
        var search = new RunSearch([experiment.ToString(CultureInfo.InvariantCulture)], RunFilters.ChildrenOf(runId), ["start_time ASC"], MaxResults: Most);
        var nested = await queries.SearchAsync(search, actor, ct);
        await CountAsync([.. nested.Items.Select(run => run.Id)], actor, ct);
        _counts[runId] = Math.Max(CountOf(runId), nested.Items.Count);
        _open[runId] = nested.Items;
    }

    public void Close(string runId) => _open.Remove(runId);

    /// <summary>Replaces runs that are shown, in place.</summary>
    public void Change(IReadOnlyDictionary<string, RunView> changed)
    {
        foreach (var (id, runs) in _open.ToList())
        {
            _open[id] = [.. runs.Select(run => changed.GetValueOrDefault(run.Id, run))];
        }
    }

    /// <summary>What is open below a run, each line directly below what it is nested in.</summary>
    public IEnumerable<NestedLine> Below(string runId, int depth = 1)
    {
        var all = CountOf(runId);
        foreach (var run in _open.GetValueOrDefault(runId) ?? [])
        {
            yield return new NestedLine(run, depth, runId, all);
            foreach (var line in Below(run.Id, depth + 1))
            {
                yield return line;
            }
        }

        if (_open.TryGetValue(runId, out var shown) && shown.Count < all)
        {
            yield return new NestedLine(null, depth, runId, all);
        }
    }
}

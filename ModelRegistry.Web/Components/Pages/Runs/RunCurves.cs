using ModelRegistry.Core.Access;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Web.Components.Pages.Runs;

/// <summary>The curves of a metric of some runs, thinned to what a chart can show, as charts of curves take them.</summary>
internal static class RunCurves
{
    private const int MostOfRun = 2_000;

    public static async Task<ComparedCurves> ReadAsync(RunHistory history, IReadOnlyList<string> runs, string metric, Actor actor, CancellationToken ct)
    {
        var curves = await history.ThinnedAsync(runs, metric, StepSpan.All, MostOfRun, actor, ct);
        return new ComparedCurves(metric,
            [.. curves.Select(curve => curve.Points.Select(point =>
                new TimedPoint(point.Step, RunTimes.Of(point.Time) ?? DateTimeOffset.UnixEpoch, point.Value)).ToList())],
            Truncated: false);
    }
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Core.Search;

/// <summary>A run that was found, with the name of its experiment.</summary>
public sealed record RunHit(int ExperimentId, string Id, string Name, string Experiment);

/// <summary>An experiment that was found.</summary>
public sealed record ExperimentHit(int Id, string Name);

/// <summary>
/// Experiments by a part of their name; runs by the beginning of their id, or by a part of their name among the last
/// <see cref="LookedThrough"/>: names of runs have no index. What is deleted is not found.
/// </summary>
internal static partial class RunHits
{
    public const int LookedThrough = 10_000;

    /// <summary>One letter is in nearly every name.</summary>
    public const int Shortest = 2;

    public static async Task<IReadOnlyList<ExperimentHit>> ExperimentsAsync(RegistryDbContext db, string text, int most, Actor actor, CancellationToken ct) =>
        await db.VisibleExperiments(actor).Where(experiment => experiment.DeletedAt == null)
            .Where(Comparing.Holds<Experiment>(text, experiment => experiment.Name))
            .OrderBy(experiment => experiment.Name).Take(most)
            .Select(experiment => new ExperimentHit(experiment.Id, experiment.Name)).ToListAsync(ct);

    public static async Task<IReadOnlyList<RunHit>> RunsAsync(RegistryDbContext db, string text, int most, Actor actor, CancellationToken ct)
    {
        var byId = IdStart().Match(text) is { Success: true } ? await ByIdAsync(db, text.ToLowerInvariant(), most, actor, ct) : [];
        var last = db.Runs.OrderByDescending(run => run.Key).Take(LookedThrough);
        var byName = await Seen(db, last, actor).Where(Comparing.Holds<SeenRun>(text, run => run.Name))
            .OrderByDescending(run => run.Key).Take(most).ToListAsync(ct);
        return [.. byId.Concat(byName).DistinctBy(run => run.Id).Take(most).Select(run => new RunHit(run.ExperimentId, run.Id, run.Name, run.Experiment))];
    }

    // A range, because only that is served by the index on both databases; after f comes g.
    private static Task<List<SeenRun>> ByIdAsync(RegistryDbContext db, string start, int most, Actor actor, CancellationToken ct)
    {
        var end = start + "g";
        return Seen(db, db.Runs.Where(run => string.Compare(run.Id, start) >= 0 && string.Compare(run.Id, end) < 0), actor)
            .OrderBy(run => run.Id).Take(most).ToListAsync(ct);
    }

    private static IQueryable<SeenRun> Seen(RegistryDbContext db, IQueryable<Run> runs, Actor actor) =>
        from run in runs
        where run.DeletedAt == null
        join experiment in db.VisibleExperiments(actor).Where(experiment => experiment.DeletedAt == null) on run.ExperimentId equals experiment.Id
        select new SeenRun { Key = run.Key, Id = run.Id, Name = run.Name, ExperimentId = experiment.Id, Experiment = experiment.Name };

    [GeneratedRegex("^[0-9a-f]{6,32}$", RegexOptions.IgnoreCase)]
    private static partial Regex IdStart();

    private sealed class SeenRun
    {
        public required long Key { get; init; }

        public required string Id { get; init; }

        public required string Name { get; init; }

        public required int ExperimentId { get; init; }

        public required string Experiment { get; init; }
    }
}

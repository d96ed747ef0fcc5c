using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Runs;

/// <summary>The runs that a search means, of the experiments that somebody sees, before they are ordered, paged or folded.</summary>
/// <param name="Runs">Null where none can be meant.</param>
/// <param name="DeletedExperiments">Those whose runs are deleted with them.</param>
internal sealed record FoundRuns(IQueryable<Run>? Runs, IReadOnlySet<int> DeletedExperiments)
{
    public static async Task<FoundRuns> OfAsync(RegistryDbContext db, RunSearch search, Actor actor, CancellationToken ct)
    {
        ExperimentAccess.Require(actor, ExperimentAct.Read);
        var asked = search.ExperimentIds.Select(ExperimentAccess.NumberOf).Distinct().ToArray();
        var experiments = asked.Length == 0 ? [] : await db.VisibleExperiments(actor).Where(experiment => EF.Parameter(asked).Contains(experiment.Id))
            .Select(experiment => new { experiment.Id, IsDeleted = experiment.DeletedAt != null }).ToListAsync(ct);
        var deleted = experiments.Where(found => found.IsDeleted).Select(found => found.Id).ToArray();
        var condition = Of([.. experiments.Where(found => !found.IsDeleted).Select(found => found.Id)], deleted, search.View);
        return new FoundRuns(condition is null ? null : Narrowed(db, db.Runs.Where(condition), search).Matching(search.Filter, db), deleted.ToHashSet());
    }

    private static IQueryable<Run> Narrowed(RegistryDbContext db, IQueryable<Run> runs, RunSearch search)
    {
        if (search.Outermost)
        {
            // A parent that is gone, or elsewhere, hides nobody.
            var parents = runs;
            runs = runs.Where(run => run.ParentId == null || !parents.Any(parent => parent.Id == run.ParentId));
        }

        if (search.Given is not { } given)
        {
            return runs;
        }

        var (name, value) = (given.Name, given.Value);
        return value is null
            ? runs.Where(run => !db.RunParams.Any(param => param.RunKey == run.Key && param.Key == name))
            : runs.Where(run => db.RunParams.Any(param => param.RunKey == run.Key && param.Key == name && param.Value == value));
    }

    /// <summary>A run is deleted by itself or with its experiment; null where none can be meant.</summary>
    private static Expression<Func<Run, bool>>? Of(int[] present, int[] deleted, Lifecycle view) => view switch
    {
        Lifecycle.Active when present.Length > 0 => Among(present, run => run.DeletedAt == null),
        Lifecycle.Deleted when present.Length > 0 && deleted.Length > 0 => Among(present, run => run.DeletedAt != null).Or(Among(deleted)),
        Lifecycle.Deleted when present.Length > 0 => Among(present, run => run.DeletedAt != null),
        Lifecycle.Deleted when deleted.Length > 0 => Among(deleted),
        Lifecycle.All when present.Length + deleted.Length > 0 => Among([.. present, .. deleted]),
        _ => null,
    };

    private static Expression<Func<Run, bool>> Among(int[] experiments, Expression<Func<Run, bool>>? also = null)
    {
        var only = experiments[0];
        Expression<Func<Run, bool>> among = experiments.Length == 1
            ? run => run.ExperimentId == only // by which the index is walked in its order
            : run => EF.Parameter(experiments).Contains(run.ExperimentId);
        return also is null ? among : among.And(also);
    }
}

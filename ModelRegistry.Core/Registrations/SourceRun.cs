using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Runs;

namespace ModelRegistry.Core.Registrations;

/// <summary>The run that a version was made of.</summary>
public sealed record SourceRun(int ExperimentId, string Experiment, string Id, string Name)
{
    /// <summary>Null for a run that is not here, or that the reader may not see: then the version's label is all that is known of it.</summary>
    internal static async Task<SourceRun?> FindAsync(RegistryDbContext db, string? runId, Actor actor, CancellationToken ct) => runId is null ? null
        : await db.VisibleRuns(actor).Where(found => found.Run.Id == runId)
            .Select(found => new SourceRun(found.Experiment.Id, found.Experiment.Name, found.Run.Id, found.Run.Name)).SingleOrDefaultAsync(ct);
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>What becomes of runs when something becomes of their experiment.</summary>
internal static class RunLifecycle
{
    /// <summary>All of them are back, also those that were deleted by themselves before.</summary>
    public static Task FollowRestoreAsync(RegistryTransaction transaction, RestoredExperiment restored, CancellationToken ct) =>
        transaction.Db.Runs.Where(run => run.ExperimentId == restored.ExperimentId && run.DeletedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.DeletedAt, (DateTimeOffset?)null), ct);
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Registrations;

/// <summary>A version that was made of a run.</summary>
public sealed record RunVersion(string Model, int Number);

/// <summary>Which versions were made of a run, of the models that the reader sees.</summary>
public sealed class RunVersions(RegistryStore store)
{
    /// <summary>More are not shown; a run is rarely registered twice.</summary>
    public const int Most = 50;

    /// <summary>The run of that id that a version names as its source; null where it is not here or may not be seen.</summary>
    public Task<SourceRun?> SourceOfAsync(string? runId, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, db => SourceRun.FindAsync(db, runId, actor, ct), ct);

    public Task<IReadOnlyList<RunVersion>> OfAsync(string runId, Actor actor, CancellationToken ct) =>
        store.ReadAsync<IReadOnlyList<RunVersion>>(actor, async db => await db.Versions.Where(version => version.SourceRunId == runId)
            .Join(db.Models.VisibleTo(actor), version => version.ModelId, model => model.Id, (version, model) => new { model.Name, version.Number })
            .OrderBy(row => row.Name).ThenBy(row => row.Number).Take(Most).Select(row => new RunVersion(row.Name, row.Number)).ToListAsync(ct), ct);
}

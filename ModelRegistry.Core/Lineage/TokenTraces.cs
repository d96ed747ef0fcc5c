using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Lineage;

/// <summary>
/// Something that a token registered or changed: a version; a model itself, without <see cref="Version"/>; or a run that it started, with
/// <see cref="Run"/> and its <see cref="Experiment"/>.
/// </summary>
/// <param name="Model">Its present name; null for a run.</param>
/// <param name="Version">Its number.</param>
/// <param name="Run">The id of a run.</param>
/// <param name="RunName">What the run is called.</param>
/// <param name="Experiment">The number of the run's experiment.</param>
/// <param name="Acts">What was done to it, as the audit trail names it; of a run nothing, since what runs log is not audited.</param>
/// <param name="First">When for the first time.</param>
/// <param name="Last">When for the last time.</param>
public sealed record TouchedThing(string? Model, int? Version, string? Run, string? RunName, int? Experiment, IReadOnlyList<TouchedAct> Acts,
    DateTimeOffset First, DateTimeOffset Last);

/// <summary>A kind of event of the audit trail, and how often it happened.</summary>
public sealed record TouchedAct(string Action, int Count);

/// <summary>
/// What a token touched, for whoever has to take back what a leaked one did: read from the audit trail, which keeps the token of every change, and from
/// the runs that it started.
/// </summary>
public sealed class TokenTraces(RegistryStore store)
{
    private const string OfModels = "m";
    private const string OfRuns = "r";

    /// <summary>
    /// Models with their versions, as far as the reader sees them, then runs. For whose token it is, who answers for its service account, and admins; also
    /// when it was revoked.
    /// </summary>
    public Task<Page<TouchedThing>> OfAsync(Guid id, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ManageTokens);
            var size = PageToken.Size(pageSize);
            var from = PageToken.Decode(pageToken, 3) ?? [OfModels, $"{Guid.Empty}", "-1"];
            await AccessTokens.FindTokenAsync(db, id, actor, ct);
            if (from[0] == OfRuns)
            {
                return await RunsAsync(db, id, PageToken.Long(from[1]), size, [], actor, ct);
            }

            var (model, version) = (PageToken.Id(from[1]), (int)PageToken.Long(from[2]));
            var found = await SubjectsAsync(db, Events(db, id, model, version, actor), size + 1, ct);
            if (found.Count <= size)
            {
                return await RunsAsync(db, id, 0, size, await ThingsAsync(db, id, found, model, version, actor, ct), actor, ct);
            }

            found.RemoveAt(size);
            return new Page<TouchedThing>(await ThingsAsync(db, id, found, model, version, actor, ct),
                PageToken.Encode(OfModels, $"{found[^1].ModelId}", (found[^1].Version ?? 0).ToString(PageToken.Culture)));
        }, ct);

    /// <summary>What the token did to models that the reader sees, behind this model and version.</summary>
    private static IQueryable<AuditEvent> Events(RegistryDbContext db, Guid token, Guid model, int version, Actor actor)
    {
        var models = db.Models.VisibleTo(actor);
        return db.AuditEvents.Where(audit => audit.TokenId == token && audit.ModelId != null && models.Any(seen => seen.Id == audit.ModelId)
            && audit.ModelId.Value.CompareTo(model) >= 0 && (audit.ModelId != model || (audit.Version ?? 0) > version));
    }

    private static Task<List<Subject>> SubjectsAsync(RegistryDbContext db, IQueryable<AuditEvent> events, int most, CancellationToken ct) =>
        events.GroupBy(audit => new { audit.ModelId, audit.Version })
            .OrderBy(group => group.Key.ModelId).ThenBy(group => group.Key.Version).Take(most)
            .Select(group => new Subject(group.Key.ModelId!.Value, group.Key.Version,
                db.Models.Where(model => model.Id == group.Key.ModelId).Select(model => model.Name).First(),
                group.Min(audit => audit.At), group.Max(audit => audit.At))).ToListAsync(ct);

    private static async Task<List<TouchedThing>> ThingsAsync(RegistryDbContext db, Guid token, List<Subject> subjects, Guid model, int version, Actor actor,
        CancellationToken ct)
    {
        if (subjects is not [.., var last])
        {
            return [];
        }

        var (lastModel, lastVersion) = (last.ModelId, last.Version ?? 0);
        var acts = (await Events(db, token, model, version, actor)
            .Where(audit => audit.ModelId!.Value.CompareTo(lastModel) <= 0 && (audit.ModelId != lastModel || (audit.Version ?? 0) <= lastVersion))
            .GroupBy(audit => new { audit.ModelId, audit.Version, audit.Action })
            .Select(group => new { group.Key.ModelId, group.Key.Version, group.Key.Action, Count = group.Count() }).ToListAsync(ct))
            .ToLookup(row => (row.ModelId!.Value, row.Version), row => new TouchedAct(row.Action, row.Count));
        return subjects.ConvertAll(subject => new TouchedThing(subject.Model, subject.Version, null, null, null,
            [.. acts[(subject.ModelId, subject.Version)].OrderBy(act => act.Action, StringComparer.Ordinal)], subject.First, subject.Last));
    }

    /// <summary>As many runs as there is room for behind what stands on the page already.</summary>
    private static async Task<Page<TouchedThing>> RunsAsync(RegistryDbContext db, Guid token, long after, int size, List<TouchedThing> before, Actor actor,
        CancellationToken ct)
    {
        var room = size - before.Count;
        var experiments = db.VisibleExperiments(actor);
        var runs = await db.Runs.Where(run => run.CreatedByTokenId == token && run.Key > after
                && experiments.Any(experiment => experiment.Id == run.ExperimentId))
            .OrderBy(run => run.Key).Take(room + 1).Select(run => new { run.Key, run.Id, run.Name, run.ExperimentId, run.CreatedAt }).ToListAsync(ct);
        var page = runs.Take(room).ToList();
        var last = page.Count == 0 ? after : page[^1].Key;
        return new Page<TouchedThing>(
            [.. before, .. page.Select(run => new TouchedThing(null, null, run.Id, run.Name, run.ExperimentId, [], run.CreatedAt, run.CreatedAt))],
            runs.Count > room ? PageToken.Encode(OfRuns, last.ToString(PageToken.Culture), "0") : null);
    }

    private sealed record Subject(Guid ModelId, int? Version, string Model, DateTimeOffset First, DateTimeOffset Last);
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>The admin's bin: the only place where deleted models and versions are still found.</summary>
public sealed class BinQueries(RegistryStore store)
{
    // In the order of the list where two things were deleted at the same instant.
    private const string ModelKind = "model";
    private const string VersionKind = "version";

    private static readonly EventSet Endings = new(typeof(ModelDeleted), typeof(VersionDeleted), typeof(VersionPurged));

    /// <summary>Deleted models, and versions that were deleted on their own, the latest first.</summary>
    public Task<Page<BinEntry>> ListAsync(int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.SeeBin);
            var size = PageToken.Size(pageSize);
            var (models, versions) = After(db, pageToken);
            List<Row> rows = [.. await Rows(models).Take(size + 1).ToListAsync(ct), .. await Rows(versions, db).Take(size + 1).ToListAsync(ct)];
            // stable: ids stay in the database's own order
            var page = rows.OrderByDescending(row => row.Entry.DeletedAt).ThenBy(row => row.Entry.Version is not null).Take(size).ToList();
            var reasons = await ReasonsAsync(db, page, ct);
            return new Page<BinEntry>([.. page.Select(row => row.Entry with { Reason = ReasonOf(row, reasons) })], rows.Count > size ? Token(page[^1]) : null);
        }, ct);

    /// <summary>What comes after the last row of a page, in each of the two tables.</summary>
    private static (IQueryable<Model> Models, IQueryable<ModelVersion> Versions) After(RegistryDbContext db, string? pageToken)
    {
        var models = db.Models.IgnoreQueryFilters(Deletion.Filters).Where(model => model.DeletedAt != null);
        var versions = db.Versions.IgnoreQueryFilters(Deletion.Filters).Where(version => version.DeletedAt != null);
        if (PageToken.Decode(pageToken, 3) is not [var instant, var kind, var key])
        {
            return (models, versions);
        }

        var (at, id, afterModel) = (PageToken.Instant(instant), PageToken.Id(key), kind == ModelKind);
        return (
            models.Where(model => model.DeletedAt <= at && (model.DeletedAt < at || (afterModel && model.Id.CompareTo(id) < 0))),
            versions.Where(version => version.DeletedAt <= at && (version.DeletedAt < at || afterModel || version.Id.CompareTo(id) < 0)));
    }

    private static IQueryable<Row> Rows(IQueryable<Model> models) =>
        models.OrderByDescending(model => model.DeletedAt).ThenByDescending(model => model.Id)
            .Select(model => new Row(model.Id, model.Id,
                new BinEntry(model.Name, null, null, null, model.DeletedAt!.Value, model.DeletedByName, null, null, 0, 0) { ModelDeleted = true }));

    private static IQueryable<Row> Rows(IQueryable<ModelVersion> versions, RegistryDbContext db) =>
        from version in versions
        orderby version.DeletedAt descending, version.Id descending
        join model in db.Models on version.ModelId equals model.Id
        select new Row(version.Id, model.Id,
            new BinEntry(model.Name, version.Number, version.Label, version.Digest, version.DeletedAt!.Value, version.DeletedByName, null, version.PurgedAt,
                version.FileCount, version.TotalSize)
            {
                Hold = version.HeldAt == null ? null : new VersionHold(version.HeldByName!, version.HeldAt.Value, version.HoldReason!),
                ModelDeleted = model.DeletedAt != null,
            });

    private static string Token(Row last) =>
        PageToken.Encode(last.Entry.DeletedAt.UtcTicks.ToString(PageToken.Culture), last.Entry.Version is null ? ModelKind : VersionKind, $"{last.Id}");

    /// <summary>Why, from the audit trail: the event of a deletion or purge has its very instant.</summary>
    private static async Task<ILookup<Why, string?>> ReasonsAsync(RegistryDbContext db, List<Row> page, CancellationToken ct)
    {
        var (instants, endings) = (page.Select(row => row.ReasonAt).Distinct().ToArray(), Endings.Names);
        var events = await db.AuditEvents.Where(audit => instants.Contains(audit.At) && endings.Contains(audit.Action)).OrderByDescending(audit => audit.Seq)
            .Select(audit => new { audit.At, audit.ModelId, audit.Version, audit.Body }).ToListAsync(ct);
        return events.ToLookup(audit => new Why(audit.At, audit.ModelId, audit.Version), audit =>
            AuditBody.TryRead(audit.Body, out var body) ? body.Reason : null);
    }

    // A version that lost its model to a new one of the same name was deleted with it, by the event of the model.
    private static string? ReasonOf(Row row, ILookup<Why, string?> reasons) =>
        reasons[new Why(row.ReasonAt, row.ModelId, row.Entry.Version)].Concat(reasons[new Why(row.ReasonAt, row.ModelId, null)]).FirstOrDefault();

    private sealed record Row(Guid Id, Guid ModelId, BinEntry Entry)
    {
        public DateTimeOffset ReasonAt => Entry.PurgedAt ?? Entry.DeletedAt;
    }

    private sealed record Why(DateTimeOffset At, Guid? ModelId, int? Version);
}

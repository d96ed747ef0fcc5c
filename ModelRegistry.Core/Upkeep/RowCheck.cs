using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.SqlServer;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// Every row of every table against the digests that the events hold: a row that no event left as it is, and one that an event left and is not
/// there. It knows no table and no rule, so that none can be forgotten; the other checks say what a difference means.
/// </summary>
internal static class RowCheck
{
    private const int Batch = 2_000;

    // What names a row to people, as far as its table has it.
    private static readonly string[] Telling = ["Number", "Name", "Email", "Slot", "Key", "VersionNumber", "ByName"];

    private static readonly MethodInfo Take = typeof(RowCheck).GetMethod(nameof(TakeAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The columns that neither the chain nor another check vouches for, each with the reason; a whole table by its name.</summary>
    public static IReadOnlyList<string> NotCovered(IModel model)
    {
        var all = new List<string>();
        foreach (var shape in Shapes(model))
        {
            var open = shape.Columns.Where(column => column.Mark is { Compared: false }).ToList();
            all.AddRange(open.Count == shape.Columns.Count
                ? [$"{shape.Table}: {open[0].Mark!.Why}"]
                : open.Select(column => $"{shape.Table}.{column.Name}: {column.Mark!.Why}"));
        }

        return all;
    }

    public static async Task RunAsync(CheckScope whole, CancellationToken ct)
    {
        whole.Progress.Step("Checking every row against the digests in the audit trail.");
        var scope = whole with { Log = new FindingLog() };
        await CompareAsync(scope, ct);
        var found = scope.Log.Report(default, quick: false, consistent: true);
        whole.Log.Count("rows", found.Counts.GetValueOrDefault("rows"));
        foreach (var finding in found.Findings.Where(_ => whole.Snapshot.Consistent || whole.Snapshot.StandsStill))
        {
            whole.Log.Error(finding.Kind, finding.Detail, new Place(Seq: finding.Seq));
        }

        // Rows and events that were read one after the other beside writers differ without anybody's fault.
        if (!found.Ok && !whole.Snapshot.Consistent && !whole.Snapshot.StandsStill)
        {
            whole.Log.Info("rows_not_compared", $"{found.Findings.Count} rows or events do not fit each other, perhaps because they changed meanwhile. Allow "
                + "snapshot isolation in the database, or verify without a server beside it.");
        }
    }

    private static async Task CompareAsync(CheckScope scope, CancellationToken ct)
    {
        using var scratch = new RowScratch();
        var shapes = Shapes(scope.Db.Model).Where(shape => shape.Held.Count > 0).ToList();
        AddSeeds(scope.Db, shapes, scratch);
        await AddEventsAsync(scope, scratch, ct);
        foreach (var shape in shapes)
        {
            try
            {
                await (Task)Take.MakeGenericMethod(shape.Type).Invoke(null, [scope, shape, scratch, ct])!;
            }
            catch (Exception e) when (e is not OperationCanceledException && !SqlServerErrors.IsInterruption(e))
            {
                scope.Log.Error("check_stopped",
                    $"The rows of {shape.Table} could not be checked to the end, because one cannot be read: {e.GetBaseException().Message.TrimEnd('.')}.");
            }
        }

        Report(scope.Log, [.. shapes.Where(shape => shape.GoesByItself).Select(shape => shape.Table)], scratch);
    }

    private static List<RowShape> Shapes(IModel model) =>
        [.. model.GetEntityTypes().Select(RowShape.Of).OfType<RowShape>().OrderBy(shape => shape.Table, StringComparer.Ordinal)];

    /// <summary>What a new database has, which no event made.</summary>
    private static void AddSeeds(RegistryDbContext db, List<RowShape> shapes, RowScratch scratch)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        foreach (var shape in shapes)
        {
            foreach (var seed in model.FindEntityType(shape.Type)!.GetSeedData())
            {
                scratch.Add(shape.Table, shape.DigestOf(column => seed.TryGetValue(column.Property.Name, out var value) ? value : null), +1, seq: 0);
            }
        }
    }

    private static async Task AddEventsAsync(CheckScope scope, RowScratch scratch, CancellationToken ct)
    {
        for (var after = long.MinValue; ;)
        {
            var rows = await scope.Db.AuditEvents.Where(audit => audit.Seq > after).OrderBy(audit => audit.Seq).Take(Batch)
                .Select(audit => new { audit.Seq, audit.Body }).ToListAsync(ct);
            foreach (var row in rows.Where(row => row.Body.Contains("\"rows\":", StringComparison.Ordinal)))
            {
                Add(scratch, row.Seq, AuditBody.TryRead(row.Body, out var body) ? body.Rows : null);
            }

            if (rows.Count < Batch)
            {
                return;
            }

            after = rows[^1].Seq;
            scope.Progress.Tick(() => $"  {after} events");
        }
    }

    private static void Add(RowScratch scratch, long seq, IReadOnlyDictionary<string, IReadOnlyList<string>>? changed)
    {
        foreach (var (table, lines) in changed ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            foreach (var line in lines.Where(line => line.Length > 1))
            {
                scratch.Add(table, line[1..], line[0] == '-' ? -1 : +1, seq);
            }
        }
    }

    private static async Task TakeAsync<T>(CheckScope scope, RowShape shape, RowScratch scratch, CancellationToken ct)
        where T : class
    {
        var rows = 0L;
        await foreach (var row in scope.Db.Set<T>().IgnoreQueryFilters().IgnoreAutoIncludes().AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            if (!scratch.Take(shape.Table, shape.DigestOf(row)))
            {
                scope.Log.Error("row_unrecorded", $"{Name(shape, row)} is not as any recorded event left it.");
            }

            rows++;
            scope.Progress.Tick(() => $"  {rows} rows of {shape.Table}");
        }

        scope.Log.Count("rows", rows);
    }

    private static void Report(FindingLog log, HashSet<string> going, RowScratch scratch)
    {
        foreach (var (table, net, seq) in scratch.Left())
        {
            if (net > 0 && !going.Contains(table))
            {
                log.Error("row_missing", seq == 0 ? $"A row of {table} that every registry begins with is not there any more."
                    : $"Event {seq} left a row of {table} that is not there any more as it was left.", new Place(Seq: seq == 0 ? null : seq));
            }
            else if (net < 0)
            {
                log.Error("row_unrecorded", $"Event {seq} changed a row of {table} that was not as the events before it had left it.", new Place(Seq: seq));
            }
        }
    }

    private static string Name(RowShape shape, object row)
    {
        var told = shape.Columns.Where(column => Array.IndexOf(Telling, column.Name) >= 0 || column.Property.IsPrimaryKey())
            .Select(column => $"{column.Name} {column.Property.PropertyInfo!.GetValue(row)}");
        return $"The row of {shape.Table} with {string.Join(", ", told)}";
    }
}

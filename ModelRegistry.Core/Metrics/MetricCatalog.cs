using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Metrics;

/// <summary>
/// The metric definitions in force, in memory, so that looking one up costs nothing. Read at the start, after each change and
/// every minute, because another process on the same database may have changed one.
/// </summary>
public sealed class MetricCatalog(RegistryStore store)
{
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(1);

    private volatile MetricDefinitions _now = MetricDefinitions.BuiltIn;
    private IReadOnlyList<MetricDefinition> _custom = [];

    /// <summary>After definitions changed; called on whichever thread noticed.</summary>
    public event Action? Changed;

    public MetricDefinitions Now => _now;

    public async Task RefreshAsync(CancellationToken ct)
    {
        var custom = await store.ReadAsync(Actor.System, db => CustomAsync(db, ct), ct);
        if (!custom.SequenceEqual(_custom))
        {
            (_custom, _now) = (custom, MetricDefinitions.With(custom));
            Changed?.Invoke();
        }
    }

    /// <summary>As the database has them at this moment: for rules that write down what holds now.</summary>
    internal static async Task<MetricDefinitions> ReadAsync(RegistryDbContext db, CancellationToken ct) => MetricDefinitions.With(await CustomAsync(db, ct));

    private static Task<List<MetricDefinition>> CustomAsync(RegistryDbContext db, CancellationToken ct) =>
        db.CustomMetrics.OrderBy(metric => metric.NormalizedName).Take(CustomMetric.Most)
            .Select(metric => new MetricDefinition(metric.Name, metric.HigherIsBetter, metric.Unit, metric.Format)).ToListAsync(ct);
}

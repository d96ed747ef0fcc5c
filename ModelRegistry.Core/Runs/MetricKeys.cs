using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>The numbers of metrics' names. They never change, so that those that were read once are remembered.</summary>
public sealed class MetricKeys
{
    private const int MostKept = 100_000;

    private readonly ConcurrentDictionary<(int Experiment, string Name), int> _known = new();

    /// <summary>The numbers of these names; new names get one with the change that is under way.</summary>
    internal async Task<Dictionary<string, int>> TakeAsync(RegistryDbContext db, int experimentId, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (_known.TryGetValue((experimentId, name), out var number))
            {
                numbers[name] = number;
            }
        }

        if (numbers.Count < names.Count)
        {
            await AddUnknownAsync(db, experimentId, [.. names.Where(name => !numbers.ContainsKey(name))], numbers, ct);
        }

        return numbers;
    }

    private async Task AddUnknownAsync(RegistryDbContext db, int experimentId, string[] unknown, Dictionary<string, int> numbers, CancellationToken ct)
    {
        await db.TakeTurnAsync(Tracked.MetricKeys, ct);
        var rows = await db.MetricKeys.AsNoTracking().Where(key => key.ExperimentId == experimentId && unknown.Contains(key.Name)).ToListAsync(ct);
        foreach (var row in rows)
        {
            numbers[row.Name] = row.Id;
            Keep(experimentId, row.Name, row.Id);
        }

        var fresh = unknown.Where(name => !numbers.ContainsKey(name)).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        // Not remembered: whether this change is committed is not known yet.
        var next = (int)await db.TakeAsync(Tracked.MetricKeys, fresh.Count, ct);
        foreach (var name in fresh)
        {
            numbers[name] = next;
            db.MetricKeys.Add(new MetricKey { Id = next++, ExperimentId = experimentId, Name = name });
        }
    }

    private void Keep(int experimentId, string name, int number)
    {
        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[(experimentId, name)] = number;
    }
}

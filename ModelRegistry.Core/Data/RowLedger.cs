using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ModelRegistry.Core.Data;

/// <summary>
/// What one transaction does to rows, as digests that went and digests that came, by table. The first event of the transaction holds it, so that the
/// rows of the whole database follow from the chain: <c>verify --all</c> adds them up and compares. What the tracker does not see (a statement over
/// many rows) is told by <see cref="Gone"/> and <see cref="Came"/>.
/// </summary>
internal sealed class RowLedger
{
    private readonly SortedDictionary<string, SortedDictionary<string, int>> _tables = new(StringComparer.Ordinal);
    private bool _closed;

    public bool IsEmpty => _tables.Values.All(rows => rows.Values.All(net => net == 0));

    /// <summary>Before the tracked changes are saved.</summary>
    public void See(IEnumerable<EntityEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (!_closed && entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && RowShape.Of(entry.Metadata) is { Held.Count: > 0 } shape)
            {
                Add(shape, entry.State == EntityState.Added ? null : shape.DigestOf(entry.OriginalValues), -1);
                Add(shape, entry.State == EntityState.Deleted ? null : shape.DigestOf(entry.CurrentValues), +1);
            }
        }
    }

    /// <summary>What comes now was seen already.</summary>
    public void Close() => _closed = true;

    public void Gone(RowShape shape, object row) => Add(shape, shape.DigestOf(row), -1);

    public void Came(RowShape shape, object row) => Add(shape, shape.DigestOf(row), +1);

    /// <summary>A line for each row that went (<c>-</c>) or came (<c>+</c>), by table; null when no row did.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Lines()
    {
        var lines = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (table, rows) in _tables)
        {
            List<string> changed = [.. rows.SelectMany(row => Enumerable.Repeat($"{(row.Value < 0 ? '-' : '+')}{row.Key}", Math.Abs(row.Value)))];
            if (changed.Count > 0)
            {
                lines[table] = changed;
            }
        }

        return lines.Count == 0 ? null : lines;
    }

    private void Add(RowShape shape, string? digest, int by)
    {
        if (digest is null)
        {
            return;
        }

        if (!_tables.TryGetValue(shape.Table, out var rows))
        {
            _tables[shape.Table] = rows = new(StringComparer.Ordinal);
        }

        rows[digest] = rows.GetValueOrDefault(digest) + by;
    }
}

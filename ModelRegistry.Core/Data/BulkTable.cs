using System.Data;

namespace ModelRegistry.Core.Data;

/// <summary>A table whose rows are written by the hundred, beside the change tracker: only for what the chain holds nothing of.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">The columns of its primary key, which come first in each row.</param>
/// <param name="Others">The other columns.</param>
internal sealed record BulkTable(string Name, IReadOnlyList<BulkColumn> Key, IReadOnlyList<BulkColumn> Others)
{
    public IReadOnlyList<BulkColumn> Columns { get; } = [.. Key, .. Others];
}

internal sealed record BulkColumn(string Name, DbType Type);

namespace ModelRegistry.Core.Upkeep;

/// <summary>The statements that EF has no words for, of both databases.</summary>
internal static class UpkeepSql
{
    /// <summary>SQLite: damage of the file itself; one row <c>ok</c> when there is none.</summary>
    public const string IntegrityCheck = "PRAGMA integrity_check(100)";

    /// <summary>SQLite: the same without looking at indexes.</summary>
    public const string QuickCheck = "PRAGMA quick_check(100)";

    /// <summary>SQLite: rows whose parent is gone, as table, row, parent and key.</summary>
    public const string OrphanedRows = "PRAGMA foreign_key_check";

    /// <summary>SQLite: refuses every change that comes over this connection.</summary>
    public const string ReadOnly = "PRAGMA query_only = ON";

    /// <summary>SQLite: one consistent copy, while others write; it changes nothing but the copy.</summary>
    public const string CopyInto = "PRAGMA query_only = OFF; VACUUM INTO $file";

    /// <summary>SQL Server: whether a transaction may see one moment.</summary>
    public const string AllowsSnapshot =
        "SELECT CAST(CASE WHEN snapshot_isolation_state = 1 THEN 1 ELSE 0 END AS bit) FROM sys.databases WHERE database_id = DB_ID();";

    /// <summary>SQL Server: keys that were switched off, so that rows may have lost their parents.</summary>
    public const string UncheckedKeys =
        "SELECT OBJECT_NAME(parent_object_id), name FROM sys.foreign_keys WHERE is_disabled = 1 OR is_not_trusted = 1 ORDER BY name;";

    /// <summary>SQL Server: a copy by the server onto its own disk, which leaves the chain of its other backups alone.</summary>
    public static string BackupDatabase(string database) =>
        $"BACKUP DATABASE [{database.Replace("]", "]]", StringComparison.Ordinal)}] TO DISK = @file WITH COPY_ONLY, CHECKSUM, INIT;";
}

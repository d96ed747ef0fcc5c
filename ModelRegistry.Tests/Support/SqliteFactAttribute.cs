namespace ModelRegistry.Tests.Support;

/// <summary>A test that is SQLite's own, as it looks into that database's file or at its plans; a run on SQL Server skips it and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteFactAttribute : FactAttribute
{
    public SqliteFactAttribute(string why) => Skip = SqliteOnly.Reason(why);
}

/// <inheritdoc cref="SqliteFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteTheoryAttribute : TheoryAttribute
{
    public SqliteTheoryAttribute(string why) => Skip = SqliteOnly.Reason(why);
}

internal static class SqliteOnly
{
    public static string? Reason(string why) => TestDatabases.Server is null ? null : $"SQLite's own: {why}";
}

using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ModelRegistry.Tests.Data;

/// <summary>Which tables a statement reads from their beginning to their end, as SQLite itself plans it; along an index or not.</summary>
internal static partial class TablesRead
{
    public static IEnumerable<string> Whole(SqliteConnection connection, SentStatement sent)
    {
        var tables = Alias().Matches(sent.Text).DistinctBy(alias => alias.Groups["alias"].Value)
            .ToDictionary(alias => alias.Groups["alias"].Value, alias => alias.Groups["table"].Value);
        return SqliteStatement.Plan(connection, sent).Where(line => line.StartsWith("SCAN ", StringComparison.Ordinal))
            .Select(line => tables.GetValueOrDefault(line.Split(' ')[1], "")).Where(table => table.Length > 0);
    }

    public static IEnumerable<string> Sorted(SqliteConnection connection, SentStatement sent) =>
        SqliteStatement.Plan(connection, sent).Where(line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));

    [GeneratedRegex("""(FROM|JOIN) "(?<table>\w+)" AS "(?<alias>\w+)"|(FROM|JOIN) (?<table>(?!json_each)\w+) AS (?<alias>\w+)""")]
    private static partial Regex Alias();
}

using Microsoft.Data.Sqlite;

namespace ModelRegistry.Core.Upkeep;

/// <summary>
/// How often each digest came and went, and which event told last; on disk where it grows large, in a file that the system takes away with the
/// process. Never in the database that is checked.
/// </summary>
internal sealed class RowScratch : IDisposable
{
    private static readonly string[] Names = ["$place", "$digest", "$net", "$seq"];

    private readonly SqliteConnection _connection = new("Data Source=;Pooling=False"); // without a name: a temporary file
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _take;

    public RowScratch()
    {
        _connection.Open();
        Run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; "
            + "CREATE TABLE Rows (Place TEXT, Digest TEXT, Net INTEGER, Seq INTEGER, PRIMARY KEY (Place, Digest)) WITHOUT ROWID; BEGIN");
        _add = Command("INSERT INTO Rows VALUES ($place, $digest, $net, $seq) ON CONFLICT DO UPDATE SET Net = Net + $net, Seq = $seq");
        _take = Command("UPDATE Rows SET Net = Net - 1 WHERE Place = $place AND Digest = $digest AND Net > 0");
    }

    /// <summary>A row came (+1) or went (-1) by this event.</summary>
    public void Add(string table, string digest, int net, long seq)
    {
        Set(_add, table, digest);
        (_add.Parameters["$net"].Value, _add.Parameters["$seq"].Value) = (net, seq);
        _add.ExecuteNonQuery();
    }

    /// <summary>Takes one row of this digest away; false when none is left.</summary>
    public bool Take(string table, string digest)
    {
        Set(_take, table, digest);
        return _take.ExecuteNonQuery() == 1;
    }

    /// <summary>What is left: rows that came and are not there (more than 0), or went without having come (fewer).</summary>
    public IEnumerable<(string Table, int Net, long Seq)> Left()
    {
        using var command = Command("SELECT Place, Net, Seq FROM Rows WHERE Net <> 0 ORDER BY Seq, Place");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2));
        }
    }

    public void Dispose()
    {
        _add.Dispose();
        _take.Dispose();
        _connection.Dispose();
    }

    private static void Set(SqliteCommand command, string table, string digest) =>
        (command.Parameters["$place"].Value, command.Parameters["$digest"].Value) = (table, digest);

    private SqliteCommand Command(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in Names.Where(name => text.Contains(name, StringComparison.Ordinal)))
        {
            command.Parameters.AddWithValue(name, "");
        }

        return command;
    }

    private void Run(string text)
    {
        using var command = Command(text);
        command.ExecuteNonQuery();
    }
}

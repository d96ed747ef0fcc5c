using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Bench.Lists;

/// <summary>
/// Writes rows of one entity with one prepared statement, as EF would write them: the columns and how their values are kept are those of its model, so that
/// a change of the schema needs none here.
/// </summary>
internal sealed class BulkTable<T> : IDisposable
    where T : class
{
    private readonly SqliteCommand _insert;
    private readonly List<Column> _columns;

    public BulkTable(RegistryDbContext db, SqliteConnection connection)
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Table(type.GetTableName()!);
        _insert = connection.CreateCommand();
        _columns = [.. type.GetProperties().Where(property => property.PropertyInfo is not null).Select(property => new Column(property.Name,
            property.PropertyInfo!, property.GetTypeMapping().Converter, _insert.Parameters.AddWithValue($"@p{property.GetIndex()}", DBNull.Value)))];
        var names = type.GetProperties().Where(property => property.PropertyInfo is not null).Select(property => $"\"{property.GetColumnName(table)}\"");
        _insert.CommandText = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", names)}) "
            + $"VALUES ({string.Join(", ", _columns.Select(column => column.Parameter.ParameterName))})";
        _insert.Prepare();
    }

    public int Rows { get; private set; }

    /// <param name="row">The row.</param>
    /// <param name="instead">Values of properties that only the registry itself sets.</param>
    public void Add(T row, params ReadOnlySpan<(string Property, object? Value)> instead)
    {
        foreach (var column in _columns)
        {
            var value = column.Property.GetValue(row);
            foreach (var (property, other) in instead)
            {
                value = property == column.Name ? other : value;
            }

            column.Parameter.Value = (column.Converter is { } converter ? converter.ConvertToProvider(value) : value) ?? DBNull.Value;
        }

        _insert.ExecuteNonQuery();
        Rows++;
    }

    public void Dispose() => _insert.Dispose();

    private sealed record Column(string Name, PropertyInfo Property, ValueConverter? Converter, SqliteParameter Parameter);
}

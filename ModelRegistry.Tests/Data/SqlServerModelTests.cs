using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Tests.Data;

/// <summary>What SQL Server refuses or answers differently, read from the model, because no parser sees it.</summary>
public sealed class SqlServerModelTests
{
    private const int MostIdentifier = 63;
    private const int MostClusteredKey = 900;
    private const int MostIndexKey = 1700;
    private const string CodePoints = "Latin1_General_100_BIN2";

    private static readonly IModel Model = Read();

    private static IEnumerable<IEntityType> Types => Model.GetEntityTypes().Where(type => !type.IsMappedToJson());

    private static IEnumerable<IProperty> Properties => Types.SelectMany(type => type.GetProperties());

    [Fact]
    public void No_foreign_key_cascades_in_the_database()
    {
        // Error 1785: several cascade paths to one table, or one to itself. Without any cascade there is no path.
        var cascading = Types.SelectMany(type => type.GetForeignKeys()).SelectMany(key => key.GetMappedConstraints())
            .Where(constraint => constraint.OnDeleteAction is not (ReferentialAction.NoAction or ReferentialAction.Restrict));

        Assert.Empty(cascading.Select(constraint => constraint.Name));
    }

    [Fact]
    public void Keys_and_indexes_fit_and_hold_bounded_columns_only()
    {
        var keys = Types.SelectMany(type => type.GetKeys()).Select(key =>
            (Name: key.GetName()!, key.Properties, Most: key.IsPrimaryKey() && key.IsClustered() != false ? MostClusteredKey : MostIndexKey));
        var indexes = Types.SelectMany(type => type.GetIndexes()).Select(index => (Name: index.GetDatabaseName()!, index.Properties, Most: MostIndexKey));

        Assert.Empty(keys.Concat(indexes).Where(key => key.Properties.Sum(Bytes) > key.Most).Select(key => $"{key.Name}: {key.Properties.Sum(Bytes)} bytes"));
    }

    /// <summary>
    /// A GUID as the whole clustered key puts each new row on a page of its own. Left are tables of few rows: people and how they come in, roles, models, the
    /// lists of stages, teams and what is granted.
    /// </summary>
    [Fact]
    public void Rows_lie_by_what_is_read_together()
    {
        var byGuid = Types.Where(type => Clustered(type) is [{ ClrType: var only } id] && only == typeof(Guid) && !id.IsForeignKey())
            .Select(type => type.GetTableName());

        Assert.Equal(["AspNetRoles", "AspNetUsers", "Collections", "ExternalLogins", "Grants", "Models", "Stages", "StandIns", "Teams"],
            byGuid.Order(StringComparer.Ordinal));
        Assert.Equal(["ModelId", "Number"], Columns("Versions"));
        Assert.Equal(["VersionId", "Id"], Columns("Metrics"));
        Assert.Equal(["VersionId", "PathKey"], Columns("VersionFiles"));

        static IEnumerable<string> Columns(string table) =>
            Clustered(Types.Single(type => type.GetTableName() == table)).Select(property => property.Name);
    }

    /// <summary>Rows of which there are many have a number for a key, or the key of what they belong to.</summary>
    [Fact]
    public void Clustered_keys_fit() => Assert.Empty(Types.Where(type => Clustered(type).Sum(Bytes) > MostClusteredKey).Select(type => type.GetTableName()));

    [Fact]
    public void Text_is_bounded_where_it_is_not_a_document()
    {
        // Bodies and lists of ids are read by key and never searched; folding may lengthen a text whose own length is checked.
        string[] documents = ["AuditEvents.Body", "IdempotencyRecords.Answer", "IdempotencyRecords.Models", "IdempotencyRecords.Rights",
            "PolicyVersions.ContentText",
            "PromotionRequests.FinalText", "SubjectTexts.Text", "SheetTexts.Text",
            "AccessTokens.Scopes", "AccessTokens.ModelIds", "AccessTokens.CollectionIds", "AccessTokens.Networks", "AccessTokens.Slots",
            "ExternalLogins.GivenRoles", "ExternalLogins.GivenTeams", "Models.NormalizedDescription",
            "ModelTags.NormalizedValue"];
        var identity = Types.Where(type => type.GetTableName()!.StartsWith("AspNet", StringComparison.Ordinal)).SelectMany(type => type.GetProperties());

        // 4 000 characters are the most that nvarchar(n) takes; longer texts are (max), with a length that the application checks.
        var unbounded = Properties.Except(identity)
            .Where(property => Type(property).Contains("(max)", StringComparison.Ordinal) && property.GetMaxLength() is null).Select(Name);

        Assert.Equal(documents.Order(), unbounded.Order());
    }

    [Fact]
    public void Identifiers_are_short_and_unique()
    {
        var indexes = Types.SelectMany(type => type.GetIndexes().Select(index => (Table: type.GetTableName(), Name: index.GetDatabaseName()!))).ToList();
        var constraints = Types.SelectMany(type =>
            type.GetForeignKeys().Select(key => key.GetConstraintName()!).Concat(type.GetKeys().Select(key => key.GetName()!))).ToList();
        var names = Types.Select(type => type.GetTableName()!).Concat(Properties.Select(property => property.GetColumnName())).Concat(constraints)
            .Concat(indexes.Select(index => index.Name));

        Assert.All(names, name => Assert.True(name.Length <= MostIdentifier, name));
        Assert.Equal(constraints.Count, constraints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(indexes.Count, indexes.Distinct().Count());
    }

    [Fact]
    public void A_float_never_holds_what_it_refuses_its_kind_stands_beside_it()
    {
        var floats = Properties.Where(property => Type(property) is "float" or "real").ToList();

        Assert.Equal(
            [
                "LoggedModelMetrics.Stored", "Metrics.Stored", "RunDatasetMetrics.Stored", "RunMetrics.Highest", "RunMetrics.Lowest", "RunMetrics.Stored",
                "RunPoints.Stored",
            ], floats.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(floats, property => Assert.NotNull(property.DeclaringType.FindProperty("Kind")));
    }

    [Fact]
    public void Every_foreign_key_is_served_by_an_index()
    {
        var bare = Types.SelectMany(type => type.GetForeignKeys()).Where(key => !Leads(key.DeclaringEntityType, key.Properties));

        Assert.Empty(bare.Select(key => key.GetConstraintName()));

        static bool Leads(IEntityType type, IReadOnlyList<IProperty> columns) =>
            type.GetIndexes().Where(index => index.GetFilter() is null).Select(index => index.Properties).Concat(type.GetKeys().Select(key => key.Properties))
                .Any(indexed => indexed.Take(columns.Count).SequenceEqual(columns));
    }

    [Fact]
    public void Times_keep_their_offset() =>
        Assert.All(Properties.Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(DateTimeOffset)),
            property => Assert.Equal("datetimeoffset", Type(property)));

    [Fact]
    public void Text_compares_by_code_point_whatever_the_server_s_collation_is() =>
        Assert.All(Properties.Where(property => Type(property).StartsWith("nvarchar", StringComparison.Ordinal) && !property.IsPrimitiveCollection),
            property => Assert.True(property.GetCollation() == CodePoints,
                $"{Name(property)} has the collation {property.GetCollation() ?? "of the server"}."));

    /// <summary>In memory too, where rows are told apart by their keys: the provider's own comparison of text keys knows no case.</summary>
    [Fact]
    public void Text_compares_by_code_point_on_the_client() =>
        Assert.All(Properties.Where(property => Type(property).StartsWith("nvarchar", StringComparison.Ordinal) && !property.IsPrimitiveCollection), property =>
        {
            Assert.False(property.GetProviderValueComparer().Equals("team", "Team"), $"{Name(property)}, as it is written");
            Assert.False(property.GetProviderValueComparer().Equals("team", "team "), $"{Name(property)}, as it is written");
            if (property.ClrType == typeof(string))
            {
                Assert.False(property.GetValueComparer().Equals("team", "Team"), Name(property));
                Assert.False(property.GetKeyValueComparer().Equals("team", "Team"), $"{Name(property)}, as a key");
            }
        });

    [Fact]
    public void Keys_that_differ_by_case_alone_are_two_rows()
    {
        using var db = Contexts.SqlServer();
        var model = Guid.NewGuid();

        db.AddRange(new ModelTag { ModelId = model, Key = "team" }, new ModelTag { ModelId = model, Key = "Team" });

        Assert.Equal(2, db.ChangeTracker.Entries<ModelTag>().Count());
    }

    [Fact]
    public void Ids_are_made_by_the_application() =>
        Assert.All(Properties.Where(property =>
            property.IsPrimaryKey() && property.ClrType == typeof(Guid) && !Name(property).StartsWith("AspNet", StringComparison.Ordinal)),
            property => Assert.Equal(ValueGenerated.Never, property.ValueGenerated));

    private static IReadOnlyList<IProperty> Clustered(IEntityType type) =>
        type.GetIndexes().FirstOrDefault(index => index.IsClustered() == true)?.Properties
        ?? (type.FindPrimaryKey()!.IsClustered() != false ? type.FindPrimaryKey()!.Properties : []);

    private static IModel Read()
    {
        using var db = Contexts.SqlServer();
        return db.GetService<IDesignTimeModel>().Model;
    }

    private static string Type(IProperty property) => property.GetRelationalTypeMapping().StoreType;

    private static string Name(IProperty property) => $"{property.DeclaringType.GetTableName()}.{property.GetColumnName()}";

    private static int Bytes(IProperty property) => Type(property) switch
    {
        "uniqueidentifier" => 16,
        "bigint" or "float" => 8,
        "int" => 4,
        "tinyint" => 1,
        "bit" => 1,
        "datetimeoffset" => 10,
        var text when text.StartsWith("nvarchar(", StringComparison.Ordinal) && property.GetMaxLength() is { } length
            && !text.Contains("max", StringComparison.Ordinal) => 2 * length,
        var binary when binary.StartsWith("varbinary(", StringComparison.Ordinal) && property.GetMaxLength() is { } length => length,
        _ => int.MaxValue / 16,
    };
}

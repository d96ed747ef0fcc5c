using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Bench.Lists;

/// <summary>
/// Fills a data directory with one model of many versions and many models of some: by default 200,000 versions in one, 1,000,000 in 10,000 models, with three
/// metrics, two parameters and one or two tags each, and the people of <see cref="ManyPeople"/>. Straight into the tables, in one transaction and without
/// audit events: the chain begins with the account.
/// </summary>
internal sealed class ManyVersions(string folder, int most) : IAsyncDisposable
{
    public const string Model = "many versions";
    public const string Email = "bench@example.test";

    private const int Owners = 20;
    private const int Requests = 1_000;

    // 625 of the people review, of whom 312 have a stand-in; every third request has an approval, every fifth a seat of a team.
    private const string Answers = """
        CREATE TEMP TABLE Reviewer AS SELECT Id, Email, CAST(substr(Email, 7, 5) AS INTEGER) / 16 AS Place FROM AspNetUsers
            WHERE Email LIKE 'person%' AND CAST(substr(Email, 7, 5) AS INTEGER) % 16 = 0;
        INSERT INTO AspNetUserRoles (UserId, RoleId) SELECT r.Id, role.Id FROM Reviewer r JOIN AspNetRoles role ON role.Name = 'Reviewer';
        INSERT INTO StandIns (Id, PersonId, StandInId, "From", Until, Revision)
            SELECT printf('%08X-0000-7000-8000-000000000000', a.Place), a.Id, b.Id, 630000000000000000, 660000000000000000, a.Id
            FROM Reviewer a JOIN Reviewer b ON b.Place = a.Place + 1 WHERE a.Place % 2 = 0;
        INSERT INTO Reviews (RequestId, ById, ByName, Decision, Comment, At, Subject, Sheet)
            SELECT p.Id, r.Id, r.Email, 'Approve', '', p.RequestedAt, p.PresentSubject, p.PresentSubject
            FROM PromotionRequests p JOIN Reviewer r ON r.Place = p.Number % 625 WHERE p.Number % 3 = 0;
        INSERT INTO RequestSeats (RequestId, "Set", TeamId, Needed)
            SELECT p.Id, 1, t.Id, 1 FROM PromotionRequests p JOIN (SELECT Id, row_number() OVER (ORDER BY NormalizedName) AS Place FROM Teams) t
            ON t.Place = p.Number % 500 + 1 WHERE p.Number % 5 = 0;
        UPDATE PromotionRequests SET SeatText = (SELECT lower(replace(s.TeamId, '-', '')) || ':1' FROM RequestSeats s WHERE s.RequestId = PromotionRequests.Id)
            WHERE Number % 5 = 0;
        DROP TABLE Reviewer;
        """;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Words = ["credit", "fraud", "churn", "digits", "speech", "vision", "ranking", "pricing", "demand", "toxicity"];

    private readonly ServiceProvider _services =
        new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRegistry(RegistrySettings.Sqlite(folder)).BuildServiceProvider();

    private readonly List<(Guid Id, string Email)> _people = [];
    private readonly List<Guid> _models = [];
    private Guid _member;
    private long _metric;
    private int _seed;

    public async Task MakeAsync(string password)
    {
        var start = Stopwatch.GetTimestamp();
        await _services.GetRequiredService<RegistryDatabase>().MigrateAsync(CancellationToken.None);
        await AddPeopleAsync(password);
        await using var db = _services.GetRequiredService<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        await using var connection = new SqliteConnection(RegistrySettings.Sqlite(folder).ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; PRAGMA temp_store=MEMORY;");
        var indexes = Indexes(connection);
        Execute(connection, string.Concat(indexes.Select(index => $"DROP INDEX \"{index.Name}\";")));
        Execute(connection, "BEGIN");
        var people = new ManyPeople(_member, await db.Roles.Where(role => role.Name == Roles.Viewer).Select(role => role.Id).SingleAsync());
        people.FillCollections(db, connection);
        using (var tables = new Tables(db, connection))
        {
            Fill(tables, people);
            people.Fill(db, connection, _models);
            Console.WriteLine(string.Create(Culture, $"rows       {tables.Models.Rows:N0} models, {tables.Versions.Rows:N0} versions, "
                + $"{tables.Metrics.Rows:N0} metrics, {tables.Parameters.Rows:N0} parameters, {tables.Tags.Rows:N0} tags"));
        }

        Execute(connection, "COMMIT");
        foreach (var index in indexes)
        {
            Execute(connection, index.Sql);
        }

        // As the services keep it; the server has one stage that is filled here.
        Execute(connection, """
            UPDATE Models SET ShowsStage = EXISTS (SELECT 1 FROM Slots s WHERE s.ModelId = Models.Id AND s.Kind = 'Stage'), ShownNumber = COALESCE(
                (SELECT s.VersionNumber FROM Slots s WHERE s.ModelId = Models.Id AND s.Kind = 'Stage'),
                (SELECT MAX(v.Number) FROM Versions v WHERE v.ModelId = Models.Id AND v.Status = 'Ready' AND v.ArchivedAt IS NULL));
            """);
        Execute(connection, "PRAGMA journal_mode=WAL");
        await AskAsync();
        Execute(connection, Answers);
        Console.WriteLine(string.Create(Culture, $"made       {RegistrySettings.SqliteFile(folder)} of "
            + $"{new FileInfo(RegistrySettings.SqliteFile(folder)).Length >> 20:N0} MB in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s"));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    private async Task AddPeopleAsync(string password)
    {
        var people = _services.GetRequiredService<People>();
        for (var i = 0; i < Owners; i++)
        {
            var made = await people.CreateAsync(i == 0 ? new NewUser(Email, "Bench", [.. Roles.All], password)
                : new NewUser($"owner{i.ToString(Culture)}@example.test", $"Owner {i.ToString(Culture)}", [Roles.DataScientist]), Actor.System,
                CancellationToken.None);
            _people.Add((made.User.Id, made.User.Email));
        }

        _member = (await people.CreateAsync(new NewUser(ManyPeople.Email, "Member", [Roles.DataScientist, Roles.Reviewer], password), Actor.System,
            CancellationToken.None)).User.Id;
    }

    /// <summary>Requests that wait, of models that are closed and others, by the services.</summary>
    private async Task AskAsync()
    {
        var asker = new Actor(_people[0].Id, Email, Door.Browser, Roles.All.ToHashSet());
        var (models, promotions) = (_services.GetRequiredService<ModelQueries>(), _services.GetRequiredService<PromotionWorkflow>());
        string? token = null;
        for (var made = 0; made < Requests;)
        {
            var page = await models.ListAsync(new ModelSearch("stage = 'production'", "updatedAt", PageToken.MaxSize, token), asker,
                CancellationToken.None);
            foreach (var model in page.Items)
            {
                if (model.Slots.TryGetValue(Stage.Production, out var version))
                {
                    await promotions.OpenAsync(model.Name, Stage.Staging, new NewRequest(version), asker, CancellationToken.None);
                    made++;
                }
            }

            if ((token = page.NextPageToken) is null)
            {
                break;
            }
        }
    }

    private void Fill(Tables tables, ManyPeople people)
    {
        FillModel(tables, Model, 0, most, null);
        var (models, rest) = (most / 20, most * 4);
        for (var i = 1; i < models; i++)
        {
            var name = $"{Words[i % Words.Length]} {(i / Words.Length).ToString(Culture)}";
            FillModel(tables, name, i, (int)(((long)rest * i / (models - 1)) - ((long)rest * (i - 1) / (models - 1))), people.DeskOf(i));
        }
    }

    private void FillModel(Tables tables, string name, int index, int versions, Collection? home)
    {
        var (owner, author) = (_people[index % Owners], _people[index % 7]);
        var made = Start.AddMinutes(index);
        var model = new Model(name, owner.Id, author.Id, author.Email, made)
        {
            Description = index % 50 == 0 ? "Scores customers at night." : $"Model {index.ToString(Culture)} of the {Words[index % Words.Length]} programme.",
        };
        var latest = made.AddMinutes(versions * 3);
        tables.Models.Add(model, (nameof(Core.Models.Model.LastVersionNumber), versions), (nameof(Core.Models.Model.DefaultMetric), "accuracy"),
            (nameof(Core.Models.Model.UpdatedAt), latest), (nameof(Core.Models.Model.Restricted), index % 100 == 99),
            (nameof(Core.Models.Model.CollectionId), home?.Id), (nameof(Core.Models.Model.Closed), index % 100 == 99 || home is { Closed: true }));
        _models.Add(model.Id);
        tables.Names.Add(model.Names[0]);
        tables.ModelTags.Add(new ModelTag { ModelId = model.Id, Key = "team", Value = Words[(index + 3) % Words.Length] });
        if (index % 3 == 0)
        {
            tables.ModelTags.Add(new ModelTag { ModelId = model.Id, Key = "cost centre", Value = (4_000 + (index % 40)).ToString(Culture) });
        }

        for (var number = 1; number <= versions; number++)
        {
            var sample = new SampleVersion(model.Id, number, ++_seed, author.Id, author.Email, made.AddMinutes(number * 3));
            Add(tables, sample);
            if (number == Math.Max(1, versions - 5) && index % 2 == 0)
            {
                Put(tables, model, sample.Version, Stage.Production, SlotKind.Stage);
            }

            if (number == Math.Max(1, versions - 2) && index % 3 == 0)
            {
                Put(tables, model, sample.Version, "champion", SlotKind.Alias);
            }
        }
    }

    private void Add(Tables tables, SampleVersion sample)
    {
        var version = sample.Version;
        tables.Versions.Add(version, (nameof(ModelVersion.Framework), sample.Framework), (nameof(ModelVersion.DatasetName), sample.DatasetName),
            (nameof(ModelVersion.DatasetDigest), sample.DatasetDigest), (nameof(ModelVersion.ArchivedAt), sample.ArchivedAt),
            (nameof(ModelVersion.SearchText), sample.SearchText));
        tables.Files.Add(new VersionFile
        {
            VersionId = version.Id,
            Path = sample.File.Path,
            PathKey = Sha256Hex.Of(sample.File.Path),
            Sha256 = sample.File.Sha256,
            Size = sample.File.Size,
            UploadedAt = version.CreatedAt,
            UploadedById = version.CreatedById,
            UploadedByName = version.CreatedByName,
        });
        foreach (var (name, value) in sample.Parameters)
        {
            tables.Parameters.Add(new VersionParameter
            {
                VersionId = version.Id,
                ModelId = version.ModelId,
                VersionNumber = version.Number,
                Name = name,
                Value = value,
            });
        }

        foreach (var (key, value) in sample.Tags)
        {
            tables.Tags.Add(new VersionTag { VersionId = version.Id, ModelId = version.ModelId, VersionNumber = version.Number, Key = key, Value = value });
        }

        foreach (var (metric, listed) in sample.Metrics(() => ++_metric))
        {
            tables.Metrics.Add(metric, (nameof(Metric.IsCurrent), true), (nameof(Metric.ListedIn), listed ? version.ModelId : null));
        }
    }

    private static void Put(Tables tables, Model model, ModelVersion version, string name, SlotKind kind)
    {
        var slot = new Slot(model.Id, name, kind, version.CreatedAt);
        tables.Slots.Add(slot, (nameof(Slot.VersionId), version.Id), (nameof(Slot.VersionNumber), version.Number),
            (nameof(Slot.MovedAt), version.CreatedAt), (nameof(Slot.MovedByName), version.CreatedByName), (nameof(Slot.MovedVia), MoveKind.Open));
        tables.Stays.Add(new SlotInterval
        {
            Id = tables.Stays.Rows + 1,
            SlotId = slot.Id,
            VersionId = version.Id,
            VersionNumber = version.Number,
            From = version.CreatedAt,
            ByName = version.CreatedByName,
            Via = MoveKind.Open,
        });
    }

    private static List<(string Name, string Sql)> Indexes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('Versions', 'VersionFiles', "
            + "'VersionParameters', 'VersionTags', 'Metrics', 'Models', 'ModelTags', 'Slots', 'SlotIntervals')";
        using var reader = command.ExecuteReader();
        var found = new List<(string Name, string Sql)>();
        while (reader.Read())
        {
            found.Add((reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Tables(RegistryDbContext db, SqliteConnection connection) : IDisposable
    {
        public BulkTable<Model> Models { get; } = new(db, connection);

        public BulkTable<ReservedName> Names { get; } = new(db, connection);

        public BulkTable<ModelTag> ModelTags { get; } = new(db, connection);

        public BulkTable<ModelVersion> Versions { get; } = new(db, connection);

        public BulkTable<VersionFile> Files { get; } = new(db, connection);

        public BulkTable<VersionParameter> Parameters { get; } = new(db, connection);

        public BulkTable<VersionTag> Tags { get; } = new(db, connection);

        public BulkTable<Metric> Metrics { get; } = new(db, connection);

        public BulkTable<Slot> Slots { get; } = new(db, connection);

        public BulkTable<SlotInterval> Stays { get; } = new(db, connection);

        public void Dispose()
        {
            Models.Dispose();
            Names.Dispose();
            ModelTags.Dispose();
            Versions.Dispose();
            Files.Dispose();
            Parameters.Dispose();
            Tags.Dispose();
            Metrics.Dispose();
            Slots.Dispose();
            Stays.Dispose();
        }
    }
}

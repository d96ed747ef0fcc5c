using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Core.Models;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Models;

/// <summary>One registry with a handful of models, asked by every filter of the tables below.</summary>
public sealed class ModelFilterTests(ModelFilterTests.Shelf shelf) : IClassFixture<ModelFilterTests.Shelf>
{
    [Theory]
    [InlineData(null, "claims,Fraud-EU,fraud-us,weird")]
    [InlineData("   ", "claims,Fraud-EU,fraud-us,weird")]
    [InlineData("fraud", "Fraud-EU,fraud-us")]
    [InlineData("ｆｒａｕｄ", "Fraud-EU,fraud-us")]
    [InlineData("FRAUD risk", "fraud-us")]
    [InlineData("betrug fraud", "Fraud-EU")]
    [InlineData("GRÖSSE", "claims")]
    [InlineData("\"müller co\"", "claims")]
    [InlineData("müller co", "claims")]
    [InlineData("\"co müller\"", "")]
    [InlineData("100%", "weird")]
    [InlineData("a_b", "weird")]
    [InlineData("[x]", "weird")]
    [InlineData("fraud and us", "")]
    [InlineData("team", "")]
    public async Task Plain_words_must_all_occur_in_the_name_the_description_or_a_tags_value(string? filter, string found) =>
        Assert.Equal(found, await shelf.FindAsync(filter));

    [Theory]
    [InlineData("name = 'fraud-us'", "fraud-us")]
    [InlineData("name = 'FRAUD-US'", "fraud-us")]
    [InlineData("name != 'fraud-us'", "claims,Fraud-EU,weird")]
    [InlineData("name like 'fraud%'", "fraud-us")]
    [InlineData("name ilike 'fraud%'", "Fraud-EU,fraud-us")]
    [InlineData("name ILIKE 'ＦＲＡＵＤ-__'", "Fraud-EU,fraud-us")]
    [InlineData("name like '%-__'", "Fraud-EU,fraud-us")]
    [InlineData("name like 'fraud'", "")]
    [InlineData("name like ''", "")]
    [InlineData("attribute.name = 'claims'", "claims")]
    [InlineData("`name`=\"claims\"", "claims")]
    [InlineData("tags.team = 'risk'", "fraud-us")]
    [InlineData("tag.team = 'risk'", "fraud-us")]
    [InlineData("tags.team = 'Risk'", "")]
    [InlineData("tags.team ilike 'RISK'", "fraud-us")]
    [InlineData("tags.team != 'risk'", "Fraud-EU")]
    [InlineData("tags.Team = 'risk'", "")]
    [InlineData("tags.`cost centre` = '42'", "claims")]
    [InlineData("tags.\"cost centre\" like '4%'", "claims")]
    [InlineData("tags.team = 'risk' and name like 'fraud%'", "fraud-us")]
    [InlineData("tags.team = 'risk' AND name like 'claims%'", "")]
    [InlineData("owner = 'SCIENTIST@example.test' and name ilike 'FRAUD%'", "Fraud-EU,fraud-us")]
    [InlineData("owner like '%@example.test' and name = 'weird'", "weird")]
    [InlineData("owner = 'nobody@example.test'", "")]
    [InlineData("collection = 'RISK/emea'", "claims")]
    [InlineData("collection = 'risk'", "")]
    [InlineData("collection like 'risk/%'", "claims")]
    [InlineData("collection = '/'", "Fraud-EU,fraud-us,weird")]
    [InlineData("collection != '/'", "claims")]
    [InlineData("collection != 'risk/emea'", "Fraud-EU,fraud-us,weird")]
    [InlineData("collection in ('/', 'risk/emea') and name in ('claims', 'weird')", "claims,weird")]
    [InlineData("not collection = 'risk/emea'", "Fraud-EU,fraud-us,weird")]
    [InlineData("description ilike '%größe%'", "claims")]
    [InlineData("description like '%größe%'", "")]
    [InlineData("description = 'padded'", "")]
    [InlineData("description = 'padded '", "fraud-us")]
    [InlineData("tags.odd = 'a_b [x] 100% \\ * ?'", "weird")]
    [InlineData("tags.odd = 'aXb [x] 100% \\ * ?'", "")]
    [InlineData("tags.odd like '% [x] %'", "weird")]
    [InlineData("tags.odd like '%\\ * ?'", "weird")]
    [InlineData("tags.odd like 'a%*__'", "weird")]
    [InlineData("tags.odd ilike 'A_B [X] 100% \\ * ?'", "weird")]
    [InlineData("tags.odd ilike '％'", "")]
    [InlineData("tags.quote = 'it''s'", "")]
    [InlineData("tags.quote = \"it's\"", "weird")]
    [InlineData("name = 'claims' or tags.team = 'risk'", "claims,fraud-us")]
    [InlineData("name = 'weird' or name ilike 'fraud%' and tags.team = 'eu'", "Fraud-EU,weird")] // and binds closer
    [InlineData("(name = 'weird' or name ilike 'fraud%') and tags.team = 'eu'", "Fraud-EU")]
    [InlineData("not name ilike 'fraud%'", "claims,weird")]
    [InlineData("not (tags.team = 'risk' or name = 'weird')", "claims,Fraud-EU")]
    [InlineData("name in ('CLAIMS', 'weird', 'nothing')", "claims,weird")]
    [InlineData("name not in ('claims', 'weird')", "Fraud-EU,fraud-us")]
    [InlineData("tags.team in ('eu', 'risk')", "Fraud-EU,fraud-us")]
    [InlineData("tags.team not in ('eu')", "fraud-us")]
    [InlineData("created >= '2020-01-01' and created < '2120-01-01T00:00:00Z' and name = 'weird'", "weird")]
    [InlineData("created > '2120-01-01'", "")]
    public async Task A_filter_compares_fields_as_it_says(string filter, string found) =>
        Assert.Equal(found, await shelf.FindAsync(filter));

    [Theory]
    [InlineData("name", "name")] // a lone word that happens to be a field's name
    [InlineData("name of claims", "")]
    public async Task Words_that_are_no_comparison_stay_words(string filter, string _) =>
        Assert.Equal("", await shelf.FindAsync(filter));

    [Theory]
    [InlineData("name like", 9, 0, "value")]
    [InlineData("name = fraud", 7, 5, "value")]
    [InlineData("name = 'fraud", 7, 6, "closing quote")]
    [InlineData("name='a' OR 1=1--", 12, 1, "name, owner")]
    [InlineData("name = 'a' or", 13, 0, "name, owner")]
    [InlineData("(name = 'a'", 11, 0, "closing )")]
    [InlineData("name = 'a')", 10, 1, "and, or, or the end")]
    [InlineData("name in 'a'", 8, 3, "a list in parentheses")]
    [InlineData("name in ('a'", 12, 0, "closing )")]
    [InlineData("name not like 'a'", 9, 4, "in")]
    [InlineData("metrics.accuracy >= 'high'", 20, 6, "a number")]
    [InlineData("metrics.accuracy like '0.9%'", 17, 4, "=, !=, <")]
    [InlineData("created >= 'yesterday'", 11, 11, "a day or an instant")]
    [InlineData("status = 'done'", 9, 6, "'READY' or")]
    [InlineData("name LIKE '%'; DROP TABLE", 13, 1, "and")]
    [InlineData("name = 'a' and", 14, 0, "name, owner")]
    [InlineData("name = 'a' and tags.b", 21, 0, "=, !=")]
    [InlineData("name = 'a' b = 'c'", 11, 1, "and, or")]
    [InlineData("name < 'a'", 5, 1, "=, !=")]
    [InlineData("password = 'x'", 0, 8, "name, owner")]
    [InlineData("SecurityStamp != 'x'", 0, 13, "name, owner")]
    [InlineData("name = 'a' and PasswordHash like '%'", 15, 12, "name, owner")]
    [InlineData("users.name = 'a'", 0, 10, "name, owner")]
    [InlineData("`name,owner` = 'a'", 0, 12, "name, owner")]
    [InlineData("tags.\"a'b\"='c'", 0, 10, "key of a tag")]
    [InlineData("tags.`a ` = 'c'", 0, 9, "key of a tag")]
    [InlineData("tags.`` = 'c'", 0, 7, "key of a tag")]
    [InlineData("\"open words", 0, 5, "closing quote")]
    [InlineData("words 'open", 6, 5, "closing quote")]
    [InlineData("a b c d e f g h i j k", 20, 1, "at most 10 words")]
    [InlineData("name like '%a%a%a%a%a%a%a%a%a%a%'", 10, 23, "at most 10 places")]
    public async Task A_mistake_is_refused_at_its_character(string filter, int position, int length, string expected)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => shelf.FindAsync(filter));

        Assert.Equal((RefusalKind.Invalid, "filter_invalid", "filter"), (refusal.Kind, refusal.Code, refusal.Field));
        Assert.Equal((position, length), (refusal.Details!["position"], refusal.Details["length"]));
        Assert.Contains(expected, (string)refusal.Details["expected"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<string> Storms => new(
        new string('x', 100_000),
        string.Join(" and ", Enumerable.Repeat("name = 'a'", 2_000)),
        string.Join(" and ", Enumerable.Repeat("name='a'", 21)),
        string.Concat(Enumerable.Repeat("` ", 999)),
        "name = '" + new string('\'', 1_900) + "x",
        "name = 'nul \0'");

    [Theory]
    [MemberData(nameof(Storms))]
    public async Task A_hostile_filter_is_refused_at_once(string filter)
    {
        var clock = Stopwatch.StartNew();

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => shelf.FindAsync(filter));

        Assert.Equal((RefusalKind.Invalid, "filter"), (refusal.Kind, refusal.Field));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5)); // milliseconds; never minutes of backtracking
    }

    [Fact]
    public async Task A_filter_with_half_a_character_is_refused() =>
        Assert.Equal("field_not_text", (await Assert.ThrowsAsync<RegistryException>(() => shelf.FindAsync($"name = '{'\ud800'}'"))).Code);

    [Theory]
    [InlineData("'")]
    [InlineData("'\"")]
    [InlineData("\" ")]
    public async Task A_storm_of_quotes_is_answered_at_once(string quotes)
    {
        var clock = Stopwatch.StartNew();

        await Record.ExceptionAsync(() => shelf.FindAsync(string.Concat(Enumerable.Repeat(quotes, 1_998 / quotes.Length))));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_storm_of_placeholders_in_one_run_costs_no_more_than_one() =>
        Assert.Equal("claims,Fraud-EU,fraud-us,weird",
            await shelf.FindAsync($"name like '{string.Concat(Enumerable.Repeat("%_", 4))}{new string('%', 1_900)}'"));

    [Fact]
    public async Task A_filter_never_finds_what_may_not_be_seen()
    {
        var viewer = await shelf.Registry.PersonAsync("viewer", Roles.Viewer);

        Assert.Equal("", await shelf.FindAsync("secret", viewer));
        Assert.Equal("", await shelf.FindAsync("tags.hidden = 'yes'", viewer));
        Assert.Equal("", await shelf.FindAsync("name = 'secret'", viewer));
    }

    [Fact]
    public void Both_databases_are_asked_the_same_question_with_their_own_words()
    {
        const string filter = "tags.team = 'a_b' and description like '50[%' and name ilike 'Fr%'";

        var sqlite = Sql(new SqliteRegistryDbContext(new DbContextOptionsBuilder<SqliteRegistryDbContext>().UseSqlite("Data Source=none.db")
            .UseApplicationServiceProvider(IdentitySchema.Services).Options), filter);
        var server = Sql(new SqlServerRegistryDbContext(new DbContextOptionsBuilder<SqlServerRegistryDbContext>().UseSqlServer("Server=none")
            .UseApplicationServiceProvider(IdentitySchema.Services).Options), filter);

        Assert.Contains("'50[[]*'", sqlite, StringComparison.Ordinal);
        Assert.Contains("GLOB", sqlite, StringComparison.Ordinal);
        Assert.DoesNotContain("LIKE", sqlite, StringComparison.Ordinal);
        Assert.Contains(@"N'a\_b'", server, StringComparison.Ordinal);
        Assert.Contains(@"N'50\[%'", server, StringComparison.Ordinal);
        Assert.Contains("N'FR%'", server, StringComparison.Ordinal);
        Assert.Contains(@"ESCAPE N'\'", server, StringComparison.Ordinal);
        Assert.Contains("[NormalizedName] LIKE", server, StringComparison.Ordinal);
    }

    private static string Sql(RegistryDbContext db, string filter)
    {
        using (db)
        {
            return db.Models.Matching(filter, db).ToQueryString();
        }
    }

    public sealed class Shelf : IAsyncLifetime
    {
        private Actor _scientist = Actor.System;

        public TestRegistry Registry { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Registry = await TestRegistry.StartAsync();
            _scientist = await Registry.PersonAsync("scientist", Roles.DataScientist);
            var other = await Registry.PersonAsync("other", Roles.DataScientist);
            await Registry.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk/emea"), Actor.System, default);
            await AddAsync(new NewModel("Fraud-EU", "Betrug im Handel", Tags("team", "eu")), _scientist);
            await AddAsync(new NewModel("fraud-us", "padded ", Tags("team", "risk")), _scientist);
            await AddAsync(new NewModel("claims", "Größe und Grösse", Tags("cost centre", "42", "by", "Ｍüller Co"), Collection: "risk/emea"), _scientist);
            await AddAsync(new NewModel("weird", "", Tags("odd", @"a_b [x] 100% \ * ?", "quote", "it's")), _scientist);
            await AddAsync(new NewModel("secret", "", Tags("hidden", "yes"), Restricted: true), other);
        }

        public async Task<string> FindAsync(string? filter, Actor? by = null)
        {
            var page = await Registry.Get<ModelQueries>().ListAsync(new ModelSearch(filter), by ?? _scientist, default);
            return string.Join(',', page.Items.Select(model => model.Name));
        }

        public async Task DisposeAsync() => await Registry.DisposeAsync();

        private Task AddAsync(NewModel model, Actor by) => Registry.Get<ModelWorkflow>().CreateAsync(model, by, default);

        private static Dictionary<string, string> Tags(params string[] pairs) => pairs.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}

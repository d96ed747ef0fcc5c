using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Filters;

/// <summary>Eight versions of one model, asked by every filter and order of the tables below; another model beside them.</summary>
public sealed class VersionFilterTests(VersionFilterTests.Shelf shelf) : IClassFixture<VersionFilterTests.Shelf>
{
    [Theory]
    [InlineData(null, "8,7,6,5,4,3,2,1")]
    [InlineData("metrics.accuracy >= 0.9", "8,5,3")] // infinite is beyond every number
    [InlineData("metrics.accuracy < 0.9", "6,2,1")]
    [InlineData("metrics.accuracy <= 0.9", "6,3,2,1")]
    [InlineData("metrics.accuracy = 0.95", "5")]
    [InlineData("metrics.accuracy != 0.95", "3,2,1")]
    [InlineData("metrics.accuracy in (0.95, 0.8)", "5,1")]
    [InlineData("not metrics.accuracy >= 0.9", "7,6,4,2,1")] // not a number and not measured are not at least 0.9
    [InlineData("params.family = 'svc'", "3,1")]
    [InlineData("parameters.family like 'm%'", "2")]
    [InlineData("params.depth = 5", "5")]
    [InlineData("params.family in ('svc', 'mlp')", "3,2,1")]
    [InlineData("tags.team = 'risk'", "2")]
    [InlineData("tags.team ilike 'RISK'", "2")]
    [InlineData("framework = 'scikit-learn 1.5'", "1")]
    [InlineData("framework != 'scikit-learn 1.5'", "2")]
    [InlineData("not framework = 'scikit-learn 1.5'", "8,7,6,5,4,3,2")]
    [InlineData("dataset = 'test'", "3,2,1")]
    [InlineData("dataset like 'd1%'", "2,1")]
    [InlineData("label = '2.1.0-RC'", "2")]
    [InlineData("label like '2.%'", "2")]
    [InlineData("status = 'ready'", "1")]
    [InlineData("status in ('PENDING')", "8,7,6,5,4,3,2")]
    [InlineData("stage = 'production'", "1")]
    [InlineData("stage = 'PRODUCTION' or alias = 'champion'", "1")]
    [InlineData("alias = 'Candidate'", "1")]
    [InlineData("alias != 'candidate'", "")]
    [InlineData("digest like 'sha256:%'", "1")]
    [InlineData("number > 6 or number in (1, 3)", "8,7,3,1")]
    [InlineData("description like '%100\\%'", "")]
    [InlineData("description ilike '%HALF%'", "2")]
    [InlineData("quarantined = 'true'", "")]
    [InlineData("archived = 'false' and number < 3", "2,1")]
    [InlineData("created > '2120-01-01'", "")]
    [InlineData("createdBy like 'scientist%' and number = 4", "4")]
    [InlineData("half precision", "2")]
    [InlineData("risk", "2")]
    [InlineData("nothing like this", "")]
    public async Task A_filter_finds_versions_by_what_they_hold(string? filter, string found) => Assert.Equal(found, await shelf.FindAsync(filter));

    [Theory]
    [InlineData("number", "1,2,3,4,5,6,7,8")]
    [InlineData("metrics.accuracy desc", "8,5,3,2,1,6,7,4")] // infinite, 0.95, 0.9, 0.85, 0.8, minus infinite, not a number, not measured
    [InlineData("metrics.accuracy", "6,1,2,3,5,8,7,4")]
    [InlineData("params.family, number", "2,1,3,4,5,6,7,8")]
    [InlineData("params.family desc, number desc", "3,1,2,8,7,6,5,4")]
    [InlineData("tags.team", "2,1,3,4,5,6,7,8")] // those without one by number, in the same direction
    [InlineData("label", "2,1,3,4,5,6,7,8")]
    [InlineData("framework DESC", "1,2,8,7,6,5,4,3")]
    [InlineData("created, number", "1,2,3,4,5,6,7,8")]
    [InlineData("metrics.`never measured` desc, number", "1,2,3,4,5,6,7,8")]
    public async Task An_order_puts_what_is_missing_last_and_goes_on_from_page_to_page(string orderBy, string expected)
    {
        Assert.Equal(expected, await shelf.FindAsync(null, orderBy));
        Assert.Equal(expected, await shelf.FindAsync(null, orderBy, pageSize: 1));
        Assert.Equal(expected, await shelf.FindAsync(null, orderBy, pageSize: 3));
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("number,")]
    [InlineData("number asc desc")]
    [InlineData("number number number number")]
    [InlineData("number, label, created, size")]
    [InlineData("(number)")]
    public async Task What_is_no_order_is_refused(string orderBy) => await Refused.ByAsync("order_invalid", () => shelf.FindAsync(null, orderBy));

    [Fact]
    public async Task A_token_belongs_to_its_filter_its_order_and_its_reader()
    {
        var token = (await shelf.PageAsync(new VersionSearch(OrderBy: "metrics.accuracy desc", PageSize: 2))).NextPageToken;
        var other = await shelf.Registry.PersonAsync("other.reader", Roles.Viewer);

        await Refused.ByAsync("page_token_invalid", () => shelf.PageAsync(new VersionSearch(OrderBy: "metrics.accuracy", PageToken: token)));
        await Refused.ByAsync("page_token_invalid", () => shelf.PageAsync(new VersionSearch("number > 1", "metrics.accuracy desc", PageToken: token)));
        await Refused.ByAsync("page_token_invalid", () => shelf.PageAsync(new VersionSearch(OrderBy: "metrics.accuracy desc", PageToken: token), other));
    }

    [Theory]
    [InlineData("stage = 'production' and metrics.accuracy < 0.9", "digits")]
    [InlineData("metrics.accuracy >= 0.97", "wine")] // nothing in a stage: its newest sealed version
    [InlineData("params.family = 'svc' and name like 'dig%'", "digits")]
    [InlineData("alias = 'candidate'", "digits")]
    [InlineData("not stage = 'production'", "empty,wine")]
    [InlineData("framework = 'scikit-learn 1.5'", "digits")]
    public async Task A_model_is_found_by_the_version_that_speaks_for_it(string filter, string found) =>
        Assert.Equal(found, await shelf.ModelsAsync(filter, null));

    [Theory]
    [InlineData("metrics.accuracy desc", "wine,digits,empty")]
    [InlineData("metrics.accuracy", "digits,wine,empty")]
    [InlineData("metrics.loss, name desc", "wine,empty,digits")]
    [InlineData("updatedAt desc, name", null)]
    public async Task Models_are_ordered_by_the_metric_of_that_version(string orderBy, string? expected)
    {
        var whole = await shelf.ModelsAsync(null, orderBy);

        Assert.Equal(expected ?? whole, whole);
        Assert.Equal(whole, await shelf.ModelsAsync(null, orderBy, pageSize: 1));
    }

    public sealed class Shelf : IAsyncLifetime
    {
        private Actor _scientist = Actor.System;

        public TestRegistry Registry { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Registry = await TestRegistry.StartAsync();
            _scientist = await Registry.PersonAsync("scientist", Roles.DataScientist);
            foreach (var model in new[] { "digits", "wine", "empty" })
            {
                await Registry.Get<ModelWorkflow>().CreateAsync(new NewModel(model), _scientist, default);
            }

            await Registry.ASealedVersionAsync(_scientist, "digits", Of(0.8, "svc") with { Framework = "scikit-learn 1.5", Dataset = new("test", "d1") });
            await AddAsync(Of(0.85, "mlp") with
            {
                Label = "2.1.0-rc",
                Description = "half precision, 100 times smaller",
                Tags = new Dictionary<string, string> { ["team"] = "risk" },
                Framework = "onnx",
                Dataset = new("test", "d1b"),
            });
            await AddAsync(Of(0.9, "svc") with { Dataset = new("test", "d2") });
            await AddAsync(new NewVersion());
            await AddAsync(Of(0.95) with { Parameters = new Dictionary<string, string> { ["depth"] = "5" } });
            await AddAsync(Of(double.NegativeInfinity));
            await AddAsync(Of(double.NaN));
            await AddAsync(Of(double.PositiveInfinity));
            await Registry.ASealedVersionAsync(_scientist, "wine", Of(0.97));
            await Registry.PutAsync(Actor.System, "digits", Stage.Production, 1);
            await Registry.PutAsync(_scientist, "digits", "candidate", 1, MoveKind.Alias);
        }

        public Task<Page<VersionView>> PageAsync(VersionSearch search, Actor? by = null) =>
            Registry.Get<VersionQueries>().ListAsync("digits", search, by ?? _scientist, default);

        public async Task<string> FindAsync(string? filter, string? orderBy = null, int? pageSize = null) =>
            string.Join(',', await AllAsync(async token =>
            {
                var page = await PageAsync(new VersionSearch(filter, orderBy, PageSize: pageSize, PageToken: token));
                return (page.Items.Select(version => version.Number.Text()), page.NextPageToken);
            }));

        public async Task<string> ModelsAsync(string? filter, string? orderBy, int? pageSize = null) =>
            string.Join(',', await AllAsync(async token =>
            {
                var page = await Registry.Get<ModelQueries>().ListAsync(new ModelSearch(filter, orderBy, pageSize, token), _scientist, default);
                return (page.Items.Select(model => model.Name), page.NextPageToken);
            }));

        public async Task DisposeAsync() => await Registry.DisposeAsync();

        private static async Task<List<string>> AllAsync(Func<string?, Task<(IEnumerable<string> Items, string? Next)>> read)
        {
            List<string> all = [];
            string? token = null;
            do
            {
                (var items, token) = await read(token);
                all.AddRange(items);
            }
            while (token is not null);

            return all;
        }

        private Task<VersionView> AddAsync(NewVersion version) => Registry.Get<VersionWorkflow>().CreateAsync("digits", version, _scientist, default);

        private static NewVersion Of(double accuracy, string? family = null) => new(
            Metrics: [new NewMetric("accuracy", accuracy)],
            Parameters: family is null ? null : new Dictionary<string, string> { ["family"] = family });
    }
}

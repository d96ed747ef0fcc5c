using System.Text.Json.Nodes;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow;

/// <summary>MLflow's grammar over models and versions.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class RegistrySearchTests(RegistryApp app, RegistrySearchTests.World world) : IClassFixture<RegistrySearchTests.World>
{
    [Theory]
    [InlineData("name = '{A}'", "A")]
    [InlineData("name = '{a}'", "")]
    [InlineData("attribute.name = \"{A}\"", "A")]
    [InlineData("name LIKE '{stem}-%'", "A B")]
    [InlineData("name LIKE '{STEM}-%'", "")]
    [InlineData("name ILIKE '{STEM}-%'", "A B")]
    [InlineData("name != '{A}' AND name LIKE '{stem}%'", "B")]
    [InlineData("tags.team = 'risk' and name like '{stem}%'", "A")]
    [InlineData("tag.team != 'risk' AND name LIKE '{stem}%'", "")] // B has no such tag
    [InlineData("tags.`a b` ILIKE 'X%' AND name LIKE '{stem}%'", "B")]
    [InlineData("tags.\"a b\" LIKE 'X%' AND name LIKE '{stem}%'", "")]
    [InlineData("tags.quote = \"team's\" AND name LIKE '{stem}%'", "A")] // C40
    [InlineData("tags.quote = 'team''s' AND name LIKE '{stem}%'", "")]
    [InlineData("name = '' AND name = ''", "")]
    [InlineData("name LIKE '{stem}%' AND tag.`mlflow.prompt.is_prompt` != 'true'", "A B")]
    [InlineData("name LIKE '{stem}%' AND tags.`mlflow.prompt.is_prompt` = 'false'", "A B")]
    [InlineData("name LIKE '{stem}%' AND tags.`mlflow.prompt.is_prompt` = 'true'", "P")]
    [InlineData("name LIKE '{stem}%' AND tags.`mlflow.prompt.is_prompt` != 'false'", "P")]
    public async Task Models_are_found_as_MLflow_finds_them(string filter, string expected)
    {
        using var client = app.ClientAs(world.Scientist);

        var found = await client.RpcOkAsync("GET", "registered-models/search", $"filter={Escaped(filter)}");

        Assert.Equal(expected, Letters(found["registered_models"], "name"));
    }

    [Theory]
    [InlineData("name = '{A}'", "A3 A2 A1")]
    [InlineData("name = '{a}'", "")]
    [InlineData("name LIKE '{stem}-%' AND version_number = 1", "B1 A1")]
    [InlineData("name LIKE '{stem}-%' AND version_number >= '2'", "A3 A2")]
    [InlineData("name = '{A}' AND version_number != 2", "A3 A1")]
    [InlineData("run_id = '{run}1'", "A1")]
    [InlineData("run_id IN ('{run}1','{run}2', 'none')", "A2 A1")]
    [InlineData("run_id LIKE '{run}%' AND run_id != '{run}1'", "A2")]
    [InlineData("source_path LIKE 's3://bucket/{stem}%'", "A2")]
    [InlineData("tags.kind = 'new' AND name LIKE '{stem}-%'", "A1")]
    [InlineData("tags.kind != 'old' AND name LIKE '{stem}-%'", "A1")]
    [InlineData("name = '{R}'", "")] // restricted
    public async Task Versions_are_found_as_MLflow_finds_them(string filter, string expected)
    {
        using var client = app.ClientAs(world.Scientist);

        var found = await client.RpcOkAsync("GET", "model-versions/search", $"filter={Escaped(filter)}");

        Assert.Equal(expected, Letters(found["model_versions"], "name", "version"));
    }

    [Theory]
    [InlineData("registered-models/search", "filter=name = 'a' OR name = 'b'")]
    [InlineData("registered-models/search", "filter=(name = 'a')")]
    [InlineData("registered-models/search", "filter=NOT name = 'a'")]
    [InlineData("registered-models/search", "filter=name IN ('a')")]
    [InlineData("registered-models/search", "filter=attributes.name = 'a'")]
    [InlineData("registered-models/search", "filter=owner = 'a'")]
    [InlineData("registered-models/search", "filter=name > 'a'")]
    [InlineData("registered-models/search", "filter=name = 5")]
    [InlineData("registered-models/search", "filter=name = 'a\\'b'")]
    [InlineData("registered-models/search", "filter=name = 'a")]
    [InlineData("registered-models/search", "filter=words")]
    [InlineData("registered-models/search", "order_by=creation_timestamp")]
    [InlineData("registered-models/search", "order_by=name, timestamp")]
    [InlineData("registered-models/search", "order_by=name&order_by=name DESC")]
    [InlineData("registered-models/search", "order_by=timestamp&order_by=last_updated_timestamp")]
    [InlineData("registered-models/search", "max_results=1001")]
    [InlineData("registered-models/search", "max_results=-1")]
    [InlineData("registered-models/search", "page_token=nonsense")]
    [InlineData("model-versions/search", "filter=current_stage = 'None'")]
    [InlineData("model-versions/search", "filter=run_id IN ()")]
    [InlineData("model-versions/search", "filter=name IN ('a')")]
    [InlineData("model-versions/search", "filter=version_number LIKE '1'")]
    [InlineData("model-versions/search", "filter=version_number = 'one'")]
    [InlineData("model-versions/search", "order_by=version")]
    [InlineData("model-versions/search", "max_results=0")]
    [InlineData("model-versions/search", "max_results=200001")]
    public async Task What_MLflow_does_not_know_is_refused_and_nothing_of_the_database_is_told(string path, string query)
    {
        using var client = app.ClientAs(world.Scientist);

        var sentence = await client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", path, query);

        Assert.DoesNotContain("SQL", sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("name ASC", "A B")]
    [InlineData("name DESC", "B A")]
    [InlineData("timestamp", "A B")]
    [InlineData("last_updated_timestamp DESC", "B A")]
    [InlineData("attribute.name DESC", "B A")]
    public async Task Pages_of_models_go_on_where_the_last_one_ended(string order, string expected)
    {
        using var client = app.ClientAs(world.Scientist);
        var asked = $"filter={Escaped("name LIKE '{stem}-%'")}&order_by={order.Replace(' ', '+')}&max_results=1";

        var first = await client.RpcOkAsync("GET", "registered-models/search", asked);
        var second = await client.RpcOkAsync("GET", "registered-models/search", $"{asked}&page_token={first.Text("next_page_token")}");

        Assert.Equal(expected, $"{Letters(first["registered_models"], "name")} {Letters(second["registered_models"], "name")}");
        Assert.Null(second.Text("next_page_token")); // a full last page has none
    }

    [Theory]
    [InlineData("version_number", "A1 B1 A2 A3")]
    [InlineData("name", "A3 A2 A1 B1")]
    [InlineData("name DESC&order_by=version_number", "B1 A1 A2 A3")]
    [InlineData("creation_timestamp DESC", "B1 A3 A2 A1")]
    public async Task Pages_of_versions_go_on_where_the_last_one_ended(string order, string expected)
    {
        using var client = app.ClientAs(world.Scientist);
        var asked = $"filter={Escaped("name LIKE '{stem}-%'")}&order_by={order.Replace(' ', '+')}&max_results=1";
        var (found, token) = (new List<string>(), "");
        do
        {
            var page = await client.RpcOkAsync("GET", "model-versions/search", $"{asked}&page_token={token}");
            found.Add(Letters(page["model_versions"], "name", "version"));
            token = page.Text("next_page_token");
        }
        while (token is not null);

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public async Task A_page_token_serves_its_question_and_its_reader_alone()
    {
        using var client = app.ClientAs(world.Scientist);
        using var other = await app.ClientAs(Roles.Viewer);
        var asked = $"filter={Escaped("name LIKE '{stem}-%'")}&max_results=1";
        var token = (await client.RpcOkAsync("GET", "registered-models/search", asked)).Text("next_page_token");

        await other.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", "registered-models/search", $"{asked}&page_token={token}");
        await client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", "registered-models/search", $"{asked}&order_by=name+DESC&page_token={token}");
        await client.RpcFaultAsync(400, "INVALID_PARAMETER_VALUE", "GET", "model-versions/search", $"{asked}&page_token={token}");
    }

    [Fact]
    public async Task No_result_is_an_empty_object()
    {
        using var client = app.ClientAs(world.Scientist);

        Assert.Empty((await client.RpcOkAsync("GET", "registered-models/search", "max_results=0")).AsObject());
        Assert.Empty((await client.RpcOkAsync("GET", "model-versions/search", "filter=name = 'nothing'")).AsObject());
    }

    [Fact]
    public async Task A_restricted_model_is_not_there_for_an_outsider_by_any_call()
    {
        var (name, sent) = (world.Restricted, new Dictionary<string, string?>());
        using var client = app.ClientAs(world.Scientist);
        foreach (var (method, path, body) in new[]
        {
            ("GET", "registered-models/get", $"name={name}"), ("GET", "model-versions/get", $"name={name}&version=1"),
            ("GET", "registered-models/alias", $"name={name}&alias=champion"), ("GET", "registered-models/alias", $"name={name}&alias=latest"),
            ("GET", "registered-models/get-latest-versions", $"name={name}"), ("PATCH", "registered-models/update", "{}"),
            ("POST", "registered-models/rename", """{"new_name":"other"}"""), ("DELETE", "registered-models/delete", "{}"),
            ("POST", "registered-models/set-tag", """{"key":"k"}"""), ("DELETE", "registered-models/delete-tag", """{"key":"k"}"""),
            ("POST", "registered-models/alias", """{"alias":"x","version":"1"}"""), ("DELETE", "registered-models/alias", """{"alias":"champion"}"""),
            ("PATCH", "model-versions/update", """{"version":"1"}"""), ("DELETE", "model-versions/delete", """{"version":"1"}"""),
            ("POST", "model-versions/transition-stage", """{"version":"1","stage":"Production"}"""),
            ("POST", "model-versions/transition-stage", """{"version":"1","stage":"Archived"}"""),
            ("POST", "model-versions/set-tag", """{"version":"1","key":"k","value":"v"}"""),
            ("DELETE", "model-versions/delete-tag", """{"version":"1","key":"k"}"""),
        })
        {
            var named = JsonNode.Parse(method == "GET" ? "{}" : body)!;
            named["name"] = name;
            var hidden = await client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", method, path, method == "GET" ? body : named.ToJsonString());
            named["name"] = $"{name}-not";
            var missing = await client.RpcFaultAsync(404, "RESOURCE_DOES_NOT_EXIST", method, path,
                method == "GET" ? body.Replace(name, $"{name}-not", StringComparison.Ordinal) : named.ToJsonString());
            Assert.Equal(missing.Replace($"{name}-not", name, StringComparison.Ordinal), hidden);
            sent[path] = hidden;
        }

        var found = await client.RpcOkAsync("GET", "registered-models/search", $"filter=name = '{name}'");
        Assert.Empty(found.AsObject());
    }

    private static string Letters(JsonNode? list, params string[] fields) => string.Join(' ', (list?.AsArray() ?? [])
        .Select(item => $"{item!.Text("name")!.Split('-')[^1]}{(fields.Length > 1 ? item!.Text(fields[1]) : "")}"));

    private string Escaped(string filter) => Uri.EscapeDataString(world.Fill(filter));

    /// <summary>A and B with versions, a prompt, and a restricted model of somebody else.</summary>
    public sealed class World(RegistryApp app) : IAsyncLifetime
    {
        private readonly string _stem = RegistryApp.NewName("found").Replace('-', '.');

        public Actor Scientist { get; private set; } = null!;

        public string Restricted => $"{_stem}-R";

        public string Fill(string filter) => filter.Replace("{A}", $"{_stem}-A", StringComparison.Ordinal)
            .Replace("{a}", $"{_stem}-a", StringComparison.Ordinal).Replace("{R}", Restricted, StringComparison.Ordinal)
            .Replace("{run}", $"run.{_stem}.", StringComparison.Ordinal)
            .Replace("{stem}", _stem, StringComparison.Ordinal).Replace("{STEM}", _stem.ToUpperInvariant(), StringComparison.Ordinal);

        public async Task InitializeAsync()
        {
            Scientist = await app.PersonAsync("scientist", Roles.DataScientist);
            await ModelAsync("A", new() { ["team"] = "risk", ["quote"] = "team's" });
            await VersionAsync("A", new NewVersion(Source: new VersionSource($"run.{_stem}.1"), Tags: new Dictionary<string, string> { ["kind"] = "new" }));
            await VersionAsync("A", new NewVersion(Source: new VersionSource($"run.{_stem}.2", Uri: $"s3://bucket/{_stem}/model")));
            await VersionAsync("A", new NewVersion());
            await ModelAsync("B", new() { ["a b"] = "xyz" });
            await VersionAsync("B", new NewVersion());
            await ModelAsync("P", new() { ["mlflow.prompt.is_prompt"] = "true" });
            var owner = await app.PersonAsync("owner", Roles.DataScientist);
            await app.Get<ModelWorkflow>().CreateAsync(new NewModel(Restricted, Restricted: true), owner, default);
            await app.ASealedVersionAsync(owner, Restricted);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private Task ModelAsync(string letter, Dictionary<string, string> tags) =>
            app.Get<ModelWorkflow>().CreateAsync(new NewModel($"{_stem}-{letter}", Tags: tags), Scientist, default);

        private Task VersionAsync(string letter, NewVersion version) => app.ASealedVersionAsync(Scientist, $"{_stem}-{letter}", version);
    }
}

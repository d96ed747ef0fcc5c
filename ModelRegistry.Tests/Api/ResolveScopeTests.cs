using System.Net;
using System.Net.Http.Headers;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>What a serving host's token opens: what a slot points at now, and its files. Everything else is refused, whatever it is.</summary>
[Collection(RegistryAppCollection.Name)]
public sealed class ResolveScopeTests(RegistryApp app) : IAsyncLifetime
{
    private const string Weights = "model/model.pkl";

    private readonly string _model = RegistryApp.NewName("served");
    private Actor _scientist = null!;
    private HttpClient _host = null!;

    private string Versions => $"/api/v1/models/{_model}/versions";

    public async Task InitializeAsync()
    {
        _scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        await app.AModelAsync(_scientist, _model);
        foreach (var content in new[] { "first", "second", "third" })
        {
            await app.ASealedVersionAsync(_scientist, _model, content: content);
        }

        await app.Get<AliasWorkflow>().SetAsync(_model, "champion", "1", _scientist, default);
        await app.PutAsync(Actor.System, _model, "production", 2);
        _host = await HostAsync();
    }

    public Task DisposeAsync()
    {
        _host.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("champion", 1, "first")]
    [InlineData("production", 2, "second")]
    public async Task What_a_slot_points_at_is_resolved_listed_and_downloaded(string slot, int version, string content)
    {
        Assert.Equal(version, (int)(await _host.OkAsync("GET", $"/api/v1/resolve/{_model}@{slot}"))["version"]!);
        using var list = await _host.GetAsync($"{Versions}/{version}/artifacts");
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Equal(content, await _host.GetStringAsync($"{Versions}/{version}/artifacts/{Weights}"));
        using var head = await _host.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{Versions}/{version}/artifacts/{Weights}"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Theory]
    [InlineData("3")] // is in no slot
    [InlineData("99")] // is not there, which it does not learn
    [InlineData("of-no-version")]
    public async Task The_files_of_any_other_version_are_refused(string version)
    {
        foreach (var address in new[] { $"{Versions}/{version}/artifacts", $"{Versions}/{version}/artifacts/{Weights}" })
        {
            using var answer = await _host.GetAsync(address);
            var problem = await answer.ProblemAsync(403, "scope_missing");
            Assert.Contains("is in none", problem.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task They_are_read_from_the_move_into_a_slot_to_the_move_out_of_it()
    {
        await app.Get<AliasWorkflow>().SetAsync(_model, "champion", "3", _scientist, default);

        Assert.Equal("third", await _host.GetStringAsync($"{Versions}/3/artifacts/{Weights}"));
        using var former = await _host.GetAsync($"{Versions}/1/artifacts/{Weights}");
        await former.ProblemAsync(403, "scope_missing");

        await app.Get<AliasWorkflow>().DeleteAsync(_model, "champion", _scientist, default);
        using var gone = await _host.GetAsync($"{Versions}/3/artifacts");
        await gone.ProblemAsync(403, "scope_missing");
    }

    [Fact]
    public async Task A_token_for_a_slot_reads_what_is_in_it_now_and_nothing_else()
    {
        var token = await app.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Resolve], Slots: ["Champion"]), _scientist, default);
        using var host = app.ClientWith(token.Token);
        Assert.Equal(1, (int)(await host.OkAsync("GET", $"/api/v1/resolve/{_model}@champion"))["version"]!);
        Assert.Equal("first", await host.GetStringAsync($"{Versions}/1/artifacts/{Weights}"));
        Assert.Equal("first", await host.GetStringAsync($"/model-versions/get-artifact?name={_model}&version=1&path={Weights}"));
        using var alias = await host.GetAsync($"/api/2.0/mlflow/registered-models/alias?name={_model}&alias=champion");
        Assert.Equal(HttpStatusCode.OK, alias.StatusCode);

        foreach (var address in new[]
        {
            $"/api/v1/resolve/{_model}@production", $"{Versions}/2/artifacts", $"{Versions}/2/artifacts/{Weights}", $"{Versions}/3/artifacts/{Weights}",
            $"/api/2.0/mlflow/registered-models/alias?name={_model}&alias=production", $"/model-versions/get-artifact?name={_model}&version=2&path={Weights}",
            $"/api/2.0/mlflow/registered-models/alias?name={_model}&alias=latest", $"/api/2.0/mlflow/model-versions/get?name={_model}&version=1",
            $"/api/2.0/mlflow/model-versions/get-download-uri?name={_model}&version=2", "/api/2.0/mlflow/registered-models/search", "/api/v1/models",
            $"/api/v1/models/{_model}", Versions, $"/api/v1/search?q={_model}", "/api/2.0/mlflow-artifacts/artifacts?path=0",
        })
        {
            using var answer = await host.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{address}: {answer.StatusCode}");
        }

        await app.Get<AliasWorkflow>().SetAsync(_model, "champion", "3", _scientist, default);
        Assert.Equal("third", await host.GetStringAsync($"{Versions}/3/artifacts/{Weights}"));
        using var former = await host.GetAsync($"{Versions}/1/artifacts/{Weights}");
        await former.ProblemAsync(403, "scope_missing");
    }

    [Fact]
    public async Task A_slot_of_another_model_opens_nothing_here()
    {
        var other = RegistryApp.NewName("other");
        await app.AModelAsync(_scientist, other);
        await app.ASealedVersionAsync(_scientist, other, content: "other weights");

        using var answer = await _host.GetAsync($"/api/v1/models/{other}/versions/1/artifacts");

        await answer.ProblemAsync(403, "scope_missing");
    }

    [Fact]
    public async Task Of_a_model_that_it_may_not_see_it_learns_nothing()
    {
        using var limited = await HostAsync(RegistryApp.NewName("elsewhere"));
        using var hidden = await limited.GetAsync($"{Versions}/1/artifacts/{Weights}");
        await hidden.ProblemAsync(404, "model_not_found");

        await app.Get<ModelWorkflow>().EditAsync(_model, new ModelEdit(Restricted: true), _scientist, default);
        using var stranger = await HostAsync(owner: await app.PersonAsync("stranger", Roles.Viewer));
        using var restricted = await stranger.GetAsync($"{Versions}/1/artifacts/{Weights}");
        await restricted.ProblemAsync(404, "model_not_found");
        Assert.Equal("first", await _host.GetStringAsync($"{Versions}/1/artifacts/{Weights}"));
    }

    [Fact]
    public async Task Every_other_read_of_the_API_is_refused()
    {
        var reads = PermissionTable.Rows.Where(row => row.Method is "GET" or "HEAD" && !row.Allowed.HasFlag(Who.ResolveToken)
            && row.Pattern.StartsWith("/api/v1/", StringComparison.Ordinal)
            && !row.Pattern.Contains("/artifacts", StringComparison.Ordinal)).ToList();
        Assert.True(reads.Count > 20);

        foreach (var row in reads)
        {
            var address = row.Pattern.Replace("{name}", _model, StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
                .Replace("{slot}", "champion", StringComparison.Ordinal).Replace("{stage}", "production", StringComparison.Ordinal)
                .Replace("{metric}", "accuracy", StringComparison.Ordinal).Replace("{id:long}", "1", StringComparison.Ordinal)
                .Replace("{review:int}", "1", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal)
                .Replace("{id:guid}", $"{Guid.NewGuid()}", StringComparison.Ordinal)
                .Replace("{experiment}", "0", StringComparison.Ordinal).Replace("{run}", "any", StringComparison.Ordinal)
                .Replace("{team}", "any", StringComparison.Ordinal).Replace("{**path}", "any", StringComparison.Ordinal);
            Assert.DoesNotContain("{", address, StringComparison.Ordinal);
            using var answer = await _host.SendAsync(new HttpRequestMessage(new HttpMethod(row.Method), address));
            await answer.ProblemAsync(403, "scope_missing");
        }
    }

    private async Task<HttpClient> HostAsync(string? onlyModel = null, Actor? owner = null)
    {
        if (onlyModel is not null)
        {
            await app.AModelAsync(_scientist, onlyModel);
        }

        var token = await app.Get<AccessTokens>().CreateAsync(
            new NewToken(RegistryApp.NewName("host"), [Scopes.Resolve], onlyModel is null ? null : [onlyModel]), owner ?? _scientist, default);
        return app.Client(new AuthenticationHeaderValue("Bearer", token.Token));
    }
}

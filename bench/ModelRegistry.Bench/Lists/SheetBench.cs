using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Search;

namespace ModelRegistry.Bench.Lists;

/// <summary>
/// Times what only pages show of the data of <see cref="ManyVersions"/>, asked of the services in this process: facets, columns and the chart.
/// </summary>
internal sealed class SheetBench(string folder, string only) : IAsyncDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRegistry(RegistrySettings.Sqlite(folder)).BuildServiceProvider();

    private readonly Figures _figures = new(only);

    public async Task RunAsync()
    {
        var (facets, charts, completions) = (_services.GetRequiredService<FacetQueries>(), _services.GetRequiredService<MetricQueries>(),
            _services.GetRequiredService<CompletionQueries>());
        foreach (var filter in ListQuestions.VersionFacets)
        {
            await MeasureAsync($"facets of versions {filter}",
                round => facets.OfVersionsAsync(ManyVersions.Model, filter.At(round), archived: false, Actor.System, default));
        }

        foreach (var filter in ListQuestions.ModelFacets)
        {
            await MeasureAsync($"facets of models {filter}", round => facets.OfModelsAsync(filter.At(round), Actor.System, default));
        }

        await MeasureAsync("columns of versions", _ => completions.ColumnsAsync(ManyVersions.Model, Actor.System, default));
        await MeasureAsync("columns of models", _ => completions.ColumnsAsync(null, Actor.System, default));
        foreach (var metric in ListQuestions.Charts)
        {
            await MeasureAsync($"chart of {metric ?? "the primary metric"}",
                _ => charts.OverVersionsAsync(ManyVersions.Model, metric, archived: false, Actor.System, default));
            await MeasureAsync($"chart of {metric ?? "the primary metric"}, 20,000 versions", round => charts.OverVersionsAsync(ManyVersions.Model, metric,
                archived: false, new VersionSpan(round * 1_000, (round * 1_000) + 20_000), Actor.System, default));
        }

        await MeasureAsync("spark lines of 50 models", round => _services.GetRequiredService<ModelQueries>()
            .SparksAsync([.. Enumerable.Range(round, 50).Select(index => $"fraud {index}")], Actor.System, default));
        await OfMemberAsync();
        _figures.Sum();
    }

    /// <summary>Home and the facets, for somebody with 200 grants.</summary>
    private async Task OfMemberAsync()
    {
        var owner = (await _services.GetRequiredService<People>().ListAsync(null, null, Actor.System, default)).Items
            .FirstOrDefault(user => user.Email == ManyPeople.Email);
        if (owner is null)
        {
            return; // data of an earlier form
        }

        // By a token, because that is how an actor comes with its grants; what people decide is not asked of it.
        var person = new Actor(owner.Id, owner.Email, Door.Browser, owner.Roles.ToHashSet());
        var token = await _services.GetRequiredService<AccessTokens>().CreateAsync(new NewToken("bench", [Scopes.Read]), person, default);
        var member = (await _services.GetRequiredService<TokenActors>().ActorAsync(token.Token, Door.Api, null, default))! with
        {
            Door = Door.Browser,
            Token = null,
        };
        var overview = _services.GetRequiredService<SlotOverview>();
        await MeasureAsync("as member: in production", _ => overview.InProductionAsync(member, default));
        await MeasureAsync("as member: how many in production", _ => overview.CountInProductionAsync(member, default));
        await MeasureAsync("as member: stages that need a look",
            _ => _services.GetRequiredService<ReadinessQueries>().AttentionAsync(member, default));
        await MeasureAsync("as member: what waits", _ => _services.GetRequiredService<Inbox>().CountAsync(member, default));
        foreach (var filter in ListQuestions.ModelFacets)
        {
            await MeasureAsync($"as member: facets of models {filter}",
                round => _services.GetRequiredService<FacetQueries>().OfModelsAsync(filter.At(round), member, default));
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private Task MeasureAsync<T>(string what, Func<int, Task<T>> ask) => _figures.MeasureAsync(what, async round =>
    {
        await ask(round);
        return null;
    });
}

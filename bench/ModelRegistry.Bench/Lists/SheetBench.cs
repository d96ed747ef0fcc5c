using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
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
        _figures.Sum();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private Task MeasureAsync<T>(string what, Func<int, Task<T>> ask) => _figures.MeasureAsync(what, async round =>
    {
        await ask(round);
        return null;
    });
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Web.Components.Pages.Compare;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>Reads the sheet of a model, whole or by part, from the services of its parts.</summary>
public sealed class ModelSheets(
    ModelQueries models, RightsQueries rights, VersionQueries versions, SlotOverview overview, ReadinessQueries lights, RollbackQueries rollbacks,
        ConsumerQueries consumers, MetricQueries metrics, MetricCatalog catalog, ViewQueries views)
{
    public async Task<ModelSheet> ReadAsync(string name, ChartChoice choice, bool listed, Actor actor, CancellationToken ct)
    {
        var head = await HeadAsync(name, actor, ct);
        if (head.Model.LatestVersion is null)
        {
            return head;
        }

        var page = listed ? await versions.ListAsync(name, choice.Archived, null, null, actor, ct) : null;
        return head with
        {
            Versions = page,
            Opening = await views.OpeningAsync(name, actor, ct),
            Slots = await SlotsAsync(head.Model, await BoardAsync(name, actor, ct), page?.Items ?? [], actor, ct),
            Consumers = await consumers.SummaryAsync(name, actor, ct),
            Chart = await ChartAsync(name, choice, actor, ct),
        };
    }

    public async Task<ModelSheet> HeadAsync(string name, Actor actor, CancellationToken ct) =>
        new(await models.GetAsync(name, actor, ct), await rights.OfModelAsync(name, actor, ct));

    public Task<SlotBoard> BoardAsync(string name, Actor actor, CancellationToken ct) => overview.BoardAsync(name, actor, ct);

    /// <summary>What the cards of this board say, and the newest version beside them; versions that were just read are not read again.</summary>
    public async Task<SlotSheet> SlotsAsync(ModelView model, SlotBoard board, IReadOnlyList<VersionView> known, Actor actor, CancellationToken ct)
    {
        var (name, byNumber) = (model.Name, known.ToDictionary(version => version.Number));
        var shown = SlotSheet.StagesOf(board).SelectMany(card => new[] { card.Slot.Version, card.Before }).Append(model.LatestVersion)
            .OfType<int>().Distinct().ToList();
        var missing = shown.Where(number => !byNumber.ContainsKey(number)).ToList();
        var more = missing.Count == 0 ? [] : await versions.GetManyAsync(name, missing, actor, ct);
        return new SlotSheet(
            board,
            shown.Select(number => byNumber.GetValueOrDefault(number) ?? more.First(version => version.Number == number))
                .ToDictionary(version => version.Number),
            (await lights.OfModelAsync(name, actor, ct)).ToDictionary(light => light.Slot),
            (await rollbacks.OffersAsync(name, actor, ct)).ToDictionary(offer => offer.Slot));
    }

    public Task<ConsumerSummary> ConsumersAsync(string name, Actor actor, CancellationToken ct) => consumers.SummaryAsync(name, actor, ct);

    public async Task<ChartSheet> ChartAsync(string name, ChartChoice choice, Actor actor, CancellationToken ct)
    {
        var series = await metrics.OverVersionsAsync(name, choice.Metric, choice.Archived, choice.Span, actor, ct);
        var sheet = new ChartSheet(series, await overview.OverVersionsAsync(name, actor, ct));
        return choice.Against is null || choice.Against == series.Metric ? sheet : sheet with
        {
            Against = await metrics.OverVersionsAsync(name, choice.Against, choice.Archived, choice.Span, actor, ct),
            Costs = new MetricOverVersions(series, catalog.Now).Best is { } best
                ? await metrics.OfVersionAsync(name, best.Version, TradeOff.Costs, actor, ct) : new Dictionary<string, double>(),
        };
    }
}

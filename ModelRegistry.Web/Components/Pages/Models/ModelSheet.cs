using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>
/// All that a model's page shows above its tabs, and the first page of its versions when that is the tab. A model without versions has a head only.
/// </summary>
public sealed record ModelSheet(ModelView Model, ModelRights Rights)
{
    public SlotSheet? Slots { get; init; }

    public ConsumerSummary? Consumers { get; init; }

    public ChartSheet? Chart { get; init; }

    public Page<VersionView>? Versions { get; init; }

    /// <summary>How its versions open for the reader.</summary>
    public ListOpening Opening { get; init; } = ListOpening.Usual;
}

/// <summary>The cards of a model's slots: what is in them and was before, whether that can be gone back to, and the versions that they name.</summary>
public sealed record SlotSheet(
    SlotBoard Board,
    IReadOnlyDictionary<int, VersionView> Versions,
    IReadOnlyDictionary<string, ReadinessView> Lights,
    IReadOnlyDictionary<string, RollbackOffer> Offers)
{
    /// <summary>The stages, last one first: people come for production.</summary>
    public IEnumerable<BoardSlot> Stages => StagesOf(Board);

    public static IEnumerable<BoardSlot> StagesOf(SlotBoard board) => board.Slots.Where(card => card.Slot.Kind == SlotKind.Stage).Reverse();
}

/// <summary>A metric over the versions, and the stays in the last stage that are shaded behind it.</summary>
public sealed record ChartSheet(MetricSeries Series, IReadOnlyList<StayOverVersions> Stays)
{
    /// <summary>The metric that it is set against, over the same versions; null unless somebody asks.</summary>
    public MetricSeries? Against { get; init; }

    /// <summary>What the best version costs, by the names of the costs; empty unless somebody asks.</summary>
    public IReadOnlyDictionary<string, double> Costs { get; init; } = new Dictionary<string, double>();
}

/// <summary>What the chart of a model is to show: which metric, against which other one, of which versions.</summary>
public sealed record ChartChoice(string? Metric, string? Against, bool Archived, VersionSpan Span);

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Web.Components.Pages.Promotions;
using ModelRegistry.Web.Components.Pages.Rollbacks;

namespace ModelRegistry.Web.Components.Pages.Home;

/// <summary>Reads what Home shows, whole or by part, from the services of its parts.</summary>
public sealed class HomeSheets(ModelQueries models, AuditQueries audit, SlotOverview overview, Inbox inbox, RequestQueries requests, PostReviews reviews,
    QuarantineQueries quarantines, ReadinessQueries lights)
{
    private const int MostModels = 6;
    private const int MostNeeds = 5;

    // What one act caused is folded into its line.
    private const int MostEvents = 60;

    public async Task<HomeView> ReadAsync(Actor actor, CancellationToken ct)
    {
        var needs = await NeedsAsync(actor, ct);
        return (await LatestAsync(actor, ct)) with { Needs = needs, Production = await ProductionAsync(actor, ct) };
    }

    /// <summary>Newer models and events, and again what the burst may have changed of the other parts.</summary>
    public async Task<HomeView> CatchUpAsync(HomeView shown, IReadOnlyList<Changed> burst, Actor actor, CancellationToken ct)
    {
        var latest = await LatestAsync(actor, ct);
        return latest with
        {
            Needs = burst.Any(ConcernsNeeds) ? await NeedsAsync(actor, ct) : shown.Needs,
            Production = burst.Any(ConcernsProduction) ? await ProductionAsync(actor, ct) : shown.Production,
        };
    }

    private static bool ConcernsNeeds(Changed changed) => RequestChanges.Concern(changed) || IsOfSafety(changed);

    private static bool ConcernsProduction(Changed changed) => changed.Event is SlotMoved { After.Kind: SlotKind.Stage } || IsOfSafety(changed);

    private static bool IsOfSafety(Changed changed) => changed.Event is ReadinessChanged or VersionQuarantined or VersionReleased;

    private async Task<HomeView> LatestAsync(Actor actor, CancellationToken ct)
    {
        var latest = await models.LatestAsync(MostModels, actor, ct);
        var sparks = await models.SparksAsync([.. latest.Select(model => model.Name)], actor, ct);
        var activity = await audit.ListAsync(new AuditSearch(PageSize: MostEvents) { WithoutDoors = true }, actor, ct);
        return new HomeView(latest, sparks, activity.Items, Rights.Allows(actor, Right.CreateModel));
    }

    private async Task<ProductionView> ProductionAsync(Actor actor, CancellationToken ct)
    {
        var rows = await overview.InProductionAsync(actor, ct);
        return new ProductionView(rows, await models.SparksAsync([.. rows.Select(row => row.Model)], actor, ct))
        {
            Count = await overview.CountInProductionAsync(actor, ct),
        };
    }

    private async Task<Needs> NeedsAsync(Actor actor, CancellationToken ct)
    {
        var count = await inbox.CountAsync(actor, ct);
        var waiting = count == 0 ? [] : (await inbox.WaitingAsync(null, MostNeeds, null, actor, ct)).Items;
        var after = count == 0 ? [] : (await reviews.WaitingAsync(MostNeeds, null, actor, ct)).Items;
        var asked = await requests.ListAsync(new RequestSearch("changesRequested", Mine: true, PageSize: MostNeeds), actor, ct);
        var held = await quarantines.ListAsync(new QuarantineSearch(Mine: true, PageSize: MostNeeds), actor, ct);
        var unready = Rights.Allows(actor, Right.RollBack) ? (await lights.AttentionAsync(actor, ct, MostNeeds, rehearsed: true)).Stages : [];
        return new Needs(count,
        [
            .. waiting.Select(request => new Need(Urls.Request(request.Id), Wish(request),
                request.StaleApprovals > 0 ? "changed since it was approved" : $"asked for by {request.RequestedBy}", request.RequestedAt)),
            .. after.Select(review => new Need(Urls.PostReview(review.Id), RequestWords.Done(review), $"by {review.By}, done without approval: was it right?",
                review.At)),
        ],
        [
            .. unready.Select(light => new Need(Urls.Model(light.Model), $"{light.Model}: {RollbackWords.Slot(light.Slot)}", Unready(light), light.Since)),
            .. asked.Items.Select(request =>
                new Need(Urls.Request(request.Id), Wish(request), "a reviewer asks you for changes", request.RequestedAt)),
            .. held.Items.Select(quarantine => new Need(Urls.Version(quarantine.Model, quarantine.Version), $"{quarantine.Model} v{quarantine.Version}",
                $"is quarantined: {quarantine.Reason}", quarantine.At)),
        ]);
    }

    private static string Wish(RequestSummary request) => RequestWords.Wish(request.Model, request.Version, request.Stage);

    private static string Unready(ReadinessView light) =>
        $"{RollbackWords.Light(light).Text.ToLowerInvariant()}{(light.Reason.Length > 0 ? $": {light.Reason}" : "")}";
}

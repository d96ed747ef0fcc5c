using System.Reflection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Rollbacks;

namespace ModelRegistry.Tests.Access;

/// <summary>
/// Every list that spans models: how it is read, or why it needs no row. Its name is that of the method, perhaps with how it is asked in parentheses.
/// What a new method that returns more than one thing and is asked for none by name is missing here, a test says.
/// </summary>
internal static class SpanningLists
{
    /// <summary>The data set and the run that the newest version of each model names.</summary>
    public const string Dataset = "spanning";
    public const string Run = "0123456789abcdef0123456789abcdef";

    private const int Most = PageToken.MaxSize;

    /// <summary>The names of models that somebody reads.</summary>
    public static IReadOnlyDictionary<string, Func<RollbackScene, string[], Actor, Task<IEnumerable<string>>>> ForEverybody { get; } =
        new Dictionary<string, Func<RollbackScene, string[], Actor, Task<IEnumerable<string>>>>
        {
            ["ModelQueries.ListAsync"] = async (scene, _, actor) =>
                (await scene.Get<ModelQueries>().ListAsync(new ModelSearch(PageSize: Most), actor, default)).Items.Select(model => model.Name),
            ["ModelQueries.ListAsync (filtered)"] = async (scene, _, actor) =>
                (await scene.Get<ModelQueries>().ListAsync(new ModelSearch("stage = 'production' or metrics.accuracy > 0", PageSize: Most), actor, default))
                .Items.Select(model => model.Name),
            ["ModelQueries.ListAsync (by a metric)"] = async (scene, _, actor) =>
                (await scene.Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: "metrics.accuracy desc", PageSize: Most), actor, default))
                .Items.Select(model => model.Name),
            ["ModelQueries.LatestAsync"] = async (scene, _, actor) =>
                (await scene.Get<ModelQueries>().LatestAsync(100, actor, default)).Select(model => model.Name),
            ["ModelQueries.SparksAsync"] = async (scene, models, actor) => (await scene.Get<ModelQueries>().SparksAsync(models, actor, default)).Keys,
            ["SlotOverview.InProductionAsync"] = async (scene, _, actor) =>
                (await scene.Get<SlotOverview>().InProductionAsync(actor, default)).Select(row => row.Model),
            ["ReadinessQueries.AttentionAsync"] = async (scene, _, actor) =>
                (await scene.Get<ReadinessQueries>().AttentionAsync(actor, default, most: 100)).Stages.Select(view => view.Model),
            ["ReadinessQueries.AttentionAsync (as rehearsed)"] = async (scene, _, actor) =>
                (await scene.Get<ReadinessQueries>().AttentionAsync(actor, default, most: 100, rehearsed: true)).Stages.Select(view => view.Model),
            ["QuarantineQueries.ListAsync"] = async (scene, _, actor) =>
                (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), actor, default)).Items.Select(view => view.Model),
            ["QuarantineQueries.ListAsync (released ones too)"] = async (scene, _, actor) =>
                (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(All: true), actor, default)).Items.Select(view => view.Model),
            ["RequestQueries.ListAsync"] = async (scene, _, actor) =>
                (await scene.Get<RequestQueries>().ListAsync(new RequestSearch(), actor, default)).Items.Select(request => request.Model),
            ["PostReviews.ListAsync"] = async (scene, _, actor) =>
                (await scene.Get<PostReviews>().ListAsync(true, Most, null, actor, default)).Items.Select(review => review.Model),
            ["AuditQueries.ListAsync"] = async (scene, _, actor) =>
                (await scene.Get<AuditQueries>().ListAsync(new AuditSearch(PageSize: Most), actor, default)).Items.Select(entry => entry.Model)
                .OfType<string>(),
            ["SearchQueries.FindAsync"] = async (scene, _, actor) =>
                (await scene.Get<SearchQueries>().FindAsync("model", actor, default)).Models.Select(model => model.Name),
            ["SearchQueries.FindAsync (versions)"] = async (scene, models, actor) =>
            {
                List<string> found = [];
                foreach (var model in models)
                {
                    var hits = await scene.Get<SearchQueries>().FindAsync($"{model} v1", actor, default);
                    found.AddRange(hits.Versions.Select(hit => hit.Model));
                }

                return found;
            },
            ["FacetQueries.OfModelsAsync"] = async (scene, _, actor) => (await scene.Get<FacetQueries>().OfModelsAsync(null, actor, default)).Items
                .SelectMany(facet => facet.Values).Select(value => value.Value),
            ["CompletionQueries.SuggestAsync"] = async (scene, _, actor) => (await scene.Get<CompletionQueries>()
                .SuggestAsync(new CompletionAsk(Text: "tags.of = "), actor, default)).Select(suggestion => suggestion.Text.Trim('\'')),
            ["CompletionQueries.SuggestAsync (what versions hold)"] = async (scene, _, actor) => (await scene.Get<CompletionQueries>()
                .SuggestAsync(new CompletionAsk(Text: "framework = "), actor, default)).Select(suggestion => suggestion.Text.Trim('\'')),
            ["CompletionQueries.ColumnsAsync"] = async (scene, _, actor) => (await scene.Get<CompletionQueries>().ColumnsAsync(null, actor, default))
                .Select(field => field.Split('.', 2)[1]),
            ["CompletionQueries.MissingAsync"] = async (scene, models, actor) => models.Except((await scene.Get<CompletionQueries>()
                .MissingAsync(null, [.. models.Select(model => $"tags.{model}")], actor, default)).Select(field => field.Split('.', 2)[1])),
            ["RegisteredModelQueries.SearchAsync"] = async (scene, _, actor) => (await scene.Get<RegisteredModelQueries>()
                .SearchAsync(new MlflowSearch(null, [], Most, null), actor, default)).Items.Select(model => model.Name),
            ["ModelVersionQueries.SearchAsync"] = async (scene, _, actor) => (await scene.Get<ModelVersionQueries>()
                .SearchAsync(new MlflowSearch(null, [], Most, null), actor, default)).Items.Select(version => version.Model),
            ["LineageQueries.OfDatasetAsync"] = async (scene, _, actor) =>
                (await scene.Get<LineageQueries>().OfDatasetAsync(Dataset, Most, null, actor, default)).Items.Select(use => use.Model),
            ["RunVersions.OfAsync"] = async (scene, _, actor) =>
                (await scene.Get<RunVersions>().OfAsync(Run, actor, default)).Select(version => version.Model),
            ["ViewQueries.ListAsync"] = async (scene, _, actor) =>
                (await scene.Get<ViewQueries>().ListAsync(null, null, Most, null, actor, default)).Items.Select(view => view.Model).OfType<string>(),
        };

    /// <summary>The same of what waits for people who decide.</summary>
    public static IReadOnlyDictionary<string, Func<RollbackScene, string[], Actor, Task<IEnumerable<string>>>> ForReviewers { get; } =
        new Dictionary<string, Func<RollbackScene, string[], Actor, Task<IEnumerable<string>>>>
        {
            ["Inbox.WaitingAsync"] = async (scene, _, actor) =>
                (await scene.Get<Inbox>().WaitingAsync(null, Most, null, actor, default)).Items.Select(request => request.Model),
            ["PostReviews.WaitingAsync"] = async (scene, _, actor) =>
                (await scene.Get<PostReviews>().WaitingAsync(Most, null, actor, default)).Items.Select(review => review.Model),
        };

    /// <summary>
    /// Numbers, which are compared with what is listed, and what one was told once: each has a test of its own in <see cref="SpanningListsTests"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Counted { get; } = new Dictionary<string, string>
    {
        ["Inbox.CountAsync"] = nameof(SpanningListsTests.What_waits_for_a_reviewer_is_counted_as_it_is_listed),
        ["SlotOverview.CountInProductionAsync"] = nameof(SpanningListsTests.What_is_in_production_and_what_is_new_is_counted_as_it_is_listed),
        ["AuditQueries.CountNewsAsync"] = nameof(SpanningListsTests.What_is_in_production_and_what_is_new_is_counted_as_it_is_listed),
        ["NotificationQueries.ListAsync"] = nameof(SpanningListsTests.A_notice_is_read_and_counted_only_while_its_model_may_be_seen),
        ["NotificationQueries.BellAsync"] = nameof(SpanningListsTests.A_notice_is_read_and_counted_only_while_its_model_may_be_seen),
        ["NotificationQueries.UnreadCountAsync"] = nameof(SpanningListsTests.A_notice_is_read_and_counted_only_while_its_model_may_be_seen),
    };

    /// <summary>What returns more than one thing and is no list of models, or is nobody's but those who see all.</summary>
    public static IReadOnlyDictionary<string, string> NotOfModels { get; } = new Dictionary<string, string>
    {
        ["AccessTokens.ListAsync"] = "one's own, all for admins",
        ["BinQueries.ListAsync"] = "the bin is the admin's",
        ["BulkActs.OnModelsAsync"] = "changes what is named; each answers for itself",
        ["BulkActs.OnVersionsAsync"] = "changes what is named; each answers for itself",
        ["ChainVerification.UnacknowledgedAsync"] = "for those who verify the chain",
        ["CollectionQueries.StartingWithAsync"] = "collections, of which everybody sees those that are open: TokenLimitTests",
        ["CollectionQueries.ListAsync"] = "collections, of which everybody sees those that are open: CollectionTests",
        ["DatasetQuarantine.SetAsync"] = "a change of the versions that are seen: LineageTests",
        ["ExperimentQueries.SearchAsync"] = "experiments",
        ["Explaining.ViewersAsync"] = "people, of the model that is named: GrantPagesTests",
        ["GrantQueries.ListAsync"] = "one's own, those of what one owns, all for admins: GrantTests",
        ["LoggedModelQueries.SearchAsync"] = "of experiments",
        ["People.ListAsync"] = "people",
        ["PolicyQueries.ListAsync"] = "of the server, or of the model or collection that is named",
        ["MetricDefinitionWorkflow.ListAsync"] = "of the server",
        ["RunHistory.PageAsync"] = "of experiments",
        ["RunHistory.ThinnedAsync"] = "of experiments",
        ["RunQueries.DatasetsAsync"] = "of experiments",
        ["RunQueries.ManyAsync"] = "of experiments",
        ["RunQueries.SearchAsync"] = "of experiments",
        ["RunQueries.SumsAsync"] = "of experiments",
        ["PasskeyQueries.ListAsync"] = "one's own passkeys",
        ["SecondFactorWorkflow.RenewRecoveryCodesAsync"] = "one's own recovery codes",
        ["SecondFactorWorkflow.TurnOnAsync"] = "one's own recovery codes",
        ["StandInQueries.ListAsync"] = "people, of whom one is one oneself: StandInTests",
        ["TeamQueries.ListAsync"] = "teams",
    };

    /// <summary>Whether a method answers with several things and is asked for none by its name.</summary>
    public static bool IsList(MethodInfo method) =>
        method.ReturnType is { IsGenericType: true } task && task.GetGenericTypeDefinition() == typeof(Task<>) && IsMany(task.GetGenericArguments()[0])
        && method.GetParameters() is var parameters && parameters.Any(parameter => parameter.ParameterType == typeof(Actor))
        && !parameters.Any(parameter => parameter.Name is "modelName" or "name" or "number" or "slot" or "selector" or "id" or "experimentId" or "place"
            or "folder" or "file" or "path");

    private static bool IsMany(Type type) =>
        type == typeof(int) || type == typeof(Facets) || type == typeof(SearchHits) || type == typeof(ReadinessAttention) || type == typeof(ProductionCount)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Page<>) || open == typeof(IReadOnlyList<>)
            || open == typeof(IReadOnlyDictionary<,>) || open.Name.StartsWith(nameof(ValueTuple), StringComparison.Ordinal)));
}

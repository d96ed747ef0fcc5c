using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Requests for pages to show: a model whose production asks for approvals, and somebody who asked.</summary>
internal static class PageScenes
{
    public static readonly VersionDataset Dataset = new("cards", "d1");

    /// <summary>A model with a sealed version for each accuracy; production needs so many approvals and these gates.</summary>
    public static async Task AGovernedModelAsync(this TestRegistry registry, Actor owner, int approvals, IReadOnlyList<Gate>? gates = null,
        params double[] accuracies)
    {
        await registry.AModelAsync(owner);
        await registry.PolicyAsync("fraud", "production", new PolicyContent(approvals, Gates: gates));
        foreach (var accuracy in accuracies)
        {
            await registry.ASealedVersionAsync(owner, "fraud", new NewVersion(Metrics: [new("accuracy", accuracy)], Dataset: Dataset), $"weights {accuracy}");
        }
    }

    public static async Task<long> AskAsync(this ITestHost registry, Actor by, int? version = 1, string? comment = null, string model = "fraud") =>
        (await registry.Get<PromotionWorkflow>().OpenAsync(model, "production", new NewRequest(version, comment), by, default)).Id;

    public static async Task<RequestView> DecideAsync(this ITestHost registry, Actor by, long number, ReviewAction decision, string? comment = null)
    {
        var subject = (await registry.Get<RequestQueries>().GetAsync(number, by, default)).Subject;
        return await registry.Get<ReviewWorkflow>().ReviewAsync(number, new NewReview(decision, comment, subject), by, default);
    }

    public static Task<RequestView> RequestAsync(this ITestHost registry, Actor by, long number) =>
        registry.Get<RequestQueries>().GetAsync(number, by, default);
}

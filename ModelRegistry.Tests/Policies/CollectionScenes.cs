using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Promotions;

namespace ModelRegistry.Tests.Policies;

/// <summary>Collections with policies, and models in them.</summary>
internal static class CollectionScenes
{
    /// <summary>A collection with this policy for its staging, under a name of its own.</summary>
    public static async Task<string> ACollectionAsync(this PromotionScene scene, PolicyContent? staging = null, string? path = null, bool? restricted = null)
    {
        path ??= scene.NewName("risk");
        await scene.Get<CollectionWorkflow>().CreateAsync(new NewCollection(path, Restricted: restricted), scene.Admin, default);
        if (staging is not null)
        {
            await scene.CollectionPolicyAsync(path, staging);
        }

        return path;
    }

    public static Task<PolicyView> CollectionPolicyAsync(this PromotionScene scene, string path, PolicyContent content, string slot = Stage.Staging) =>
        scene.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfCollection(path), slot, content, "For a test.", null, scene.Admin, default);

    /// <summary>A model of the scientist there, without a policy of its own, and with one sealed version.</summary>
    public static async Task<string> AModelInAsync(this PromotionScene scene, string path)
    {
        var model = await scene.AModelAsync();
        await scene.SettleAsync(model, path);
        return model;
    }

    public static Task SettleAsync(this PromotionScene scene, string model, string path) =>
        scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Collection: path), scene.Admin, default);
}

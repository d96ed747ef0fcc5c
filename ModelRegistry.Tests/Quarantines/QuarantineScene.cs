using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>Quarantines in the scene of promotions.</summary>
internal static class QuarantineScene
{
    public const string Reason = "Latency doubled within the hour.";

    public static Task<QuarantineView> QuarantineAsync(this PromotionScene scene, string model, int version = 1, Actor? by = null, string? reason = Reason) =>
        scene.Get<QuarantineWorkflow>().SetAsync(model, version.Text(), reason, by ?? scene.ReviewerA, default);

    public static async Task<IReadOnlyList<QuarantineView>> ReleaseAsync(this PromotionScene scene, string model, int version = 1, Actor? by = null,
        string? reason = "It was the load balancer.") =>
        (await scene.Get<QuarantineWorkflow>().ReleaseAsync(model, version.Text(), reason, by ?? scene.ReviewerA, default)).Items;

    public static Task<VersionQuarantine> StandingAsync(this PromotionScene scene, string model, int version, Actor by) =>
        scene.Get<QuarantineQueries>().OfVersionAsync(model, version.Text(), by, default);

    public static async Task<bool> IsQuarantinedAsync(this PromotionScene scene, string model, int version = 1) =>
        (await scene.Get<VersionQueries>().GetAsync(model, version.Text(), scene.Auditor, default)).Quarantined;

    public static async Task<IReadOnlyList<string>> NoticesAsync(this PromotionScene scene, Actor of) =>
        [.. (await scene.Get<NotificationQueries>().ListAsync(50, null, of, default)).Items.Where(notice => notice.Kind == NoticeKind.Quarantine)
            .Select(notice => notice.Text)];

    /// <summary>A sealed version with these files, each "path=content".</summary>
    public static async Task<int> AVersionAsync(this PromotionScene scene, string model, Actor by, params string[] files)
    {
        var number = await scene.APendingAsync(model, by, files);
        await scene.Get<VersionWorkflow>().SealAsync(model, number.Text(), null, by, default);
        return number;
    }

    public static async Task<int> APendingAsync(this PromotionScene scene, string model, Actor by, params string[] files)
    {
        var number = (await scene.Registry.APendingVersionAsync(by, model)).Number;
        foreach (var file in files)
        {
            var (path, content) = (file.Split('=')[0], file.Split('=')[1]);
            await scene.Registry.AFileAsync(by, model, number.Text(), path, content);
        }

        return number;
    }

    /// <summary>A model without versions that only its owner, admins and auditors see.</summary>
    public static async Task<string> AHiddenModelAsync(this PromotionScene scene, Actor owner)
    {
        var name = scene.NewName("hidden");
        await scene.Get<ModelWorkflow>().CreateAsync(new NewModel(name, Restricted: true), owner, default);
        return name;
    }
}

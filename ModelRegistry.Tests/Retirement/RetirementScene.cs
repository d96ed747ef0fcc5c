using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

/// <summary>Retires versions and models of a <see cref="PromotionScene"/> in one line each.</summary>
internal static class RetirementScene
{
    /// <summary>A model of the scientist with so many sealed versions, each with bytes of its own, and an accuracy.</summary>
    public static async Task<string> ManyAsync(this PromotionScene scene, int versions)
    {
        var name = scene.NewName("retiring");
        await scene.Registry.AModelAsync(scene.Scientist, name);
        for (var i = 1; i <= versions; i++)
        {
            await scene.Registry.ASealedVersionAsync(scene.Scientist, name, new NewVersion(Metrics: [new("accuracy", 0.9)]), $"{name} {i}");
        }

        return name;
    }

    public static Task<VersionView> ArchiveAsync(this PromotionScene scene, string model, int version = 1, Actor? by = null, string? reason = null) =>
        scene.Get<VersionRetirement>().ArchiveAsync(model, version.Text(), reason, by ?? scene.Scientist, default);

    public static Task DeleteAsync(this PromotionScene scene, string model, int version = 1, Actor? by = null, string? reason = null) =>
        scene.Get<VersionRetirement>().DeleteAsync(model, version.Text(), reason, by ?? scene.Scientist, default);

    public static Task<VersionView> RestoreAsync(this PromotionScene scene, string model, int version = 1, Actor? by = null) =>
        scene.Get<VersionRetirement>().RestoreAsync(model, version.Text(), null, by ?? scene.Admin, default);

    public static Task<BinEntry> PurgeAsync(this PromotionScene scene, string model, int version = 1, string? reason = "Personal data.") =>
        scene.Get<VersionPurge>().PurgeAsync(model, version.Text(), reason, scene.Admin, default);

    public static Task<VersionView> HoldAsync(this PromotionScene scene, string model, int version = 1, string? reason = "A claim is open.") =>
        scene.Get<VersionPurge>().HoldAsync(model, version.Text(), reason, scene.Admin, default);

    public static Task DeleteModelAsync(this PromotionScene scene, string model, Actor? by = null, string? reason = null) =>
        scene.Get<ModelRetirement>().DeleteAsync(model, reason, by ?? scene.Scientist, default);

    public static Task<VersionView> ReadAsync(this PromotionScene scene, string model, int version = 1, Actor? by = null) =>
        scene.Get<VersionQueries>().GetAsync(model, version.Text(), by ?? scene.Viewer, default);

    public static async Task<IReadOnlyList<int>> ListedAsync(this PromotionScene scene, string model, bool archived = false) =>
        [.. (await scene.Get<VersionQueries>().ListAsync(model, archived, null, null, scene.Viewer, default)).Items.Select(version => version.Number)];

    public static async Task<IReadOnlyList<BinEntry>> BinAsync(this PromotionScene scene, string model) =>
        [.. (await scene.Get<BinQueries>().ListAsync(PageToken.MaxSize, null, scene.Admin, default)).Items.Where(entry => entry.Model == model)];

    /// <summary>Version 1 was promoted to staging by a request, and version 2 took its place: v1 is what a rollback goes back to.</summary>
    public static async Task<string> WithFallbackAsync(this PromotionScene scene)
    {
        var model = await scene.ManyAsync(3);
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(RequiredApprovals: 1));
        foreach (var version in new[] { 1, 2 })
        {
            scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
            var request = await scene.ARequestAsync(model, version);
            await scene.ReviewAsync(request.Id, scene.ReviewerA);
        }

        return model;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Jobs;

namespace ModelRegistry.Tests.Jobs;

public sealed class AutomaticPromotionJobTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task What_came_before_the_start_is_promoted_and_what_comes_after_it_too()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 0, Automatic: true, Gates: [new IntegrityGate()]));
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} before");
        var first = new FirstAnswer(scene.Registry.Clock);
        first.Given();
        using var job = new AutomaticPromotionJob(scene.Get<AutomaticPromotions>(), scene.Get<ChangeFeed>(), first, NullLogger<AutomaticPromotionJob>.Instance);

        await job.StartAsync(default);
        await Until.HoldsAsync(() => IsThere(2), "the version that was sealed before the start is in staging");
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} after");
        await Until.HoldsAsync(() => IsThere(3), "the version that was sealed after it is in staging");
        await job.StopAsync(default);

        bool IsThere(int version)
        {
            using var db = scene.Registry.OpenDatabase();
            return db.Slots.Any(slot => slot.Name == Stage.Staging && slot.VersionNumber == version);
        }
    }
}

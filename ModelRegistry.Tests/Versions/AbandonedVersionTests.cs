using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class AbandonedVersionTests
{
    [Fact]
    public async Task A_pending_version_that_nobody_touched_for_seven_days_fails_for_good()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist);
        var workflow = registry.Get<VersionWorkflow>();
        await registry.APendingVersionAsync(scientist); // 1: left alone
        await registry.APendingVersionAsync(scientist); // 2: gets a file later
        await registry.APendingVersionAsync(scientist); // 3: gets a metric later
        await registry.ASealedVersionAsync(scientist);  // 4: sealed
        registry.Clock.Advance(TimeSpan.FromDays(6));
        await registry.AFileAsync(scientist, "fraud", "2", "a", "1");
        await registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "3", [new("accuracy", 1)], scientist, default);
        registry.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await workflow.GiveUpAbandonedAsync(default)); // not before the seventh day is over
        registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await workflow.GiveUpAbandonedAsync(default));
        Assert.Equal(0, await workflow.GiveUpAbandonedAsync(default));

        var versions = (await registry.Get<VersionQueries>().ListAsync("fraud", null, null, scientist, default)).Items.Reverse();
        Assert.Equal([VersionStatus.Failed, VersionStatus.Pending, VersionStatus.Pending, VersionStatus.Ready], versions.Select(version => version.Status));
        await Refused.ByAsync("version_not_pending", () => registry.AFileAsync(scientist, "fraud", "1", "a", "1"));
        await Refused.ByAsync("version_not_pending", () => workflow.SealAsync("fraud", "1", null, scientist, default));
        await Refused.ByAsync("version_not_pending", () =>
            registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "1", [new("accuracy", 1)], scientist, default));
        Assert.Equal(5, (await registry.APendingVersionAsync(scientist)).Number);
    }

    [Fact]
    public async Task Those_of_deleted_models_do_not_stand_in_the_way_of_others()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        await registry.AModelAsync(scientist, "gone");
        await using (var db = registry.OpenDatabase())
        {
            var gone = await db.Models.SingleAsync();
            gone.DeletedAt = registry.Clock.GetUtcNow();
            db.Versions.AddRange(Enumerable.Range(1, 500)
                .Select(number => new ModelVersion(gone.Id, number, gone.OwnerId, scientist.Name, registry.Clock.GetUtcNow())));
            await db.SaveChangesAsync();
        }

        registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await registry.AModelAsync(scientist);
        await registry.APendingVersionAsync(scientist);
        registry.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(1, await registry.Get<VersionWorkflow>().GiveUpAbandonedAsync(default));
    }
}

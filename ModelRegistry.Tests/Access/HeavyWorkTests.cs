using Microsoft.Extensions.Configuration;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Tests.Access;

/// <summary>What one person can make the server do at once is bounded (rule 22).</summary>
public sealed class HeavyWorkTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private readonly HeavyWork _work = scene.Get<HeavyWork>();

    [Fact]
    public async Task Two_calls_that_read_everything_go_on_at_once_and_a_third_is_told_to_wait()
    {
        var model = await scene.AModelAsync();
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"second {model}");
        await scene.MoveAsync(model, Stage.Staging, 1);
        await scene.MoveAsync(model, Stage.Staging, 2);
        scene.Registry.Clock.Advance(TimeSpan.FromDays(30)); // the last verifications are old
        Dictionary<Actor, Func<Actor, Task>[]> calls = new()
        {
            [scene.ReviewerA] =
            [
                by => scene.Get<VersionVerification>().VerifyAsync(model, "1", by, null, default),
                by => scene.Get<RollbackWorkflow>().RehearseAsync(model, Stage.Staging, 1, null, by, default),
            ],
            [scene.Auditor] =
            [
                by => scene.Get<ChainVerification>().RunAsync(null, by, default),
                by => scene.Get<AuditQueries>().ExportAsync(Stream.Null, by, default),
            ],
            [scene.Scientist] = [by => scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Production, 2, by, default)],
        };
        foreach (var (who, all) in calls)
        {
            foreach (var call in all)
            {
                using (_work.Begin(who))
                using (_work.Begin(who))
                {
                    Assert.Equal(RefusalKind.TooMany, (await Refused.ByAsync("too_many_at_once", () => call(who))).Kind);
                }

                await call(who);
            }
        }
    }

    [Fact]
    public void Others_and_the_registry_itself_are_not_held_up()
    {
        using var one = _work.Begin(scene.ReviewerB);
        using var two = _work.Begin(scene.ReviewerB);

        using var other = _work.Begin(scene.ReviewerC);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotNull(_work.Begin(Actor.System)));
    }

    [Fact]
    public async Task The_same_refusal_again_is_counted_and_somebody_who_goes_on_is_told_to_stop()
    {
        await using var registry = await TestRegistry.StartAsync();
        var viewer = (await registry.PersonAsync("viewer", Roles.Viewer)) with { Address = "10.0.0.1", Route = "POST /api/v1/models" };
        var auditor = await registry.PersonAsync("auditor", Roles.Auditor);
        for (var call = 0; call < PersonRefusals.MostPerMinute; call++)
        {
            await Refused.ByAsync("role_missing", () => registry.AModelAsync(viewer));
        }

        Assert.Equal(RefusalKind.TooMany, (await Refused.ByAsync("too_many_refusals", () => registry.AModelAsync(viewer))).Kind);
        // One with what was called, and one from where such are no longer told apart: both say so.
        Assert.All(await RefusalsAsync(), refused =>
            Assert.Equal(("10.0.0.1", "POST /api/v1/models", null), (refused.After.Address, refused.After.Route, refused.After.More)));
        Assert.Equal(2, (await RefusalsAsync()).Count);
        await registry.Get<PersonRefusals>().FlushAsync(registry.Get<RegistryStore>(), default);
        Assert.Equal(2, (await RefusalsAsync()).Count); // the minute is not over: its count is written once

        registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await registry.Get<PersonRefusals>().FlushAsync(registry.Get<RegistryStore>(), default);
        var counted = (await RefusalsAsync()).Where(refused => refused.After.More is not null).ToList();
        Assert.Equal(PersonRefusals.MostPerMinute, 2 + counted.Sum(refused => refused.After.More));
        await Refused.ByAsync("role_missing", () => registry.AModelAsync(viewer));
        Assert.Equal(5, (await RefusalsAsync()).Count);

        async Task<IReadOnlyList<PermissionRefused>> RefusalsAsync() =>
            [.. (await registry.Get<AuditQueries>().ListAsync(new AuditSearch(Actor: viewer.Name), auditor, default)).Items
                .Select(entry => entry.Event).OfType<PermissionRefused>()];
    }

    [Fact]
    public void One_person_holds_so_many_open_pages_and_others_theirs()
    {
        var pages = new OpenPages(new ConfigurationBuilder().AddInMemoryCollection([new(OpenPages.Setting, "2")]).Build());

        Assert.Equal([true, true, false, true], new[] { "ann", "ann", "ann", "bob" }.Select(pages.TryOpen));
        pages.Close("ann");
        Assert.True(pages.TryOpen("ann"));
        Assert.False(pages.TryOpen("ann"));
    }
}

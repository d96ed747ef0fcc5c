using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>Rule 12: quarantine follows the bytes, moves nothing, and says who, when and why.</summary>
public sealed class QuarantineTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task It_says_who_when_and_why_and_moves_no_slot()
    {
        var model = await scene.AModelAsync();
        await scene.MoveAsync(model, Stage.Production, 1);

        var quarantine = await scene.QuarantineAsync(model, reason: $"  {QuarantineScene.Reason} ");

        Assert.Equal((model, 1, QuarantineScene.Reason, scene.ReviewerA.Name), (quarantine.Model, quarantine.Version, quarantine.Reason, quarantine.By));
        Assert.Equal((await scene.Get<VersionQueries>().GetAsync(model, "1", scene.Viewer, default)).Digest, quarantine.Digest);
        Assert.Null(quarantine.ReleasedAt);
        Assert.Equal(1, await scene.OccupantAsync(model, Stage.Production));
        Assert.True(await scene.IsQuarantinedAsync(model));
        var entry = (await scene.EventsAsync(model))[0];
        Assert.Equal(("version.quarantined", 1, QuarantineScene.Reason, scene.ReviewerA.Name), (entry.Action, entry.Version, entry.Reason, entry.Actor));
        Assert.True(Assert.Single((await scene.Get<SlotOverview>().BoardAsync(model, scene.Viewer, default)).Slots, slot =>
            slot.Slot.Version == 1).Quarantined);
    }

    [Fact]
    public async Task Released_it_is_history_with_who_and_why()
    {
        var model = await scene.AModelAsync();
        var set = await scene.QuarantineAsync(model, by: scene.ReviewerB);

        var released = Assert.Single(await scene.ReleaseAsync(model));

        Assert.Equal((set.Id, scene.ReviewerA.Name, "It was the load balancer."), (released.Id, released.ReleasedBy, released.ReleaseReason));
        Assert.False(await scene.IsQuarantinedAsync(model));
        Assert.Equal("version.released", (await scene.EventsAsync(model))[0].Action);
        Assert.DoesNotContain(await ListAsync(all: false, scene.Viewer), found => found.Id == set.Id);
        Assert.Contains(await ListAsync(all: true, scene.Viewer), found => found.Id == set.Id && found.ReleasedAt is not null);
        await scene.QuarantineAsync(model); // it may be quarantined again
    }

    [Theory]
    [InlineData("", "field_required")]
    [InlineData("  \t", "field_required")]
    [InlineData(null, "field_required")]
    [InlineData("ends\0here", "field_not_text")]
    public async Task A_reason_that_is_none_is_refused(string? reason, string code)
    {
        var model = await scene.AModelAsync();

        Assert.Equal("reason", (await Refused.ByAsync(code, () => scene.QuarantineAsync(model, reason: reason))).Field);
        await scene.QuarantineAsync(model);
        await Refused.ByAsync(code, () => scene.ReleaseAsync(model, reason: reason));

        Assert.True(await scene.IsQuarantinedAsync(model));
    }

    [Fact]
    public async Task A_reason_has_a_length_and_may_use_all_of_it()
    {
        var model = await scene.AModelAsync();

        await Refused.ByAsync("field_too_long", () => scene.QuarantineAsync(model, reason: new string('x', SlotInterval.ReasonMaxLength + 1)));

        await scene.QuarantineAsync(model, reason: new string('ü', SlotInterval.ReasonMaxLength));
    }

    [Fact]
    public async Task Twice_is_refused_and_so_is_releasing_nothing()
    {
        var model = await scene.AModelAsync();
        await Refused.ByAsync("not_quarantined", () => scene.ReleaseAsync(model));
        await scene.QuarantineAsync(model);

        var refusal = await Refused.ByAsync("already_quarantined", () => scene.QuarantineAsync(model, by: scene.ReviewerB));

        Assert.Contains(scene.ReviewerA.Name, refusal.Message, StringComparison.Ordinal);
        Assert.Single(await ListAsync(all: true, scene.Viewer), found => found.Model == model);
    }

    [Fact]
    public async Task Of_two_at_once_one_is_told_that_it_came_second()
    {
        var model = await scene.AModelAsync();

        var outcomes = await Task.WhenAll(new[] { scene.ReviewerA, scene.ReviewerB, scene.ReviewerC }.Select(async by =>
        {
            try
            {
                await scene.QuarantineAsync(model, by: by);
                return "done";
            }
            catch (RegistryException e)
            {
                return e.Code;
            }
        }));

        Assert.Equal(["already_quarantined", "already_quarantined", "done"], outcomes.Order());
    }

    [Fact]
    public async Task The_list_pages_newest_first()
    {
        var model = await scene.AModelAsync();
        for (var number = 1; number <= 3; number++)
        {
            await scene.AVersionAsync(model, scene.Scientist, $"model.pkl={model} {number}");
            await scene.QuarantineAsync(model, number);
        }

        List<QuarantineView> walked = [];
        string? token = null;
        do
        {
            var page = await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(PageSize: 2, PageToken: token), scene.Viewer, default);
            walked.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);

        Assert.Equal([3, 2, 1], walked.Where(found => found.Model == model).Select(found => found.Version));
        Assert.Equal(walked.Select(found => found.Id).OrderDescending(), walked.Select(found => found.Id));
    }

    [Fact]
    public async Task Those_of_my_models_are_of_models_that_I_own_or_that_I_may_release()
    {
        var model = await scene.AModelAsync();
        await scene.QuarantineAsync(model);
        var another = await scene.PersonAsync(scene.NewName("other.scientist"), Roles.DataScientist);

        Assert.Contains(await MineAsync(scene.Scientist), found => found.Model == model);
        Assert.Contains(await MineAsync(scene.ReviewerC), found => found.Model == model);
        Assert.Empty(await MineAsync(another));
        Assert.Empty(await MineAsync(scene.Viewer));
    }

    [Fact]
    public async Task Owner_and_reviewers_are_told_and_not_the_one_who_did_it()
    {
        var model = await scene.AModelAsync();
        await scene.MoveAsync(model, Stage.Staging, 1);

        await scene.QuarantineAsync(model);

        var sentence = $"{scene.ReviewerA.Name} quarantined v1 of {model} (these bytes are in staging): {QuarantineScene.Reason}";
        Assert.Contains(sentence, await scene.NoticesAsync(scene.Scientist));
        Assert.Contains(sentence, await scene.NoticesAsync(scene.ReviewerB));
        Assert.DoesNotContain(sentence, await scene.NoticesAsync(scene.ReviewerA));
        Assert.DoesNotContain(sentence, await scene.NoticesAsync(scene.Viewer));
    }

    private async Task<IReadOnlyList<QuarantineView>> ListAsync(bool all, Actor by) =>
        (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(all, PageSize: PageToken.MaxSize), by, default)).Items;

    private async Task<IReadOnlyList<QuarantineView>> MineAsync(Actor by) =>
        (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(Mine: true, PageSize: PageToken.MaxSize), by, default)).Items;
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>What somebody said about a request, and how it goes again.</summary>
public sealed class CommentTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task Its_author_takes_a_comment_back_and_that_stays_to_be_seen()
    {
        var (model, request, comment) = await CommentedAsync(scene.ReviewerA);

        var left = await TakeBackAsync(request, comment, scene.ReviewerA);
        await TakeBackAsync(request, comment, scene.ReviewerA);

        Assert.Equal(("", scene.ReviewerA.Name, false), (left.Text, left.TakenBackBy, left.MayTakeBack));
        Assert.Equal(left, Assert.Single(await CommentsAsync(request, scene.Viewer)));
        var events = await EventsAsync(model);
        Assert.Equal(["request.comment_taken_back", "request.commented"], events.Take(2).Select(entry => entry.Action));
        Assert.Contains("Seven words", events[1].After!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_the_model_and_an_admin_take_back_what_others_said_and_nobody_else_does()
    {
        var (model, request, comment) = await CommentedAsync(scene.ReviewerA);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: scene.Viewer.Name), scene.Scientist, default);
        foreach (var other in new[] { scene.ReviewerB, scene.Scientist, scene.Auditor })
        {
            await Refused.ByAsync("role_missing", () => TakeBackAsync(request, comment, other));
            Assert.False(Assert.Single(await CommentsAsync(request, other)).MayTakeBack);
        }

        Assert.True(Assert.Single(await CommentsAsync(request, scene.Viewer)).MayTakeBack);
        Assert.Equal(scene.Viewer.Name, (await TakeBackAsync(request, comment, scene.Viewer)).TakenBackBy);

        var second = (await scene.Get<PromotionWorkflow>().CommentAsync(request, "Again.", scene.ReviewerA, default)).Id;
        Assert.Equal(scene.Admin.Name, (await TakeBackAsync(request, second, scene.Admin)).TakenBackBy);
    }

    [Fact]
    public async Task A_comment_is_looked_for_under_its_request_and_taken_back_after_the_end_too()
    {
        var (_, request, comment) = await CommentedAsync(scene.ReviewerA);
        var (_, other, _) = await CommentedAsync(scene.ReviewerA);
        await Refused.ByAsync("comment_not_found", () => TakeBackAsync(other, comment, scene.ReviewerA));
        await scene.Get<PromotionWorkflow>().WithdrawAsync(request, null, scene.Scientist, default);

        Assert.Equal("", (await TakeBackAsync(request, comment, scene.ReviewerA)).Text);
    }

    private async Task<(string Model, long Request, long Comment)> CommentedAsync(Actor by)
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        return (model, request.Id, (await scene.Get<PromotionWorkflow>().CommentAsync(request.Id, "Seven words that somebody said in haste.", by, default)).Id);
    }

    private Task<RequestCommentView> TakeBackAsync(long request, long comment, Actor by) =>
        scene.Get<PromotionWorkflow>().TakeBackCommentAsync(request, comment, by, default);

    private async Task<IReadOnlyList<RequestCommentView>> CommentsAsync(long request, Actor by) =>
        (await scene.Get<RequestQueries>().CommentsAsync(request, null, null, by, default)).Items;

    private async Task<IReadOnlyList<AuditEntry>> EventsAsync(string model) =>
        (await scene.Get<AuditQueries>().ListAsync(new AuditSearch(Model: model), scene.Auditor, default)).Items;
}

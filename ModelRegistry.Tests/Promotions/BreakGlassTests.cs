using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Rule 13: what may be done without approval, what never, and who looks at it afterwards.</summary>
public sealed class BreakGlassTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly Emergency Fire = new("Production answers nothing.", "INC-4711");

    [Fact]
    public async Task It_moves_without_approval_and_names_each_thing_that_was_skipped()
    {
        var (model, request) = await BrokenAsync(new PolicyContent(RequiredApprovals: 2, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9)]));

        Assert.Equal((RequestState.Executed, "INC-4711"), (request.State, request.Incident));
        Assert.Equal(1, await scene.OccupantAsync(model));
        var entry = (await scene.EventsAsync(model)).Single(found => found.Action == "request.emergency");
        Assert.Equal(Fire.Reason, entry.Reason);
        Assert.Equal(["approvals: 0 of 2", "gate: accuracy ≥ 0.9 (Missing)"], entry.After!.Value.GetProperty("skipped").EnumerateArray()
            .Select(skipped => skipped.GetString()));
    }

    [Theory]
    [InlineData("too short", "INC-1", "reason_too_short")]
    [InlineData("", "INC-1", "field_required")]
    [InlineData("Long enough to be a reason.", " ", "field_required")]
    public async Task It_needs_a_reason_and_an_incident(string reason, string incident, string code)
    {
        var request = await scene.ARequestAsync(await scene.AModelAsync());

        await Refused.ByAsync(code, () => ExecuteAsync(request, scene.Emergency, new Emergency(reason, incident)));
    }

    [Fact]
    public async Task Only_the_emergency_role_may_and_never_a_token()
    {
        var request = await scene.ARequestAsync(await scene.AModelAsync());

        await Refused.ByAsync("role_missing", () => ExecuteAsync(request, scene.Admin, Fire));
        await Refused.ByAsync("role_missing", () => ExecuteAsync(request, scene.ReviewerA, Fire));
        var token = await scene.Registry.ByTokenAsync(scene.Emergency, [.. Scopes.All]);
        await Refused.ByAsync("scope_missing", () => ExecuteAsync(request, token, Fire));
    }

    [Fact]
    public async Task A_damaged_file_stops_even_that()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        var file = (await scene.Get<Core.Versions.VersionArtifacts>().ListAsync(model, "1", scene.Auditor, default))[0];
        await File.WriteAllTextAsync(Path.Combine(scene.Registry.Settings.ArtifactDirectory, "sha256", file.Sha256[..2], file.Sha256[2..4], file.Sha256),
            new string('x', (int)file.Size));

        await Refused.ByAsync("integrity_failed", () => ExecuteAsync(request, scene.Emergency, Fire));

        Assert.Null(await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task The_post_review_is_closed_by_as_many_eligible_people_as_the_policy_asks_for()
    {
        var (model, _) = await BrokenAsync(new PolicyContent(RequiredApprovals: 2));
        var review = await OpenAsync(model);

        await Refused.ByAsync("not_eligible", () => DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.Emergency));
        await Refused.ByAsync("not_eligible", () => DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.Scientist));
        var first = await DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.ReviewerA);
        await Refused.ByAsync("post_review_decided", () => DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.ReviewerA));
        var second = await DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.ReviewerB);

        Assert.Equal((PostReviewState.Open, PostReviewState.Confirmed), (first.State, second.State));
    }

    [Fact]
    public async Task When_nobody_is_eligible_an_admin_or_the_owner_looks_at_it_but_never_the_actor()
    {
        var model = await scene.AModelAsync();
        var both = await scene.PersonAsync(scene.NewName("both"), Roles.Emergency, Roles.Admin);
        await scene.Get<Core.Catalog.ModelWorkflow>().EditAsync(model, new Core.Models.ModelEdit(Restricted: true), scene.Scientist, default);
        await ExecuteAsync(await scene.ARequestAsync(model), both, Fire);
        var review = await OpenAsync(model);

        await Refused.ByAsync("not_eligible", () => DecideAsync(review.Id, PostReviewAnswer.Confirm, both));
        await Refused.ByAsync("post_review_not_found", () => DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.ReviewerA));

        Assert.Equal(PostReviewState.Confirmed, (await DecideAsync(review.Id, PostReviewAnswer.Confirm, scene.Admin)).State);
    }

    [Fact]
    public async Task An_objection_says_why_and_blocks_the_stage()
    {
        var (model, _) = await BrokenAsync(new PolicyContent());
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "next");
        var next = await scene.ARequestAsync(model, version: 2);
        var review = await OpenAsync(model);

        Assert.Equal("comment", (await Refused.ByAsync("field_required", () =>
            DecideAsync(review.Id, PostReviewAnswer.Object, scene.ReviewerA, comment: ""))).Field);
        await DecideAsync(review.Id, PostReviewAnswer.Object, scene.ReviewerA);
        var approved = await scene.ReviewAsync(next.Id, scene.ReviewerB);

        Assert.Equal(RequestState.Approved, approved.State);
        Assert.Contains("objected", Assert.Single(approved.Blockers), StringComparison.Ordinal);
        Assert.Equal(1, await scene.OccupantAsync(model));
    }

    [Fact]
    public async Task A_stale_page_breaks_no_glass()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        await scene.LogAsync(model, "accuracy", 0.1);

        await Refused.ByAsync("subject_changed", () => ExecuteAsync(request, scene.Emergency, Fire));
    }

    private async Task<(string Model, RequestView Request)> BrokenAsync(PolicyContent policy)
    {
        var model = await scene.AModelAsync(policy);
        return (model, await ExecuteAsync(await scene.ARequestAsync(model), scene.Emergency, Fire));
    }

    private async Task<PostReviewView> OpenAsync(string model) =>
        (await scene.Get<PostReviews>().ListAsync(all: false, PageToken.MaxSize, null, scene.Auditor, default)).Items.Single(review => review.Model == model);

    private Task<RequestView> ExecuteAsync(RequestView request, Actor by, Emergency emergency) =>
        scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, emergency, by, default);

    private Task<PostReviewView> DecideAsync(long id, PostReviewAnswer answer, Actor by, string comment = "Seen.") =>
        scene.Get<PostReviews>().DecideAsync(id, new NewPostReview(answer, comment), by, default);
}

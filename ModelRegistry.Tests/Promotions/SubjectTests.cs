using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>What exactly is approved: each part of the subject, changed alone, makes approvals stale.</summary>
public sealed class SubjectTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly PolicyContent Policy = new(RequiredApprovals: 2, Gates: [new EvidenceGate("tag:team")]);

    // What services can change goes through them; what never changes after the seal is changed in the database itself.
    private static readonly Dictionary<string, Func<PromotionScene, string, Task>> Parts = new()
    {
        ["model"] = (scene, model) => InDatabaseAsync(scene, db =>
            db.Models.Where(found => found.Name == model).ExecuteUpdateAsync(set => set.SetProperty(found => found.Name, model.ToUpperInvariant()))),
        ["digest"] = (scene, model) =>
            OfVersionAsync(scene, model, versions => versions.ExecuteUpdateAsync(set => set.SetProperty(version => version.Digest, "sha256:other"))),
        ["metrics.accuracy on test (test)"] = (scene, model) => scene.LogAsync(model, "accuracy", 0.91, "test"),
        ["metrics.f1 on train (d1)"] = (scene, model) => scene.LogAsync(model, "f1", 0.9),
        ["parameters.depth"] = (scene, model) => InDatabaseAsync(scene, db => db.VersionParameters
            .Where(row => db.Versions.Any(version => version.Id == row.VersionId && db.Models.Any(found => found.Id == version.ModelId && found.Name == model)))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Value, "9"))),
        ["dataset.digest"] = (scene, model) =>
            OfVersionAsync(scene, model, versions => versions.ExecuteUpdateAsync(set => set.SetProperty(version => version.DatasetDigest, "other"))),
        ["signature"] = (scene, model) =>
            OfVersionAsync(scene, model, versions => versions.ExecuteUpdateAsync(set => set.SetProperty(version => version.SignatureDigest, "other"))),
        ["codeRevision"] = (scene, model) =>
            OfVersionAsync(scene, model, versions => versions.ExecuteUpdateAsync(set => set.SetProperty(version => version.SourceGitCommit, "9b07de3"))),
        ["framework"] = (scene, model) =>
            OfVersionAsync(scene, model, versions => versions.ExecuteUpdateAsync(set => set.SetProperty(version => version.Framework, "torch"))),
        ["owner"] = async (scene, model) => await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: scene.Viewer.Name), scene.Admin, default),
        ["description"] = async (scene, model) =>
            await scene.Get<VersionWorkflow>().EditAsync(model, "1", new VersionEdit(Description: "Another."), scene.Admin, default),
        ["tags.team"] = async (scene, model) =>
            await scene.Get<VersionWorkflow>()
            .EditAsync(model, "1", new VersionEdit(Tags: new Dictionary<string, string?> { ["team"] = "credit" }), scene.Admin, default),
        ["cardVersion"] = (scene, model) =>
            InDatabaseAsync(scene, db => db.Models.Where(found => found.Name == model)
            .ExecuteUpdateAsync(set => set.SetProperty(found => found.CardVersion, 7))),
        ["stage"] = (scene, model) => InDatabaseAsync(scene, db =>
            db.PromotionRequests.Where(request => db.Models.Any(found => found.Id == request.ModelId && found.Name == model))
            .ExecuteUpdateAsync(set => set.SetProperty(request => request.Slot, "Staging"))),
        ["expectedOccupant"] = async (scene, model) => await scene.MoveAsync(model, Stage.Staging, 2),
        ["policy.requiredApprovals"] = (scene, model) => scene.PolicyAsync(model, Stage.Staging, Policy with { RequiredApprovals = 3 }),
        ["policy.gates"] = (scene, model) => scene.PolicyAsync(model, Stage.Staging, Policy with { Gates = [.. Policy.Gates, new CheckGate("bias-audit")] }),
    };

    public static TheoryData<string> Names => [.. Parts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_part_changed_alone_makes_approvals_stale_and_is_named(string part)
    {
        var (model, request) = await ApprovedOnceAsync();

        await Parts[part](scene, model);

        var now = await scene.ReadAsync(request);
        var review = Assert.Single(now.Reviews);
        Assert.Equal((true, false, 0), (review.Stale, review.Counts, now.Approvals));
        Assert.Equal(part, Assert.Single(review.Changed).Part);
    }

    [Fact]
    public async Task A_tag_that_no_gate_names_leaves_approvals_as_they_are()
    {
        var (model, request) = await ApprovedOnceAsync();

        await scene.Get<VersionWorkflow>()
            .EditAsync(model, "1", new VersionEdit(Tags: new Dictionary<string, string?> { ["note"] = "x" }), scene.Admin, default);

        Assert.Equal(1, (await scene.ReadAsync(request)).Approvals);
    }

    [Fact]
    public async Task A_lowered_policy_helps_no_request_that_is_open_and_leaves_its_approvals()
    {
        var (model, request) = await ApprovedOnceAsync();

        await scene.PolicyAsync(model, Stage.Staging, PolicyContent.Open);

        var now = await scene.ReadAsync(request);
        Assert.Equal((RequestState.Open, 2, 1), (now.State, now.RequiredApprovals, now.Approvals));
        Assert.Equal("evidence", Assert.Single(now.Gates).Kind);
        await Refused.ByAsync("request_blocked", () => scene.Get<PromotionWorkflow>().ExecuteAsync(request, now.Subject, null, scene.Scientist, default));
    }

    [Fact]
    public async Task A_raised_policy_asks_more_of_what_is_open()
    {
        var (model, request) = await ApprovedOnceAsync();

        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(RequiredApprovals: 3, Gates: [new CheckGate("bias-audit")]));

        var now = await scene.ReadAsync(request);
        Assert.Equal((3, 0), (now.RequiredApprovals, now.Approvals));
        Assert.Equal(["evidence", "check"], now.Gates.Select(gate => gate.Kind));
    }

    [Theory]
    [InlineData(ReviewAction.Approve)]
    [InlineData(ReviewAction.RequestChanges)]
    [InlineData(ReviewAction.Reject)]
    public async Task A_decision_about_what_changed_while_the_page_was_open_is_refused_with_the_difference(ReviewAction decision)
    {
        var (model, request) = await ApprovedOnceAsync();
        var seen = (await scene.ReadAsync(request)).Subject;
        await scene.LogAsync(model, "accuracy", 0.5, "test");

        var refusal = await Refused.ByAsync("subject_changed", () =>
            scene.Get<ReviewWorkflow>().ReviewAsync(request, new NewReview(decision, "Looks good.", seen), scene.ReviewerB, default));

        Assert.Equal((await scene.ReadAsync(request)).Subject, refusal.Details!["subject"]);
        Assert.Equal("metrics.accuracy on test (test)", Assert.Single(Assert.IsAssignableFrom<IReadOnlyList<SubjectChange>>(refusal.Details["changes"])).Part);
    }

    [Theory]
    [InlineData(null, "field_required")]
    [InlineData("", "field_required")]
    [InlineData("sha256:0000", "subject_changed")]
    [InlineData("nonsense", "subject_changed")]
    public async Task An_approval_must_name_the_present_subject(string? subject, string code)
    {
        var (_, request) = await ApprovedOnceAsync();

        await Refused.ByAsync(code, () =>
            scene.Get<ReviewWorkflow>().ReviewAsync(request, new NewReview(ReviewAction.Approve, null, subject), scene.ReviewerB, default));
    }

    [Fact]
    public async Task A_stale_approval_is_given_again_and_then_counts()
    {
        var (model, request) = await ApprovedOnceAsync();
        await scene.LogAsync(model, "accuracy", 0.92, "test");

        var again = await scene.ReviewAsync(request, scene.ReviewerA);
        var executed = await scene.ReviewAsync(request, scene.ReviewerB);

        Assert.Equal((RequestState.Open, 1), (again.State, again.Approvals));
        Assert.Equal(RequestState.Executed, executed.State);
    }

    [Fact]
    public async Task A_request_for_changes_falls_away_when_the_subject_changes()
    {
        var (model, request) = await ApprovedOnceAsync();
        Assert.Equal(RequestState.ChangesRequested, (await scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.RequestChanges)).State);

        await scene.LogAsync(model, "accuracy", 0.99, "test");

        Assert.Equal(RequestState.Open, (await scene.ReadAsync(request)).State);
    }

    [Fact]
    public async Task What_ended_keeps_its_verdicts_and_subject_whatever_happens_later()
    {
        var model = await scene.AModelAsync(new PolicyContent(Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9)]));
        await scene.LogAsync(model, "accuracy", 0.95);
        var request = await scene.ARequestAsync(model);
        var executed = await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await scene.LogAsync(model, "accuracy", 0.1);

        var now = await scene.ReadAsync(request.Id);
        Assert.Equal((executed.Subject, 1, RequestState.Executed), (now.Subject, now.Approvals, now.State));
        Assert.Equal((Verdict.Pass, 0.95), (now.Gates[0].Verdict, now.Gates[0].Measured!.Number));
    }

    private async Task<(string Model, long Request)> ApprovedOnceAsync()
    {
        var version = new NewVersion(
            Parameters: new Dictionary<string, string> { ["depth"] = "3" }, Tags: new Dictionary<string, string> { ["team"] = "risk" },
                Dataset: new VersionDataset("train", "d1"),
            Source: new VersionSource(GitCommit: "4f2c91a"), Framework: "sklearn", Description: "The first.");
        var model = await scene.AModelAsync(Policy, version);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "second");
        await scene.LogAsync(model, "accuracy", 0.9, "test");
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);
        return (model, request.Id);
    }

    private static Task OfVersionAsync(PromotionScene scene, string model, Func<IQueryable<ModelVersion>, Task> change) =>
        InDatabaseAsync(scene, db => change(
            db.Versions.Where(version => version.Number == 1 && db.Models.Any(found => found.Id == version.ModelId && found.Name == model))));

    private static async Task InDatabaseAsync(PromotionScene scene, Func<Core.Data.RegistryDbContext, Task> change)
    {
        await using var db = scene.Registry.OpenDatabase();
        await change(db);
    }
}

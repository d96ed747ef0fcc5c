using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>What somebody had before them when they decided is kept as one text, and the trail names its digest.</summary>
public sealed class DecisionSheetTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private RequestQueries Queries => scene.Get<RequestQueries>();

    [Fact]
    public async Task A_review_keeps_what_its_author_had_before_them_whatever_changes_later()
    {
        var (model, request) = await ARequestBesideAnOccupantAsync();
        await scene.ReviewAsync(request, scene.ReviewerA);
        await scene.LogAsync(model, "accuracy", 0.1);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Card: "# Another card"), scene.Scientist, default);

        var sheet = (await Queries.SheetAsync(request, 1, scene.Viewer, default)).Read();

        Assert.Equal((request, model, 2, "staging", 1, scene.ReviewerA.Name),
            (sheet.Request, sheet.Model, sheet.Version, sheet.Stage, sheet.Replaces, sheet.By));
        Assert.Equal("v2 against v1: accuracy +12.5 % (better); better on the only one that can be compared.", sheet.Verdict);
        Assert.Equal(("accuracy", 0.9, 0.8, MetricOutcome.Better),
            Assert.Single(sheet.Metrics.Select(metric => (metric.Name, metric.Value, metric.Occupant!.Value, metric.Outcome))));
        Assert.Equal(("parameters.depth", "5", "3"), Assert.Single(sheet.Changes.Select(change => (change.Part, change.Value, change.Occupant))));
        Assert.Equal(("# A card", "bias"), (sheet.Card, Assert.Single(sheet.Checks).Name));
        Assert.Equal((2, 0), (sheet.RequiredApprovals, sheet.Approvals));
        Assert.Equal(["accuracy ≥ 0.5"], sheet.Gates.Select(gate => gate.Expression));
        Assert.Contains(scene.ReviewerB.Name, sheet.Eligible);
        Assert.Equal([scene.Scientist.Name], sheet.Excluded.Select(person => person.Who));
    }

    [Fact]
    public async Task Its_digest_is_in_the_review_and_in_the_event()
    {
        var (model, request) = await ARequestBesideAnOccupantAsync();
        await scene.ReviewAsync(request, scene.ReviewerA);
        await scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.RequestChanges);

        var (first, second) = (await Queries.SheetAsync(request, 1, scene.Viewer, default), await Queries.SheetAsync(request, 2, scene.Viewer, default));

        var reviews = (await scene.ReadAsync(request)).Reviews;
        var events = (await scene.EventsAsync(model)).Where(entry => entry.Action == "request.reviewed").OrderBy(entry => entry.Seq).ToList();
        Assert.Equal([Sha256(first.Text), Sha256(second.Text)], reviews.Select(review => review.Sheet));
        Assert.Equal([1, 2], reviews.Select(review => review.Number));
        Assert.Equal([Sha256(first.Text), Sha256(second.Text)], events.TakeLast(2).Select(entry => entry.After!.Value.GetProperty("sheet").GetString()));
        Assert.Equal(scene.ReviewerA.Name, Assert.Single(second.Read().Reviews).By);
    }

    [Fact]
    public async Task Break_glass_keeps_one_too()
    {
        var (model, request) = await ARequestBesideAnOccupantAsync();
        var subject = (await scene.ReadAsync(request)).Subject;
        await Refused.ByAsync("sheet_not_found", () => Queries.SheetAsync(request, null, scene.Viewer, default));
        await scene.Get<PromotionWorkflow>().ExecuteAsync(request, subject, new Emergency("The old one fails.", "INC-1"), scene.Emergency, default);

        var sheet = await Queries.SheetAsync(request, null, scene.Viewer, default);

        Assert.Equal(Sha256(sheet.Text), (await scene.ReadAsync(request)).EmergencySheet);
        Assert.Equal(scene.Emergency.Name, sheet.Read().By);
        Assert.Equal(Sha256(sheet.Text),
            (await scene.EventsAsync(model)).Single(entry => entry.Action == "request.emergency").After!.Value.GetProperty("sheet").GetString());
    }

    [Fact]
    public async Task What_is_not_there_or_may_not_be_seen_is_not_found()
    {
        var (model, request) = await ARequestBesideAnOccupantAsync();
        await scene.ReviewAsync(request, scene.ReviewerA);
        foreach (var number in new[] { 0, -1, 2, int.MaxValue })
        {
            await Refused.ByAsync("sheet_not_found", () => Queries.SheetAsync(request, number, scene.Viewer, default));
        }

        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);
        await Refused.ByAsync("request_not_found", () => Queries.SheetAsync(request, 1, scene.Viewer, default));
    }

    /// <summary>Version 2 beside version 1, which is in staging; two approvals are needed.</summary>
    private async Task<(string Model, long Request)> ARequestBesideAnOccupantAsync()
    {
        var model = await scene.AModelAsync(new PolicyContent(2, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.5)]), Measured(0.8, "3"));
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, Measured(0.9, "5"), content: $"{model} two");
        await scene.MoveAsync(model, Stage.Staging, 1);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Card: "# A card"), scene.Scientist, default);
        await scene.Get<VersionEvidence>().PostCheckAsync(model, "2", new NewCheck("bias", CheckState.Success), scene.Scientist, default);
        return (model, (await scene.ARequestAsync(model, 2)).Id);
    }

    private static NewVersion Measured(double accuracy, string depth) => new(Metrics: [new("accuracy", accuracy)], Dataset: new VersionDataset("cards", "d1"),
        Parameters: new Dictionary<string, string> { ["depth"] = depth });

    private static string Sha256(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using Xunit.Abstractions;

namespace ModelRegistry.Tests.Data;

/// <summary>How many statements a use case may send: one row each, counted on SQLite as it happens.</summary>
public sealed class StatementBudgetTests(PromotionScene scene, ITestOutputHelper output) : IClassFixture<PromotionScene>
{
    private const string Why = "it counts what is sent to that database; SqlServerQueryTests counts the other.";

    private const int ListPage = 4;

    private TestRegistry Registry => scene.Registry;

    [SqliteFact(Why)]
    public async Task A_file_is_uploaded()
    {
        var model = await scene.AModelAsync();
        await Registry.APendingVersionAsync(scene.Scientist, model);

        await Budget(6, () => Registry.AFileAsync(scene.Scientist, model, "2", "model/model.pkl", "weights"));
    }

    [SqliteFact(Why)]
    public async Task A_version_of_one_file_is_sealed()
    {
        var model = await scene.AModelAsync();
        await Registry.APendingVersionAsync(scene.Scientist, model);
        await Registry.AFileAsync(scene.Scientist, model, "2", "model/model.pkl", "weights");

        await Budget(10, () => Registry.Get<VersionWorkflow>().SealAsync(model, "2", null, scene.Scientist, default));
    }

    [SqliteTheory(Why)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_alias_is_set(bool isSomewhere)
    {
        var model = await AModelOfTwoAsync();
        if (isSomewhere)
        {
            await AliasAsync(model, 1);
        }

        await Budget(10, () => AliasAsync(model, 2));
    }

    [SqliteFact(Why)]
    public async Task A_version_is_created()
    {
        var model = await scene.AModelAsync();
        var version = new NewVersion(Tags: new Dictionary<string, string> { ["k"] = "v" });

        await Budget(10, () => Registry.APendingVersionAsync(scene.Scientist, model, version));
    }

    [SqliteFact(Why)]
    public async Task A_tag_of_a_version_is_set()
    {
        var model = await scene.AModelAsync();

        // The version's own row is one of them: the text that words are searched in holds its tags.
        await Budget(12, () => Registry.Get<VersionWorkflow>()
            .EditAsync(model, "1", new VersionEdit(Tags: new Dictionary<string, string?> { ["k"] = "v" }), scene.Scientist, default));
    }

    [SqliteFact(Why)]
    public async Task A_model_is_renamed()
    {
        var model = await scene.AModelAsync();
        await scene.ARequestAsync(model);

        await Budget(30, () => scene.Get<ModelRenames>().RenameAsync(model, scene.NewName("renamed"), "For a test.", scene.Admin, default));
    }

    [SqliteFact(Why)]
    public async Task A_request_is_opened()
    {
        var model = await scene.AModelAsync();

        await Budget(35, () => scene.ARequestAsync(model, stage: Stage.Production));
    }

    [SqliteFact(Why)]
    public async Task An_approval_executes()
    {
        var model = await AModelOfTwoAsync();
        await scene.ReviewAsync((await scene.ARequestAsync(model, stage: Stage.Production)).Id, scene.ReviewerA);
        var request = await scene.ARequestAsync(model, 2, Stage.Production);
        var approval = new NewReview(ReviewAction.Approve, null, request.Subject);

        await Budget(45, () => Registry.Get<ReviewWorkflow>().ReviewAsync(request.Id, approval, scene.ReviewerA, default));

        Assert.Equal(2, await scene.OccupantAsync(model, Stage.Production));
    }

    [SqliteFact(Why)]
    public async Task A_stage_is_rolled_back()
    {
        var model = await AModelOfTwoAsync();
        await scene.MoveAsync(model, Stage.Production, 1);
        await scene.MoveAsync(model, Stage.Production, 2);
        var back = new NewRollback(1, "Error rate rose", 2);

        await Budget(35, () => Registry.Get<RollbackWorkflow>().RollBackAsync(model, Stage.Production, back, null, scene.ReviewerC, default));

        Assert.Equal(1, await scene.OccupantAsync(model, Stage.Production));
    }

    [SqliteTheory(Why)]
    [InlineData("a request", 12)]
    [InlineData("a version", 3)]
    [InlineData("a model", 2)]
    [InlineData("models", ListPage)]
    [InlineData("versions", ListPage)]
    [InlineData("requests", ListPage)]
    [InlineData("requests that wait for me", ListPage)]
    [InlineData("comments", ListPage)]
    [InlineData("post-reviews", ListPage)]
    [InlineData("quarantines", ListPage)]
    [InlineData("audit", ListPage)]
    [InlineData("audit of a viewer", ListPage)]
    [InlineData("people", ListPage)]
    [InlineData("tokens", ListPage)]
    [InlineData("notifications", ListPage)]
    [InlineData("saved views", ListPage)]
    [InlineData("bin", ListPage)]
    [InlineData("slots", ListPage)]
    [InlineData("slot history", ListPage)]
    [InlineData("policies", ListPage)]
    [InlineData("policy versions", ListPage)]
    [InlineData("files", ListPage)]
    [InlineData("checks", ListPage)]
    [InlineData("metric history", ListPage)]
    public async Task Is_read(string what, int budget)
    {
        var model = await AModelOfTwoAsync();
        await scene.ReviewAsync((await scene.ARequestAsync(model, stage: Stage.Production)).Id, scene.ReviewerA);
        var request = await scene.ARequestAsync(model, 2, Stage.Production);
        await scene.ReviewAsync(request.Id, scene.ReviewerB, ReviewAction.RequestChanges);
        await scene.Get<PromotionWorkflow>().CommentAsync(request.Id, "Why?", scene.ReviewerA, default);
        await scene.Get<QuarantineWorkflow>().SetAsync(model, "2", "Wrong data.", scene.ReviewerC, default);

        await Budget(budget, what, () => ReadAsync(what, model, request.Id));
    }

    /// <summary>A page of requests, by what the gates of those that are open ask for: one statement for each kind of evidence.</summary>
    [SqliteFact(Why)]
    public async Task Requests_under_gates_are_listed()
    {
        var gates = new List<Gate>();
        var own = new PromotionScene();
        await own.InitializeAsync();
        var model = await own.AModelAsync();
        await own.ARequestAsync(model, stage: Stage.Production);
        Gate[] kinds = [new MetricGate("loss", GateOperator.AtMost, 1), new BaselineGate("loss", 0.1), new EvidenceGate("tag:team"), new CheckGate("bias"),
            new SequenceGate(Stage.Staging, 1)];
        int[] budgets = [4, 4, 5, 6, 7];
        for (var i = 0; i < kinds.Length; i++)
        {
            gates.Add(kinds[i]);
            await own.PolicyAsync(model, Stage.Production, new PolicyContent(Gates: [.. gates]));
            var sent = await own.Registry.Statements.DuringAsync(() =>
                own.Get<RequestQueries>().ListAsync(new RequestSearch(), own.Viewer, default));
            Assert.True(sent.Count <= budgets[i], $"{kinds[i]}: {sent.Count} statements.\n\n{string.Join("\n\n", sent)}");
        }

        await own.DisposeAsync();
    }

    private Task ReadAsync(string what, string model, long request) => what switch
    {
        "a request" => scene.Get<RequestQueries>().GetAsync(request, scene.ReviewerA, default),
        "a version" => scene.Get<VersionQueries>().GetAsync(model, "2", scene.Viewer, default),
        "a model" => scene.Get<ModelQueries>().GetAsync(model, scene.Viewer, default),
        "models" => scene.Get<ModelQueries>().ListAsync(new ModelSearch(), scene.Viewer, default),
        "versions" => scene.Get<VersionQueries>().ListAsync(model, null, null, scene.Viewer, default),
        "requests" => scene.Get<RequestQueries>().ListAsync(new RequestSearch(), scene.Viewer, default),
        "requests that wait for me" => scene.Get<Inbox>().WaitingAsync(null, null, null, scene.ReviewerA, default),
        "comments" => scene.Get<RequestQueries>().CommentsAsync(request, null, null, scene.Viewer, default),
        "post-reviews" => scene.Get<PostReviews>().ListAsync(false, null, null, scene.Viewer, default),
        "quarantines" => scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), scene.Viewer, default),
        "audit" => scene.Get<AuditQueries>().ListAsync(new AuditSearch(), scene.Auditor, default),
        "audit of a viewer" => scene.Get<AuditQueries>().ListAsync(new AuditSearch(Model: model), scene.Viewer, default),
        "people" => scene.Get<People>().ListAsync(null, null, scene.Admin, default),
        "tokens" => scene.Get<AccessTokens>().ListAsync(new TokenSearch(All: true), scene.Admin, default),
        "notifications" => scene.Get<NotificationQueries>().ListAsync(null, null, scene.ReviewerA, default),
        "saved views" => scene.Get<ViewQueries>().ListAsync(null, model, null, null, scene.Viewer, default),
        "bin" => scene.Get<BinQueries>().ListAsync(null, null, scene.Admin, default),
        "slots" => scene.Get<SlotQueries>().ListAsync(model, null, scene.Viewer, default),
        "slot history" => scene.Get<SlotHistory>().ListAsync(model, Stage.Production, null, null, scene.Viewer, default),
        "policies" => scene.Get<PolicyQueries>().ListAsync(PolicyScope.OfModel(model), scene.Viewer, default),
        "policy versions" => scene.Get<PolicyQueries>().HistoryAsync(null, Stage.Production, null, null, scene.Viewer, default),
        "files" => scene.Get<VersionArtifacts>().ListAsync(model, "2", scene.Viewer, default),
        "checks" => scene.Get<VersionQueries>().ChecksAsync(model, "2", scene.Viewer, default),
        "metric history" => scene.Get<VersionQueries>().MetricHistoryAsync(model, "2", "loss", null, null, scene.Viewer, default),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private async Task<string> AModelOfTwoAsync()
    {
        var model = await scene.AModelAsync();
        await Registry.ASealedVersionAsync(scene.Scientist, model, content: $"other {model}");
        return model;
    }

    private Task AliasAsync(string model, int version) => Registry.Get<AliasWorkflow>().SetAsync(model, "champion", version.Text(), scene.Scientist, default);

    private Task Budget(int most, Func<Task> useCase, [System.Runtime.CompilerServices.CallerMemberName] string name = "") => Budget(most, name, useCase);

    private async Task Budget(int most, string what, Func<Task> useCase)
    {
        Registry.Clock.Advance(TimeSpan.FromMinutes(1)); // what only keeps the time of a change must count too
        var sent = await Registry.Statements.DuringAsync(useCase);

        output.WriteLine($"{what}: {sent.Count.Text()} of {most.Text()} statements");
        Assert.True(sent.Count <= most, $"{what}: {sent.Count.Text()} statements are more than {most.Text()}.\n\n{string.Join("\n\n", sent)}");
    }
}

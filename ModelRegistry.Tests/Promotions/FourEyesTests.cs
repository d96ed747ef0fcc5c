using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>Rule 8, line by line: who may not decide, by each decision, and the reason they are told.</summary>
public sealed class FourEyesTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly Dictionary<string, (Func<PromotionScene, Task<(RequestView Request, Actor Who)>> Given, string Code, string Reason)> Lines = new()
    {
        ["the requester"] = (RequesterAsync, "not_eligible", "asked for this promotion"),
        ["who registered the version"] = (RegistrantAsync, "not_eligible", "registered v1"),
        ["who registered the same bytes elsewhere"] = (SameBytesAsync, "not_eligible", "registered a version with the same files"),
        ["who uploaded a file"] = (UploaderAsync, "not_eligible", "uploaded a file of it"),
        ["who uploaded the first file"] = (scene => UploadersAsync(scene, first: true), "not_eligible", "uploaded a file of it"),
        ["who uploaded the second file"] = (scene => UploadersAsync(scene, first: false), "not_eligible", "uploaded a file of it"),
        ["who created the run that it was made of"] = (scene => RunnerAsync(scene, creates: true), "not_eligible", "created the run that it comes from"),
        ["who sent a file of the run that it was made of"] = (scene => RunnerAsync(scene, creates: false), "not_eligible", "uploaded a file of it"),
        ["who logged the second metric"] = (SecondMeasurerAsync, "not_eligible", "logged a metric of it"),
        ["who was the second to change tags"] = (SecondEditorAsync, "not_eligible", "changed its tags or card"),
        ["who was the second to register the same bytes"] = (ThirdSameBytesAsync, "not_eligible", "registered a version with the same files"),
        ["who logged a metric"] = (MeasurerAsync, "not_eligible", "logged a metric of it"),
        ["who changed tags after the request was opened"] = (EditorAsync, "not_eligible", "changed its tags or card"),
        ["who changed the card after the request was opened"] = (CardEditorAsync, "not_eligible", "changed its tags or card"),
        ["the owner of a token that logged a metric"] = (TokenOwnerAsync, "not_eligible", "logged a metric of it"),
        ["who answers for the service account that registered it"] = (ResponsibleAsync, "not_eligible", "answer for"),
        ["a token of a reviewer"] = (TokenAsync, "scope_missing", "Access tokens cannot do this"),
        ["an admin"] = (scene => AnyoneAsync(scene, scene.Admin), "role_missing", "the Reviewer role"),
        ["a viewer"] = (scene => AnyoneAsync(scene, scene.Viewer), "role_missing", "the Reviewer role"),
        ["the Emergency role"] = (scene => AnyoneAsync(scene, scene.Emergency), "role_missing", "the Reviewer role"),
    };

    public static TheoryData<string, ReviewAction> Table
    {
        get
        {
            var table = new TheoryData<string, ReviewAction>();
            foreach (var line in Lines.Keys)
            {
                table.Add(line, ReviewAction.Approve);
                table.Add(line, ReviewAction.RequestChanges);
                table.Add(line, ReviewAction.Reject);
            }

            return table;
        }
    }

    public static TheoryData<string> Names => [.. Lines.Keys];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task May_not_decide_and_is_told_why(string line, ReviewAction decision)
    {
        var (given, code, reason) = Lines[line];
        var (request, who) = await given(scene);

        var refusal = await Refused.ByAsync(code, () => scene.ReviewAsync(request.Id, who, decision));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await scene.ReadAsync(request.Id)).Reviews);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Waits_in_nobodys_inbox_who_may_not_decide(string line)
    {
        var (request, who) = await Lines[line].Given(scene);

        var waiting = (await scene.Get<Inbox>().WaitingAsync(request.Model, null, null, who, default)).Items;

        Assert.Empty(waiting);
        await StandingInSqlTests.RequireSameAsync(scene);
    }

    [Fact]
    public async Task The_page_says_who_is_excluded_and_why_and_who_may()
    {
        var (request, uploader) = await UploaderAsync(scene);

        var seen = await scene.ReadAsync(request.Id);

        Assert.Contains("registered v1", seen.Excluded.Single(person => person.Who == scene.Scientist.Name).Why, StringComparison.Ordinal);
        Assert.Contains("uploaded a file", seen.Excluded.Single(person => person.Who == uploader.Name).Why, StringComparison.Ordinal);
        Assert.DoesNotContain(uploader.Name, seen.Eligible);
        Assert.Contains(scene.ReviewerA.Name, seen.Eligible);
    }

    [Fact]
    public async Task Who_changed_tags_before_the_request_was_opened_may_decide()
    {
        var editor = await ReviewerAsync(scene, Roles.Admin);
        var model = await scene.AModelAsync();
        await TagAsync(scene, model, editor);
        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));

        var request = await scene.ARequestAsync(model);

        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, editor)).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approval_of_somebody_who_may_no_longer_review_does_not_count_when_it_executes(bool disabled)
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        var leaving = await ReviewerAsync(scene);
        await scene.ReviewAsync(request.Id, leaving);

        if (disabled)
        {
            await scene.Get<People>().EditAsync(leaving.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);
        }
        else
        {
            await scene.Get<People>().SetRolesAsync(leaving.UserId!.Value, [Roles.Viewer], scene.Admin, default);
        }

        var after = await scene.ReviewAsync(request.Id, scene.ReviewerA);
        Assert.Equal((RequestState.Open, 1), (after.State, after.Approvals));
        Assert.False(after.Reviews[0].Counts);
        Assert.NotNull(after.Reviews[0].WhyNot);
    }

    [Fact]
    public async Task An_approval_of_somebody_who_logs_a_metric_afterwards_does_not_count()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 1, Execution: ExecutionMode.Manual));
        var request = await scene.ARequestAsync(model);
        var both = await ReviewerAsync(scene, Roles.DataScientist);
        Assert.Equal(RequestState.Approved, (await scene.ReviewAsync(request.Id, both)).State);

        await scene.LogAsync(model, "accuracy", 0.9, by: both);

        var now = await scene.ReadAsync(request.Id);
        Assert.Equal((RequestState.Open, 0), (now.State, now.Approvals));
    }

    [Fact]
    public async Task An_approval_of_somebody_who_may_not_see_the_model_any_more_does_not_count_when_it_executes()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 1, Execution: ExecutionMode.Manual));
        var request = await scene.ARequestAsync(model);
        Assert.Equal(RequestState.Approved, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);

        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);

        var now = await scene.ReadAsync(request.Id);
        Assert.Equal((RequestState.Open, 0, "may not review the model any more"), (now.State, now.Approvals, now.Reviews[0].WhyNot));
        await Refused.ByAsync("request_blocked", () => scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, now.Subject, null, scene.Scientist, default));
        Assert.Null(await scene.OccupantAsync(model, Core.Slots.Stage.Staging));
    }

    [Fact]
    public async Task A_message_about_the_same_bytes_names_no_other_model()
    {
        var (request, who) = await SameBytesAsync(scene);

        var refusal = await Refused.ByAsync("not_eligible", () => scene.ReviewAsync(request.Id, who));

        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain((await scene.ReadAsync(request.Id)).Excluded, person => person.Why.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reviewer_who_may_not_see_the_model_finds_no_request()
    {
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model, stage: Core.Slots.Stage.Production);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);
        scene.Registry.Clock.Advance(TimeSpan.FromDays(2));

        await Refused.ByAsync("request_not_found", () => scene.ReviewAsync(request.Id, scene.ReviewerA));
        Assert.DoesNotContain(await scene.EventsAsync(model), entry => entry.Actor == scene.ReviewerA.Name); // not even the files were verified for them
        Assert.DoesNotContain(scene.ReviewerA.Name, (await scene.ReadAsync(request.Id)).Eligible);
    }

    private static Task<Actor> ReviewerAsync(PromotionScene scene, params string[] more) =>
        scene.PersonAsync(scene.NewName("reviewer"), [Roles.Reviewer, .. more]);

    private static async Task<(RequestView, Actor)> AnyoneAsync(PromotionScene scene, Actor who) => (await scene.ARequestAsync(await scene.AModelAsync()), who);

    private static async Task<(RequestView, Actor)> RequesterAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        return (await scene.ARequestAsync(await scene.AModelAsync(), by: who), who);
    }

    private static async Task<(RequestView, Actor)> RegistrantAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = scene.NewName("registered");
        await scene.Registry.AModelAsync(who, model);
        await scene.Registry.ASealedVersionAsync(who, model, content: model);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> SameBytesAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = await scene.AModelAsync();
        var other = scene.NewName("hidden");
        await scene.Registry.AModelAsync(who, other);
        await scene.Registry.ASealedVersionAsync(who, other, content: model);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> UploaderAsync(PromotionScene scene)
    {
        // The owner of a model may add files to a version of somebody else.
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = scene.NewName("owned");
        await scene.Registry.AModelAsync(who, model);
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        await scene.Registry.AFileAsync(who, model, "1", "model.pkl", model);
        await scene.Get<VersionWorkflow>().SealAsync(model, "1", null, scene.Scientist, default);
        return (await scene.ARequestAsync(model), who);
    }

    /// <summary>The version is registered by the scientist; another one created its run, or sent its file.</summary>
    private static async Task<(RequestView, Actor)> RunnerAsync(PromotionScene scene, bool creates)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = scene.NewName("trained");
        await scene.Registry.AModelAsync(scene.Scientist, model);
        var (creator, sender) = creates ? (who, scene.Scientist) : (scene.Scientist, who);
        var run = await scene.Get<RunWorkflow>().CreateAsync(new NewRun(), creator, default);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(model));
        var file = RunFilePlace.Parse($"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/model/a");
        await scene.Get<RunArtifacts>().PutAsync(file, content, null, sender, default);
        await scene.Get<SourceRegistration>().CreateAsync(model, new SourcedVersion($"runs:/{run.Id}/model"), scene.Scientist, default);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> UploadersAsync(PromotionScene scene, bool first)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = scene.NewName("shared");
        await scene.Registry.AModelAsync(who, model);
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        await scene.Registry.AFileAsync(first ? who : scene.Scientist, model, "1", "a.pkl", $"{model} a");
        await scene.Registry.AFileAsync(first ? scene.Scientist : who, model, "1", "b.pkl", $"{model} b");
        await scene.Get<VersionWorkflow>().SealAsync(model, "1", null, scene.Scientist, default);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> SecondMeasurerAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = await scene.AModelAsync();
        await scene.LogAsync(model, "accuracy", 0.9);
        await scene.LogAsync(model, "recall", 0.8, by: who);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> SecondEditorAsync(PromotionScene scene)
    {
        var (request, _) = await EditorAsync(scene);
        var who = await ReviewerAsync(scene, Roles.Admin);
        await scene.Get<VersionWorkflow>().EditAsync(request.Model, "1", new VersionEdit(Description: "Mine."), who, default);
        return (request, who);
    }

    private static async Task<(RequestView, Actor)> ThirdSameBytesAsync(PromotionScene scene)
    {
        var (request, _) = await SameBytesAsync(scene);
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var other = scene.NewName("hidden");
        await scene.Registry.AModelAsync(who, other);
        await scene.Registry.ASealedVersionAsync(who, other, content: request.Model);
        return (request, who);
    }

    private static async Task<(RequestView, Actor)> MeasurerAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = await scene.AModelAsync();
        await scene.LogAsync(model, "accuracy", 0.9, by: who);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> EditorAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.Admin);
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        await TagAsync(scene, model, who);
        return (request, who);
    }

    private static async Task<(RequestView, Actor)> CardEditorAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.Admin);
        var model = await scene.AModelAsync();
        var request = await scene.ARequestAsync(model);
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Description: "Another story."), who, default);
        return (request, who);
    }

    private static async Task<(RequestView, Actor)> TokenOwnerAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene, Roles.DataScientist);
        var model = await scene.AModelAsync();
        await scene.LogAsync(model, "accuracy", 0.9,
            by: await scene.Registry.ByTokenAsync(who, Scopes.Log));
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> ResponsibleAsync(PromotionScene scene)
    {
        var who = await ReviewerAsync(scene);
        var service = await scene.PersonAsync(scene.NewName("pipeline"), Roles.DataScientist);
        await using (var db = scene.Registry.OpenDatabase())
        {
            await db.Users.Where(user => user.Id == service.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.ResponsibleId, who.UserId));
        }

        var model = scene.NewName("automated");
        await scene.Registry.AModelAsync(service, model);
        await scene.Registry.ASealedVersionAsync(service, model, content: model);
        return (await scene.ARequestAsync(model), who);
    }

    private static async Task<(RequestView, Actor)> TokenAsync(PromotionScene scene) =>
        (await scene.ARequestAsync(await scene.AModelAsync()),
            await scene.Registry.ByTokenAsync(scene.ReviewerA, [.. Scopes.All]));

    private static Task TagAsync(PromotionScene scene, string model, Actor by) =>
        scene.Get<VersionWorkflow>().EditAsync(model, "1", new VersionEdit(Tags: new Dictionary<string, string?> { ["team"] = "risk" }), by, default);
}

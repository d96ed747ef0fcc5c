using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>
/// Where requests stand is found twice: one by one in memory, where decisions are made, and in SQL for lists. Both must say the same after every kind of
/// change.
/// </summary>
public sealed class StandingInSqlTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly PolicyContent Two = new(RequiredApprovals: 2, Gates: [new EvidenceGate("tag:team")]);

    /// <summary>What may happen to a request of version 1 that needs two approvals and has that of A.</summary>
    private static readonly Dictionary<string, Func<PromotionScene, string, long, Task>> Changes = new()
    {
        ["nothing"] = (_, _, _) => Task.CompletedTask,
        ["a metric is logged"] = (scene, model, _) => scene.LogAsync(model, "accuracy", 0.9),
        ["a metric is logged by a reviewer"] = async (scene, model, _) =>
            await scene.LogAsync(model, "accuracy", 0.9, by: await AlsoAsync(scene, scene.ReviewerB, Roles.DataScientist)),
        ["a tag that a gate names is set"] = (scene, model, _) =>
            EditAsync(scene, model, new VersionEdit(Tags: new Dictionary<string, string?> { ["team"] = "risk" })),
        ["another tag is set"] = (scene, model, _) => EditAsync(scene, model, new VersionEdit(Tags: new Dictionary<string, string?> { ["other"] = "x" })),
        ["the description changes and changes back"] = DescribedTwiceAsync,
        ["a reviewer edits the version"] = async (scene, model, _) =>
            await EditAsync(scene, model, new VersionEdit(Description: "By B."), await AlsoAsync(scene, scene.ReviewerC, Roles.Admin)),
        ["the owner changes"] = (scene, model, _) =>
            scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Owner: scene.Viewer.Name), scene.Scientist, default),
        ["the card changes"] = (scene, model, _) => scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Card: "# Limits"), scene.Scientist, default),
        ["the description of the model changes"] = (scene, model, _) =>
            scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit("Another."), scene.Scientist, default),
        ["the policy is raised"] = (scene, model, _) => scene.PolicyAsync(model, Stage.Staging, Two with { RequiredApprovals = 3 }),
        ["the policy is lowered"] = (scene, model, _) => scene.PolicyAsync(model, Stage.Staging, new PolicyContent()),
        ["the policy gets another gate"] = (scene, model, _) => scene.PolicyAsync(model, Stage.Staging, Two with { Gates = [new EvidenceGate("description")] }),
        ["the slot moves"] = (scene, model, _) => scene.MoveAsync(model, Stage.Staging, 2),
        ["another reviewer approves"] = (scene, _, request) => scene.ReviewAsync(request, scene.ReviewerB),
        ["another reviewer approves and takes it back"] = ApprovedAndTakenBackAsync,
        ["another reviewer asks for changes"] = (scene, _, request) => scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.RequestChanges),
        ["changes are asked for and answered"] = AnsweredAsync,
        ["changes are asked for and dismissed"] = DismissedAsync,
        ["changes are asked for, and the subject changes"] = BlockGoneStaleAsync,
        ["a reviewer rejects"] = (scene, _, request) => scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.Reject),
        ["the model becomes restricted"] = (scene, model, _) =>
            scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default),
        ["it expires"] = (scene, _, _) =>
        {
            scene.Registry.Clock.Advance(TimeSpan.FromDays(31));
            return Task.CompletedTask;
        },
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Both_say_the_same_after(string change)
    {
        var model = await scene.AModelAsync(Two);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} other");
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await Changes[change](scene, model, request.Id);

        await RequireSameAsync(scene);
    }

    [Fact]
    public async Task Both_say_the_same_when_a_policy_of_the_server_changes_and_when_reviewers_come_and_go()
    {
        var gone = await ReviewerAsync();
        var model = await scene.AModelAsync();
        await scene.PolicyAsync(null, Stage.Staging, new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, gone);
        await scene.PolicyAsync(null, Stage.Staging, new PolicyContent(RequiredApprovals: 2, Gates: [new EvidenceGate("description")]));
        await RequireSameAsync(scene);

        await scene.ReviewAsync(request.Id, gone);
        await scene.Get<People>().SetRolesAsync(gone.UserId!.Value, [Roles.Viewer], scene.Admin, default);
        await RequireSameAsync(scene);
        await scene.Get<People>().SetRolesAsync(gone.UserId!.Value, [Roles.Reviewer], scene.Admin, default);
        await scene.ReviewAsync(request.Id, scene.ReviewerB);
        await RequireSameAsync(scene);
        await scene.Get<People>().EditAsync(gone.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);
        await RequireSameAsync(scene);
        await scene.PolicyAsync(null, Stage.Staging, new PolicyContent());
        await RequireSameAsync(scene);
    }

    [Fact]
    public async Task The_policy_of_a_model_stands_before_a_stricter_one_of_the_server()
    {
        var model = await scene.AModelAsync(new PolicyContent(1, Execution: ExecutionMode.Manual));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);

        await scene.PolicyAsync(null, Stage.Staging, new PolicyContent(3));

        Assert.Equal(RequestState.Approved, (await scene.ReadAsync(request.Id)).State);
        await RequireSameAsync(scene);
        await scene.PolicyAsync(null, Stage.Staging, new PolicyContent());
    }

    internal static async Task RequireSameAsync(PromotionScene scene)
    {
        var now = scene.Registry.Clock.GetUtcNow();
        await using var db = scene.Registry.OpenDatabase();
        db.Now = now;
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var open = await db.PromotionRequests.Where(request => !request.IsFinal).OrderBy(request => request.Number).ToListAsync();
        var standings = (await RequestFiles.ReadAsync(db, open, default)).Select(file => RequestStanding.Of(file, now)).ToList();
        var teams = (await PresentStandIns.Sitting(db).ToListAsync()).ToLookup(member => member.PersonId, member => member.TeamId);
        foreach (var reviewer in await ReviewersAsync(db))
        {
            Assert.Equal(Numbers(standings, standing => Waits(standing, reviewer, teams[reviewer.UserId!.Value].ToHashSet())),
                await NumbersAsync(await db.PromotionRequests.ReviewableBy(db, reviewer).WaitingForAsync(db, reviewer.UserId!.Value, now, default)));
        }

        var rows = (await RequestSummaries.PageAsync(db, db.PromotionRequests.Where(request => !request.IsFinal).OrderBy(request => request.Number),
            open.Count + 1, now, default)).Items;
        Assert.Equal(standings.Select(Shown), rows.Select(row => (row.Id, row.State, row.Subject, row.RequiredApprovals, row.Approvals, row.StaleApprovals,
            row.GatesPassed, row.GateCount, string.Join('|', row.Blockers))));
        Assert.Equal(Numbers(standings, standing => standing.State == RequestState.ChangesRequested),
            await NumbersAsync(db.PromotionRequests.Blocked(db, now)));
        Assert.Equal(Numbers(standings, standing => standing.State == RequestState.Approved),
            await NumbersAsync(await db.PromotionRequests.ApprovedAsync(db, now, default)));
    }

    private static (long, RequestState, string, int, int, int, int, int, string) Shown(RequestStanding standing) =>
        (standing.File.Request.Number, standing.State, Subject.Show(standing.Subject.Digest), standing.Policy.RequiredApprovals, standing.Approvals,
            standing.File.Reviews.Count(review => review.Review.Decision == ReviewDecision.Approve && standing.IsStale(review.Review)),
            standing.Gates.Count(gate => gate.Passes), standing.Gates.Count, string.Join('|', standing.Blockers.Select(blocker => blocker.Sentence)));

    /// <summary>What waits for a reviewer, by where the request stands.</summary>
    private static bool Waits(RequestStanding standing, Actor actor, HashSet<Guid> teams)
    {
        var mine = standing.File.Reviews.Select(review => review.Review).FirstOrDefault(review => review.ById == actor.UserId);
        return RequestGuards.WhyNotReview(actor, standing) is null && standing.State switch
        {
            RequestState.Open => standing.Policy.RequiredApprovals > 0 && (mine is null || standing.IsStale(mine)) && Helps(standing, actor, teams),
            RequestState.ChangesRequested => mine is { Decision: ReviewDecision.RequestChanges, AskedAgainAt: not null } && !standing.IsStale(mine),
            _ => false,
        };
    }

    /// <summary>Whether one more approval, by this person, brings it nearer.</summary>
    private static bool Helps(RequestStanding standing, Actor actor, HashSet<Guid> teams)
    {
        List<StandingReview> counted = [.. standing.File.Reviews.Where(standing.Counts)];
        counted.Add(new StandingReview(new Review { ById = actor.UserId!.Value }, AuthorIsReviewer: true, null, teams));
        return FilledSeat.Approvals(FilledSeat.Of(standing.Policy.Seats ?? [], counted), counted.Count, standing.Policy.RequiredApprovals)
            > standing.Approvals;
    }

    private static async Task<Actor> AlsoAsync(PromotionScene scene, Actor person, string role)
    {
        var also = person with { Roles = new HashSet<string>(person.Roles) { role } };
        await scene.Get<People>().SetRolesAsync(person.UserId!.Value, [.. also.Roles], Actor.System, default);
        return also;
    }

    private static async Task<List<Actor>> ReviewersAsync(RegistryDbContext db) =>
        [.. (await db.Users.Where(user => user.DisabledAt == null).OrderBy(user => user.NormalizedEmail).ToListAsync())
            .Select(user => new Actor(user.Id, user.Email!, Door.Browser, new HashSet<string> { Roles.Reviewer }))];

    private static List<long> Numbers(IEnumerable<RequestStanding> standings, Func<RequestStanding, bool> which) =>
        [.. standings.Where(which).Select(standing => standing.File.Request.Number)];

    private static Task<List<long>> NumbersAsync(IQueryable<PromotionRequest> requests) =>
        requests.OrderBy(request => request.Number).Select(request => request.Number).ToListAsync();

    private static Task EditAsync(PromotionScene scene, string model, VersionEdit edit, Actor? by = null) =>
        scene.Get<VersionWorkflow>().EditAsync(model, "1", edit, by ?? scene.Scientist, default);

    private static async Task DescribedTwiceAsync(PromotionScene scene, string model, long request)
    {
        await EditAsync(scene, model, new VersionEdit(Description: "Other."));
        await EditAsync(scene, model, new VersionEdit(Description: ""));
    }

    private static async Task ApprovedAndTakenBackAsync(PromotionScene scene, string model, long request)
    {
        await scene.ReviewAsync(request, scene.ReviewerA, ReviewAction.Withdraw);
        await scene.ReviewAsync(request, scene.ReviewerB);
    }

    private static async Task AnsweredAsync(PromotionScene scene, string model, long request)
    {
        await scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.RequestChanges);
        await scene.Get<PromotionWorkflow>().CommentAsync(request, "Done.", scene.Scientist, default);
    }

    private static async Task DismissedAsync(PromotionScene scene, string model, long request)
    {
        await scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.RequestChanges);
        await scene.Get<ReviewWorkflow>().DismissAsync(request, null, "They are on holiday.", scene.Admin, default);
    }

    private static async Task BlockGoneStaleAsync(PromotionScene scene, string model, long request)
    {
        await scene.ReviewAsync(request, scene.ReviewerB, ReviewAction.RequestChanges);
        await scene.LogAsync(model, "accuracy", 0.5);
    }

    private Task<Actor> ReviewerAsync() => scene.PersonAsync(scene.NewName("reviewer"), Roles.Reviewer);
}

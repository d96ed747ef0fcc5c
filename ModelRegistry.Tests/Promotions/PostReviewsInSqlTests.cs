using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Promotions;

/// <summary>
/// What waits for somebody after the fact is found twice: in SQL for the badge and lists, and one by one where it is answered. Both say the same to everybody.
/// </summary>
public sealed class PostReviewsInSqlTests : IAsyncLifetime
{
    private readonly PromotionScene _scene = new();

    public Task InitializeAsync() => _scene.InitializeAsync();

    public Task DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Both_say_the_same_to_everybody()
    {
        var broken = await BrokenGlassAsync();
        var back = await RolledBackAsync();
        await SameAsync();
        Assert.Contains(broken, await WaitingAsync(_scene.ReviewerA));
        Assert.Contains(back, await WaitingAsync(_scene.ReviewerA));
        Assert.Empty(await WaitingAsync(_scene.Admin));
        Assert.Empty(await WaitingAsync(_scene.Scientist)); // who asked and registered

        await _scene.Get<PostReviews>().DecideAsync(broken, new NewPostReview(PostReviewAnswer.Confirm), _scene.ReviewerA, default);
        await SameAsync();
    }

    [Fact]
    public async Task Also_after_reviewers_came_to_have_a_hand_in_it_and_went()
    {
        await BrokenGlassAsync();
        var back = await RolledBackAsync();
        var model = (await _scene.Get<PostReviews>().GetAsync(back, _scene.Admin, default)).Model;
        var measures = await AlsoAsync(_scene.ReviewerB, Roles.DataScientist);
        await _scene.LogAsync(model, "accuracy", 0.5, by: measures);
        await SameAsync();
        Assert.DoesNotContain(back, await WaitingAsync(measures));

        foreach (var reviewer in new[] { _scene.ReviewerA, _scene.ReviewerC })
        {
            await _scene.Get<People>().EditAsync(reviewer.UserId!.Value, new UserEdit(Disabled: true), _scene.Admin, default);
        }

        await SameAsync();
        Assert.Contains(back, await WaitingAsync(_scene.Admin)); // nobody else is left
        Assert.Contains(back, await WaitingAsync(_scene.Scientist)); // who owns the model
        await _scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), _scene.Scientist, default);
        await SameAsync();
    }

    [Fact]
    public async Task Who_answers_for_the_service_account_that_did_it_does_not_look_at_it()
    {
        var service = await _scene.Get<People>().CreateAsync(
            new NewUser($"{_scene.NewName("host")}@example.test", Roles: [Roles.Operator], Responsible: _scene.ReviewerA.Name), _scene.Admin, default);
        var host = new Actor(service.User.Id, service.User.Email, Door.Api, new HashSet<string> { Roles.Operator });

        var back = await RolledBackAsync(host);

        await SameAsync();
        Assert.DoesNotContain(back, await WaitingAsync(_scene.ReviewerA));
        Assert.Contains(back, await WaitingAsync(_scene.ReviewerB));
        await Refused.ByAsync("not_eligible",
            () => _scene.Get<PostReviews>().DecideAsync(back, new NewPostReview(PostReviewAnswer.Confirm), _scene.ReviewerA, default));
    }

    private async Task SameAsync()
    {
        var reviews = _scene.Get<PostReviews>();
        var all = (await reviews.ListAsync(all: true, PageToken.MaxSize, null, _scene.Admin, default)).Items;
        await using var db = _scene.Registry.OpenDatabase();
        var people = db.Users.Where(user => user.DisabledAt == null && user.ResponsibleId == null).ToList();
        foreach (var person in people)
        {
            var roles = db.UserRoles.Where(row => row.UserId == person.Id).Join(db.Roles, row => row.RoleId, role => role.Id, (_, role) => role.Name!)
                .ToHashSet();
            var actor = new Actor(person.Id, person.Email!, Door.Browser, roles);
            List<long> may = [];
            foreach (var review in all.Where(review => review.State == PostReviewState.Open && review.Decisions.All(decision => decision.By != person.Email)))
            {
                if (await MayAsync(review.Id, actor))
                {
                    may.Add(review.Id);
                }
            }

            Assert.Equal(may.Order(), (await WaitingAsync(actor)).Order());
        }
    }

    private async Task<bool> MayAsync(long number, Actor actor)
    {
        try
        {
            return await _scene.Get<PostReviews>().WhyNotAsync(number, actor, default) is null;
        }
        catch (RegistryException hidden) when (hidden.Kind == RefusalKind.NotFound)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<long>> WaitingAsync(Actor actor) =>
        [.. (await _scene.Get<PostReviews>().WaitingAsync(PageToken.MaxSize, null, actor, default)).Items.Select(review => review.Id)];

    private async Task<Actor> AlsoAsync(Actor person, string role)
    {
        var also = person with { Roles = new HashSet<string>(person.Roles) { role } };
        await _scene.Get<People>().SetRolesAsync(person.UserId!.Value, [.. also.Roles], _scene.Admin, default);
        return also;
    }

    private async Task<long> BrokenGlassAsync()
    {
        var request = await _scene.ARequestAsync(await _scene.AModelAsync(new PolicyContent(1)));
        await _scene.Get<PromotionWorkflow>()
            .ExecuteAsync(request.Id, request.Subject, new Emergency("Production is down", "INC-7"), _scene.Emergency, default);
        return (await _scene.Get<PostReviews>().ListAsync(all: false, 1, null, _scene.Admin, default)).Items[0].Id;
    }

    private async Task<long> RolledBackAsync(Actor? by = null)
    {
        var model = await _scene.AModelAsync(new PolicyContent(1));
        await _scene.Registry.ASealedVersionAsync(_scene.Scientist, model, content: $"{model} other");
        await _scene.MoveAsync(model, Stage.Staging, 1);
        await _scene.MoveAsync(model, Stage.Staging, 2);
        var rollback = await _scene.Get<RollbackWorkflow>()
            .RollBackAsync(model, Stage.Staging, new NewRollback(1, "Errors", 2), null, by ?? await OperatorAsync(), default);
        return rollback.PostReviewId;
    }

    private Task<Actor> OperatorAsync() => _scene.PersonAsync(_scene.NewName("operator"), Roles.Operator);
}

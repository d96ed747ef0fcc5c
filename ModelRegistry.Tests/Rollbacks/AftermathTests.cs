using ModelRegistry.Core.Access;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>A done request says what became of it.</summary>
public sealed class AftermathTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;
    private Actor _reviewer = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        _reviewer = await _registry.PersonAsync("reviewer", Roles.Reviewer);
        await _registry.AGovernedModelAsync(_scientist, 1, null, 0.9, 0.95);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Nothing_before_it_is_executed_and_then_that_it_is_there()
    {
        var number = await _registry.AskAsync(_scientist);
        Assert.Null(await AftermathAsync(number));

        await ApproveAsync(number);

        var slots = await _registry.Get<SlotQueries>().ListAsync("fraud", null, _scientist, default);
        Assert.Equal(new Aftermath(slots.Single(slot => slot.Slot == "production").Since!.Value), await AftermathAsync(number));
    }

    [Fact]
    public async Task What_was_rejected_became_nothing()
    {
        var number = await _registry.AskAsync(_scientist);
        await _registry.DecideAsync(_reviewer, number, ReviewAction.Reject, "No");

        Assert.Null(await AftermathAsync(number));
    }

    [Fact]
    public async Task Another_request_took_its_place_and_a_rollback_that_ones()
    {
        var (first, second) = (await DoneAsync(1), await DoneAsync(2));
        var rollback = await _registry.Get<RollbackWorkflow>()
            .RollBackAsync("fraud", "production", new NewRollback(null, "Errors", 2), null, _reviewer, default);

        Assert.Equal((2, second, null, MoveKind.Promotion), Left(await AftermathAsync(first)));
        Assert.Equal((1, null, rollback.Id, MoveKind.Rollback), Left(await AftermathAsync(second)));
        Assert.Equal(_reviewer.Name, (await AftermathAsync(second))!.UntilBy);
    }

    [Fact]
    public async Task Emptied_by_a_request_which_ends_when_something_comes()
    {
        var first = await DoneAsync(1);
        var emptied = await DoneAsync(null);
        Assert.Equal((null, emptied, null, MoveKind.Promotion), Left(await AftermathAsync(first)));
        Assert.Null((await AftermathAsync(emptied))!.Until);

        var second = await DoneAsync(2);

        Assert.Equal((2, second, null, MoveKind.Promotion), Left(await AftermathAsync(emptied)));
        await DoneAsync(null);
        Assert.Equal((null, emptied, null, MoveKind.Promotion), Left(await AftermathAsync(first))); // not by who emptied it later
    }

    [Fact]
    public async Task Taken_out_by_a_rollback()
    {
        var first = await DoneAsync(1);
        var rollback = await _registry.Get<RollbackWorkflow>()
            .RollBackAsync("fraud", "production", new NewRollback(null, "Errors", 1, TakeOut: true), null, _reviewer, default);

        Assert.Equal((null, null, rollback.Id, MoveKind.Rollback), Left(await AftermathAsync(first)));
    }

    [Fact]
    public async Task Every_number_leads_to_the_page_of_what_it_counts()
    {
        var request = await DoneAsync(1);
        await DoneAsync(2);
        var rollback = await _registry.Get<RollbackWorkflow>()
            .RollBackAsync("fraud", "production", new NewRollback(null, "Errors", 2), null, _reviewer, default);
        var places = new NumberedPlaces(_registry.Get<PostReviews>(), _registry.Get<RollbackQueries>(), _registry.Get<QuarantineQueries>());

        Assert.Equal(Urls.PostReview(rollback.PostReviewId), await places.FindAsync(rollback.PostReviewId, _scientist, default));
        Assert.Equal(Urls.PostReview(rollback.PostReviewId), await places.FindAsync(rollback.Id, _scientist, default));
        Assert.Equal(Urls.Version("fraud", 2), await places.FindAsync(rollback.QuarantineId!.Value, _scientist, default));
        Assert.Null(await places.FindAsync(request, _scientist, default)); // its own page knows it
        Assert.Null(await places.FindAsync(9_999, _scientist, default));
    }

    [Fact]
    public async Task Nobody_reads_it_who_may_not_see_the_model()
    {
        var number = await DoneAsync(1);
        await _registry.Get<Core.Catalog.ModelWorkflow>().EditAsync("fraud", new Core.Models.ModelEdit(Restricted: true), _scientist, default);

        await Refused.ByAsync("request_not_found", () => _registry.Get<RollbackQueries>().AftermathAsync(number, _reviewer, default));
    }

    private static (int?, long?, long?, MoveKind?) Left(Aftermath? aftermath) =>
        (aftermath!.Next, aftermath.RequestId, aftermath.RollbackId, aftermath.Via);

    private Task<Aftermath?> AftermathAsync(long number) => _registry.Get<RollbackQueries>().AftermathAsync(number, _scientist, default);

    private async Task<long> DoneAsync(int? version)
    {
        var number = await _registry.AskAsync(_scientist, version);
        await ApproveAsync(number);
        _registry.Clock.Advance(TimeSpan.FromDays(3));
        return number;
    }

    private Task<RequestView> ApproveAsync(long number) => _registry.DecideAsync(_reviewer, number, ReviewAction.Approve);
}

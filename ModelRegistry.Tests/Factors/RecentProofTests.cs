using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Factors;

/// <summary>Before what matters it is proved once more that it is still them: in that session, and not long ago.</summary>
public sealed class RecentProofTests : IAsyncLifetime
{
    private static readonly PolicyContent Asks = new(Reauthenticate: true);

    private readonly PromotionScene _scene = new();

    public Task InitializeAsync() => _scene.InitializeAsync();

    public Task DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task An_approval_needs_a_proof_of_its_own_session_where_the_policy_says_so()
    {
        var (here, elsewhere) = (await SessionAsync("approver", Roles.Reviewer), await SessionAsync("approver"));
        var request = await _scene.ARequestAsync(await _scene.AModelAsync(Asks));
        Old();

        await Refused.ByAsync(RecentProof.Needed, () => ReviewAsync(request.Id, here));
        Assert.Equal((RequestState.Open, 0), Standing(await _scene.ReadAsync(request.Id)));
        await Presence.ProveAsync(await NowAsync(elsewhere), Given.Password, default);
        await Refused.ByAsync(RecentProof.Needed, () => ReviewAsync(request.Id, here));
        await Refused.ByAsync("proof_wrong", async () => await Presence.RenewAsync(await NowAsync(here), "not it", default));
        await Refused.ByAsync(RecentProof.Needed, () => ReviewAsync(request.Id, here));
        await Presence.RenewAsync(await NowAsync(here), Given.Password, default);
        Old();
        await Refused.ByAsync(RecentProof.Needed, () => ReviewAsync(request.Id, here));
        Assert.Equal((RequestState.Open, 0), Standing(await _scene.ReadAsync(request.Id)));

        await Presence.RenewAsync(await NowAsync(here), Given.Password, default);
        Assert.Equal(RequestState.Executed, (await ReviewAsync(request.Id, here)).State);
    }

    [Fact]
    public async Task Signing_in_is_a_proof_and_a_call_without_a_session_has_none()
    {
        var here = await SessionAsync("approver", Roles.Reviewer);
        var request = await _scene.ARequestAsync(await _scene.AModelAsync(Asks with { RequiredApprovals = 2 }));

        await Refused.ByAsync(RecentProof.Needed, () => _scene.ReviewAsync(request.Id, _scene.ReviewerA));
        await Refused.ByAsync("session_needed", () => Presence.RenewAsync(_scene.ReviewerA, Given.Password, default));
        Assert.Equal((RequestState.Open, 1), Standing(await ReviewAsync(request.Id, here)));
    }

    [Fact]
    public async Task A_request_keeps_asking_when_its_policy_asks_no_more_and_that_is_a_lowering()
    {
        var here = await SessionAsync("approver", Roles.Reviewer);
        var model = await _scene.AModelAsync(Asks);
        var request = await _scene.ARequestAsync(model);
        await _scene.PolicyAsync(model, Stage.Staging, new PolicyContent());
        Old();

        Assert.Equal(["no longer asks who approves to prove that it is them"], PolicyLowering.Of(Asks, new PolicyContent()));
        Assert.Empty(PolicyLowering.Of(new PolicyContent(), Asks));
        await Refused.ByAsync(RecentProof.Needed, () => ReviewAsync(request.Id, here));
        Assert.Equal(RequestState.ChangesRequested, (await ReviewAsync(request.Id, here, ReviewAction.RequestChanges)).State);
    }

    [Fact]
    public async Task So_does_breaking_the_glass()
    {
        var here = await SessionAsync("on-call", Roles.Emergency);
        var model = await _scene.AModelAsync(Asks);
        var request = await _scene.ARequestAsync(model);
        Old();

        await Refused.ByAsync(RecentProof.Needed, ForceAsync);
        Assert.Null(await _scene.OccupantAsync(model));
        await Presence.RenewAsync(await NowAsync(here), Given.Password, default);
        await ForceAsync();
        Assert.Equal(1, await _scene.OccupantAsync(model));

        async Task ForceAsync() => await _scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, (await _scene.ReadAsync(request.Id)).Subject,
            new Emergency("Production is down", "INC-7"), await NowAsync(here), default);
    }

    [Fact]
    public async Task Purging_and_giving_roles_need_one_where_an_admin_says_so()
    {
        var here = await SessionAsync("root", Roles.Admin);
        var (first, second) = (await _scene.AModelAsync(), await _scene.AModelAsync());
        Old();
        await PurgeAsync(first);
        await SetRolesAsync([Roles.Viewer, Roles.Operator]);

        var asked = await DemandAsync(proof: true);

        Assert.True(asked.Proof);
        Assert.True((await _scene.Get<SecondFactorQueries>().RolesAsync(_scene.Admin, default)).Proof);
        await Refused.ByAsync(RecentProof.Needed, () => PurgeAsync(second));
        await Refused.ByAsync(RecentProof.Needed, () => SetRolesAsync([Roles.Viewer]));
        await Refused.ByAsync(RecentProof.Needed, () => InviteAsync(Roles.Admin));
        await Refused.ByAsync(RecentProof.Needed, () => DemandAsync(proof: false));
        Assert.True((await DemandAsync(proof: null)).Proof);
        await InviteAsync();
        await Presence.RenewAsync(await NowAsync(here), Given.Password, default);
        await PurgeAsync(second);
        await SetRolesAsync([Roles.Viewer]);
        await InviteAsync(Roles.Admin);
        Assert.False((await DemandAsync(proof: false)).Proof);

        async Task PurgeAsync(string model) => await _scene.Get<VersionPurge>().PurgeAsync(model, "1", "Personal data.", await NowAsync(here), default);
        async Task SetRolesAsync(string[] roles) => await _scene.Get<People>().SetRolesAsync(_scene.Viewer.UserId!.Value, roles, await NowAsync(here), default);
        async Task InviteAsync(params string[] roles) => await _scene.Get<People>()
            .CreateAsync(new NewUser($"{_scene.NewName("guest")}@example.test", "Guest", roles), await NowAsync(here), default);
        async Task<FactorRoles> DemandAsync(bool? proof) =>
            await _scene.Get<SecondFactorWorkflow>().DemandAsync(new FactorRoles([]) { Proof = proof }, await NowAsync(here), default);
    }

    private Presence Presence => _scene.Get<Presence>();

    private static (RequestState, int) Standing(RequestView request) => (request.State, request.Approvals);

    /// <summary>What was proved until now counts no more.</summary>
    private void Old() => _scene.Registry.Clock.Advance(RecentProof.Lasts);

    /// <summary>A new session of this person, who is made if they are not there yet.</summary>
    private async Task<Guid> SessionAsync(string name, params string[] roles)
    {
        if (roles.Length > 0)
        {
            await _scene.Get<People>().CreateAsync(new NewUser($"{name}@example.test", name, roles, Given.Password), Actor.System, default);
        }

        var signedIn = await _scene.Get<Passwords>().CheckAsync($"{name}@example.test", Given.Password, Door.Browser, "::1", default);
        return await _scene.Get<Sessions>().StartAsync(signedIn, default);
    }

    private async Task<Actor> NowAsync(Guid session) => (await _scene.Get<Sessions>().ActorAsync(session, Door.Browser, "::1", default))!;

    private async Task<RequestView> ReviewAsync(long request, Guid session, ReviewAction decision = ReviewAction.Approve) =>
        await _scene.ReviewAsync(request, await NowAsync(session), decision);
}

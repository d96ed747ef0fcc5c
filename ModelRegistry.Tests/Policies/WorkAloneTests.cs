using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Policies;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Policies;

public sealed class WorkAloneTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _first = null!;

    private WorkAlone Service => _registry.Get<WorkAlone>();

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        var first = await _registry.Get<People>().CreateFirstAsync(new NewUser("first@example.test", Password: Given.Password), default);
        _first = new Actor(first.Id, first.Email, Door.Browser, first.Roles.ToHashSet());
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task The_only_person_may_work_alone_and_production_keeps_its_integrity()
    {
        Assert.Equal(new AloneState(true, null, null, false), await Service.StateAsync(_first, default));

        await Service.AcceptAsync(_first, default);

        var policy = await _registry.Get<PolicyQueries>().GetAsync(null, "production", _first, default);
        Assert.Equal((2, 0, true), (policy.Version, policy.RequiredApprovals, policy.Alone));
        Assert.Equal([new IntegrityGate()], policy.Gates);
        var state = await Service.StateAsync(_first, default);
        Assert.Equal((false, true, "first@example.test", false), (state.Offered, state.InForce, state.By, state.MayRestore));
    }

    [Fact]
    public async Task Whoever_is_invited_does_not_count_before_they_can_sign_in()
    {
        var invited = await _registry.Get<People>().CreateAsync(new NewUser("second@example.test", Roles: [Roles.Reviewer]), _first, default);
        Assert.True((await Service.StateAsync(_first, default)).Offered);

        await _registry.Get<Passwords>().AcceptInvitationAsync(invited.Invitation!, Given.Password, null, default);

        Assert.False((await Service.StateAsync(_first, default)).Offered);
        await Refused.ByAsync("not_alone", () => Service.AcceptAsync(_first, default));
    }

    [Fact]
    public async Task The_banner_stays_until_a_second_reviewer_is_there_and_an_admin_restores_the_policy()
    {
        await Service.AcceptAsync(_first, default);
        var viewer = await _registry.PersonAsync("viewer", Roles.Viewer);
        Assert.Equal((true, false), await Service.StateAsync(viewer, default) is var seen ? (seen.InForce, seen.Offered) : default);
        Assert.False((await Service.StateAsync(_first, default)).MayRestore);

        await _registry.PersonAsync("second", Roles.Reviewer);
        Assert.True((await Service.StateAsync(_first, default)).MayRestore);
        Assert.False((await Service.StateAsync(viewer, default)).MayRestore);
        await Refused.ByAsync("role_missing", () => Service.RestoreAsync(viewer, default));
        await Service.RestoreAsync(_first, default);

        Assert.False((await Service.StateAsync(_first, default)).InForce);
        var policy = await _registry.Get<PolicyQueries>().GetAsync(null, "production", _first, default);
        Assert.Equal((1, false), (policy.RequiredApprovals, policy.Alone));
        Assert.Equal([new IntegrityGate()], policy.Gates);
    }

    [Fact]
    public async Task Editing_the_policy_while_alone_keeps_the_banner_until_approvals_are_needed_again()
    {
        await Service.AcceptAsync(_first, default);

        Assert.True((await PublishAsync(new PolicyContent(0, Gates: [new IntegrityGate(), new EvidenceGate("owner")]))).Alone);
        Assert.False((await PublishAsync(new PolicyContent(1, Gates: [new IntegrityGate()]))).Alone);
        Assert.False((await PublishAsync(new PolicyContent(0, Gates: [new IntegrityGate()]))).Alone);
    }

    [Fact]
    public async Task Only_an_admin_is_offered_it()
    {
        await Refused.ByAsync("role_missing", () => Service.AcceptAsync(_first with { Roles = new HashSet<string> { Roles.Reviewer } }, default));
        Assert.False((await Service.StateAsync(_first with { Roles = new HashSet<string> { Roles.Reviewer } }, default)).Offered);
    }

    private Task<PolicyView> PublishAsync(PolicyContent content) =>
        _registry.Get<PolicyWorkflow>().PublishAsync(null, "production", content, null, null, _first, default);
}

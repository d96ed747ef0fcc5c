using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Policies;

public sealed class PolicyWorkflowTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _admin = null!;
    private Actor _reviewer = null!;
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _admin = await _registry.PersonAsync("admin", Roles.Admin, Roles.Reviewer);
        _reviewer = await _registry.PersonAsync("reviewer", Roles.Reviewer);
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        await _registry.AModelAsync(_scientist);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_published_version_never_changes_and_the_newest_is_in_force()
    {
        var first = await PublishAsync(null, new PolicyContent(2), "Two pairs of eyes.");
        var second = await PublishAsync(null, new PolicyContent(3));

        Assert.Equal((2, 3), (first.Version, second.Version));
        Assert.Equal(3, (await GetAsync(null)).RequiredApprovals);
        var history = (await _registry.Get<PolicyQueries>().HistoryAsync(null, "Production", 2, null, _scientist, default)).Items;
        Assert.Equal([(3, 3, (string?)null), (2, 2, "Two pairs of eyes.")], history.Select(row => (row.Version, row.RequiredApprovals, row.Reason)));
    }

    [Fact]
    public async Task Policies_of_slots_that_are_no_stage_hide_none_of_a_stage()
    {
        await using (var db = _registry.OpenDatabase())
        {
            db.PolicyVersions.AddRange(Enumerable.Range(1, 200).Select(i => new PolicyVersion
            {
                Id = Guid.NewGuid(),
                Slot = $"a{i}",
                NormalizedSlot = $"A{i}",
                Number = 1,
                ContentText = PolicyContent.Open.ToText(),
            }));
            await db.SaveChangesAsync();
        }

        Assert.Equal(["staging", "production"], (await _registry.Get<PolicyQueries>().ListAsync(null, _scientist, default)).Select(policy => policy.Slot));
    }

    [Fact]
    public async Task Equal_content_changes_nothing()
    {
        var first = await PublishAsync(null, new PolicyContent(2, Gates: [new BaselineGate("rmse", MaxRegression: 0.02)]));
        var events = await EventsAsync();

        var again = await PublishAsync(null, new PolicyContent(2, Gates: [new BaselineGate("rmse", MaxRegression: 0.02, HigherIsBetter: true)]));

        Assert.Equal(first.Version, again.Version);
        Assert.Equal(events, await EventsAsync());
    }

    [Fact]
    public async Task A_models_own_policy_takes_the_place_of_the_servers_for_that_model_alone()
    {
        await _registry.AModelAsync(_scientist, "other");
        await PublishAsync("fraud", new PolicyContent(4));

        Assert.Equal((4, "fraud", 1), await GetAsync("fraud") is var own ? (own.RequiredApprovals, own.Model!, own.Version) : default);
        Assert.Equal((1, null), await GetAsync("other") is var servers ? (servers.RequiredApprovals, servers.Model) : default);
        Assert.Equal([(1, (string?)null, "staging"), (4, "fraud", "production")],
            (await _registry.Get<PolicyQueries>().ListAsync(PolicyScope.OfModel("fraud"), _scientist, default))
                .Select(policy => (policy.RequiredApprovals, policy.Model, policy.Slot)));
    }

    [Fact]
    public async Task A_policy_protects_an_alias()
    {
        await Refused.ByAsync("policy_not_found", () => _registry.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel("fraud"), "champion", _scientist, default));

        await _registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel("fraud"), "champion", new PolicyContent(), null, null, _admin, default);

        Assert.Equal("champion", (await _registry.Get<PolicyQueries>().ListAsync(PolicyScope.OfModel("fraud"), _scientist, default))[^1].Slot);
        await Refused.ByAsync("slot_name_reserved", () =>
            _registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel("fraud"), "latest", new PolicyContent(), null, null, _admin, default));
        await Refused.ByAsync("stage_not_found", () =>
            _registry.Get<PolicyWorkflow>().PublishAsync(null, "champion", new PolicyContent(), null, null, _admin, default));
        await Refused.ByAsync("model_not_found", () =>
            _registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel("none"), "production", new PolicyContent(), null, null, _admin, default));
    }

    [Fact]
    public async Task A_policy_written_on_an_older_one_is_refused_with_the_present_one()
    {
        await PublishAsync(null, new PolicyContent(2));

        var refusal = await Refused.ByAsync("policy_changed", () => PublishAsync(null, new PolicyContent(3), expected: 1));

        Assert.Equal(2, refusal.Details!["version"]);
        Assert.Equal(3, (await PublishAsync(null, new PolicyContent(3), expected: 2)).Version);
        Assert.Equal(1, (await PublishAsync("fraud", new PolicyContent(3), expected: 0)).Version);
        await Refused.ByAsync("policy_changed", () => PublishAsync("fraud", new PolicyContent(2), expected: 0));
    }

    [Fact]
    public async Task Many_who_publish_at_once_get_a_number_each()
    {
        var published = await Task.WhenAll(Enumerable.Range(2, 8).Select(i => Task.Run(() => PublishAsync(null, new PolicyContent(i)))));

        Assert.Equal(Enumerable.Range(2, 8), published.Select(policy => policy.Version).Order());
    }

    [Fact]
    public async Task Only_an_admin_publishes_and_no_token_does()
    {
        await Refused.ByAsync("role_missing", () =>
            _registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(), null, null, _scientist, default));
        var token = await _registry.ByTokenAsync(_admin, [.. Scopes.All]);
        await Refused.ByAsync("scope_missing", () =>
            _registry.Get<PolicyWorkflow>().PublishAsync(null, "production", new PolicyContent(), null, null, token, default));
    }

    [Fact]
    public async Task A_lowered_policy_is_told_to_reviewers_and_auditors_but_not_to_the_one_who_did_it()
    {
        var auditor = await _registry.PersonAsync("auditor", Roles.Auditor);
        var disabled = await _registry.PersonAsync("disabled", Roles.Reviewer);
        await _registry.Get<People>().EditAsync(disabled.UserId!.Value, new UserEdit(Disabled: true), _admin, default);

        await PublishAsync(null, new PolicyContent(0));

        const string Text = "admin@example.test lowered the policy of production for all models: 1 → 0 approvals; no longer asks for files verified within "
            + "24 h.";
        Assert.Equal((NoticeKind.PolicyLowered, Text), Assert.Single(await NoticesAsync(_reviewer)) is var notice ? (notice.Kind, notice.Text) : default);
        Assert.Single(await NoticesAsync(auditor));
        Assert.Empty(await NoticesAsync(_admin));
        Assert.Empty(await NoticesAsync(_scientist));
        Assert.Empty(await NoticesAsync(disabled));
    }

    [Fact]
    public async Task A_models_first_policy_is_measured_against_the_servers()
    {
        await PublishAsync("fraud", new PolicyContent(2, Gates: [new IntegrityGate()]));
        Assert.Empty(await NoticesAsync(_reviewer));

        await _registry.AModelAsync(_scientist, "other");
        await PublishAsync("other", new PolicyContent(1));

        Assert.Equal(("other", "no longer asks for files verified within 24 h."),
            Assert.Single(await NoticesAsync(_reviewer)) is var notice ? (notice.Model, notice.Text.Split(": ")[^1]) : default);
    }

    [Fact]
    public async Task A_raised_policy_is_told_to_nobody()
    {
        await PublishAsync(null, new PolicyContent(2, Gates: [new IntegrityGate(), new EvidenceGate("owner")]));

        Assert.Empty(await NoticesAsync(_reviewer));
    }

    [Fact]
    public async Task A_role_that_somebody_gives_themselves_is_told_to_reviewers_and_auditors()
    {
        await _registry.Get<People>().SetRolesAsync(_admin.UserId!.Value, [Roles.Admin], _admin, default);
        var admin = _admin with { Roles = new HashSet<string> { Roles.Admin } };
        Assert.Empty(await NoticesAsync(_reviewer));

        await _registry.Get<People>().SetRolesAsync(_admin.UserId!.Value, [Roles.Admin, Roles.Emergency, Roles.Reviewer], admin, default);

        Assert.Equal((NoticeKind.RoleTaken, "admin@example.test gave themselves the roles Emergency, Reviewer."),
            Assert.Single(await NoticesAsync(_reviewer)) is var notice ? (notice.Kind, notice.Text) : default);
        await _registry.Get<People>().SetRolesAsync(_scientist.UserId!.Value, [Roles.Admin], admin, default);
        Assert.Single(await NoticesAsync(_reviewer));
    }

    [Fact]
    public async Task What_is_allowed_and_yet_odd_is_said()
    {
        var warnings = (await PublishAsync(null,
            new PolicyContent(3, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9), new CheckGate("bias")]))).Warnings;
        Assert.Equal(["requiredApprovals", "gates", "gates[0].metric", "gates[1].name"], warnings.Select(warning => warning.Field));

        await _registry.APendingVersionAsync(_scientist, version: new NewVersion(Metrics: [new("accuracy", 0.9)]));
        await _registry.Get<VersionEvidence>().PostCheckAsync("fraud", "1", new NewCheck("bias", CheckState.Pending), _scientist, default);
        Assert.Empty((await PublishAsync("fraud",
            new PolicyContent(2, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9), new CheckGate("bias"), new IntegrityGate()]))).Warnings);
        await _registry.AModelAsync(_scientist, "other");
        Assert.Equal(["gates[0].metric"],
            (await _registry.Get<PolicyQueries>()
            .CheckAsync(PolicyScope.OfModel("other"), "staging",
                new PolicyContent(Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9)]), _admin, default))
            .Select(warning => warning.Field));
        Assert.Empty((await _registry.Get<PolicyQueries>().GetAsync(null, "production", _scientist, default)).Warnings);
    }

    [Fact]
    public async Task The_trail_holds_what_was_before_and_after()
    {
        await PublishAsync("fraud", new PolicyContent(2, Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.9)]), "Better safe.");

        var entry = (await _registry.Get<AuditQueries>().ListAsync(new AuditSearch(Action: "policy.published"), _admin, default)).Items.Single();

        Assert.Equal(("fraud", "Better safe."), (entry.Model, entry.Reason));
        Assert.Equal("""{"slot":"production","number":1,"content":{"requiredApprovals":2,"execution":"onApproval","automatic":false,"expiresAfterDays":30,"gates":[{"kind":"metric","metric":"accuracy","op":">=","value":0.9,"dataset":null}]},"alone":false}""", entry.After!.Value.GetRawText());
        Assert.True((await _registry.VerifyAuditAsync(_admin)).Ok);
    }

    private Task<PolicyView> PublishAsync(string? model, PolicyContent content, string? reason = null, int? expected = null) =>
        _registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel(model), "production", content, reason, expected, _admin, default);

    private Task<PolicyView> GetAsync(string? model) => _registry.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(model), "production", _scientist, default);

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync(Actor reader) =>
        (await _registry.Get<NotificationQueries>().ListAsync(null, null, reader, default)).Items;

    private async Task<int> EventsAsync()
    {
        await using var db = _registry.OpenDatabase();
        return await db.AuditEvents.CountAsync();
    }
}

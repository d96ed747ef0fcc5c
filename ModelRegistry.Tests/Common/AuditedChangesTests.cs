using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Common;

/// <summary>Every change leaves exactly its event, in the transaction of the change; a refused one leaves none of its own.</summary>
public sealed class AuditedChangesTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;
    private Actor _admin = null!;
    private Actor _viewer = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        _admin = await _registry.PersonAsync("admin", Roles.Admin);
        _viewer = await _registry.PersonAsync("viewer", Roles.Viewer);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Each_change_of_a_model_says_who_did_what_to_which_version()
    {
        await SaysAsync(new("model.created", _scientist, "Fraud", null, Before: false, After: true), () => _registry.AModelAsync(_scientist, "Fraud"));
        await SaysAsync(new("model.edited", _admin, "Fraud", null, true, true), () =>
            _registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Description: "x"), _admin, default));
        await SaysAsync(new("version.created", _scientist, "Fraud", 1, false, true), () =>
            _registry.APendingVersionAsync(_scientist, "FRAUD", new NewVersion(Metrics: [new("accuracy", double.NaN)])));
        await _registry.AFileAsync(_scientist, "fraud", "1", "a", "one"); // what a version holds, its seal says
        await SaysAsync(new("version.edited", _scientist, "Fraud", 1, true, true), () =>
            _registry.Get<VersionWorkflow>().EditAsync("fraud", "1", new VersionEdit(Label: "1.0"), _scientist, default));
        await SaysAsync(new("metrics.logged", _scientist, "Fraud", 1, false, true), () =>
            _registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "1.0", [new("loss", double.PositiveInfinity)], _scientist, default));
        await SaysAsync(new("check.posted", _scientist, "Fraud", 1, false, true), () =>
            _registry.Get<VersionEvidence>().PostCheckAsync("fraud", "1", new NewCheck("audit", CheckState.Failure), _scientist, default));
        await SaysAsync(new("version.sealed", _scientist, "Fraud", 1, false, true), () =>
            _registry.Get<VersionWorkflow>().SealAsync("fraud", "1", null, _scientist, default));
        await SaysAsync(new("version.verified", _viewer, "Fraud", 1, false, true), () =>
            _registry.Get<VersionVerification>().VerifyAsync("fraud", "1", _viewer, null, default));
        await SaysAsync(new("policy.published", _admin, "Fraud", null, false, true), () =>
            _registry.Get<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel("fraud"), "production", new PolicyContent(2), null, null, _admin, default));
        await _registry.APendingVersionAsync(_scientist, "fraud");
        _registry.Clock.Advance(TimeSpan.FromDays(8));
        await SaysAsync(new("version.failed", Actor.System, "Fraud", 2, false, false), () => _registry.Get<VersionWorkflow>().GiveUpAbandonedAsync(default));
    }

    [Fact]
    public async Task Each_change_of_people_tokens_and_sessions_says_who_did_what()
    {
        var (people, passwords, sessions, tokens) =
            (_registry.Get<People>(), _registry.Get<Passwords>(), _registry.Get<Sessions>(), _registry.Get<AccessTokens>());
        var invited = new Invited(null!, null);
        await SaysAsync(new("user.created", _admin, null, null, false, true), async () =>
            invited = await people.CreateAsync(new NewUser("new@example.test"), _admin, default));
        await SaysAsync(new("user.roles_changed", _admin, null, null, true, true), () =>
            people.SetRolesAsync(invited.User.Id, [Roles.Viewer], _admin, default));
        await SaysAsync(new("user.invitation_accepted", Actor.Anonymous(Door.Browser, null), null, null, false, true), () =>
            passwords.AcceptInvitationAsync(invited.Invitation!, Given.Password, null, default));
        await SaysAsync(new("user.edited", _admin, null, null, true, true), () =>
            people.EditAsync(invited.User.Id, new UserEdit(DisplayName: "New"), _admin, default));
        await SaysAsync(new("user.edited", _admin, null, null, true, true), () =>
            people.EditAsync(invited.User.Id, new UserEdit(Disabled: true), _admin, default));
        await SaysAsync(new("user.password_changed", _viewer, null, null, false, false), () =>
            passwords.ChangeAsync(_viewer, null, Given.Password, "five more quiet words", default));
        var session = Guid.Empty;
        await SaysAsync(new("session.signed_in", _viewer, null, null, false, true), async () => session = await sessions.StartAsync(_viewer, default));
        await SaysAsync(new("session.signed_out", _viewer, null, null, false, false), () => sessions.EndAsync(session, _viewer, default));
        var metrics = _registry.Get<MetricDefinitionWorkflow>();
        await SaysAsync(new("metric.defined", _admin, null, null, true, true), () =>
            metrics.DefineAsync(new MetricDefinition("loss", true, "", "0.00"), _admin, default));
        await SaysAsync(new("metric.defined", _admin, null, null, false, true), () =>
            metrics.DefineAsync(new MetricDefinition("tox", false, "", "0.00"), _admin, default));
        await SaysAsync(new("metric.reset", _admin, null, null, true, false), () => metrics.ResetAsync("tox", _admin, default));
        CreatedToken? token = null;
        await SaysAsync(new("token.created", _viewer, null, null, false, true), async () =>
            token = await tokens.CreateAsync(new NewToken("ci", [Scopes.Read]), _viewer, default));
        var byToken = (await _registry.Get<TokenActors>().ActorAsync(token!.Token, Door.Mlflow, null, default))!;
        await SaysAsync(new("access.refused", byToken, null, null, false, true), () =>
            Assert.ThrowsAsync<RegistryException>(() => _registry.AModelAsync(byToken)));
        await SaysAsync(new("token.revoked", _admin, null, null, true, false), () => tokens.RevokeAsync(token.Id, null, _admin, default));
        await SaysAsync(new("sign_in.failed", Actor.Anonymous(Door.Api, "::1"), null, null, false, true), () =>
            Assert.ThrowsAsync<RegistryException>(() => passwords.CheckAsync(_viewer.Name, "wrong", Door.Api, "::1", default)));
    }

    [Fact]
    public async Task A_refused_change_leaves_no_event_but_the_refusal_of_permission()
    {
        await _registry.ASealedVersionAsync(_scientist, (await _registry.AModelAsync(_scientist)).Name, new NewVersion(Label: "1.0"));
        var before = (await EventsAsync()).Count;
        List<Func<Task>> wrong =
        [
            () => _registry.AModelAsync(_scientist, "FRAUD"),
            () => _registry.AModelAsync(_scientist, "a/b"),
            () => _registry.APendingVersionAsync(_scientist, "none"),
            () => _registry.APendingVersionAsync(_scientist, version: new NewVersion(Label: "1.0")),
            () => _registry.APendingVersionAsync(_scientist, version: new NewVersion(Metrics: [new("a", 1), new("", 1)])),
            () => _registry.AFileAsync(_scientist, "fraud", "1", "b", "x"),
            () => _registry.Get<VersionWorkflow>().SealAsync("fraud", "1", null, _scientist, default),
            () => _registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "1", [new("a b ", 1)], _scientist, default),
            () => _registry.Get<People>().CreateAsync(new NewUser("VIEWER@example.test"), _admin, default),
            () => _registry.Get<People>().SetRolesAsync(_admin.UserId!.Value, [], _admin, default),
            () => _registry.Get<AccessTokens>().CreateAsync(new NewToken("x", ["all"]), _viewer, default),
        ];
        foreach (var change in wrong)
        {
            await Assert.ThrowsAsync<RegistryException>(change);
        }

        Assert.Equal(before, (await EventsAsync()).Count);
        await Refused.ByAsync("role_missing", () => _registry.AModelAsync(_viewer, "mine"));
        await Refused.ByAsync("not_your_version", async () =>
            await _registry.AFileAsync(await _registry.PersonAsync("other", Roles.DataScientist), "fraud", "1", "b", "x"));
        Assert.Equal(["access.refused", "user.created", "access.refused"], (await EventsAsync()).Skip(before).Select(audit => audit.Action));
    }

    [Fact]
    public async Task No_secret_is_ever_in_the_trail()
    {
        const string nextPassword = "five more quiet words";
        var invited = await _registry.Get<People>().CreateAsync(new NewUser("new@example.test", Roles: [Roles.Viewer]), _admin, default);
        await _registry.Get<Passwords>().AcceptInvitationAsync(invited.Invitation!, Given.Password, "::1", default);
        await _registry.Get<Passwords>().ChangeAsync(_viewer, null, Given.Password, nextPassword, default);
        await Record.ExceptionAsync(() => _registry.Get<Passwords>().CheckAsync(_viewer.Name, Given.Password, Door.Api, "::1", default));
        var reset = await _registry.Get<People>().EditAsync(invited.User.Id, new UserEdit(Reset: true), _admin, default);
        var session = await _registry.Get<Sessions>().StartAsync(_viewer, default);
        var token = await _registry.Get<AccessTokens>().CreateAsync(new NewToken("ci", Scopes.All), _scientist, default);
        var byToken = (await _registry.Get<TokenActors>().ActorAsync(token.Token, Door.Api, "::1", default))!;
        await _registry.AModelAsync(byToken);
        await _registry.Get<AccessTokens>().RevokeAsync(token.Id, null, _admin, default);

        var secrets = new List<string> { Given.Password, nextPassword, invited.Invitation!, reset.Invitation!, token.Token, token.Token[3..],
            session.ToString() };
        secrets.AddRange([.. secrets.Select(Sha256Hex.Of)]);
        await using var db = _registry.OpenDatabase();
        secrets.AddRange(await db.Users.Where(user => user.PasswordHash != null).Select(user => user.PasswordHash!).ToListAsync());
        secrets.AddRange(await db.Users.Select(user => user.SecurityStamp!).ToListAsync());
        var trail = string.Join('\n', (await EventsAsync()).Select(audit => audit.Body));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, trail, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(token.Id.ToString(), trail, StringComparison.Ordinal); // the token that acted is named by its id
    }

    private async Task SaysAsync(Said expected, Func<Task> change)
    {
        var before = (await EventsAsync()).Count;

        await change();

        var audit = Assert.Single((await EventsAsync()).Skip(before));
        var body = AuditBody.Read(audit.Body);
        var actor = expected.By;
        Assert.Equal((expected.Action, actor.Name, expected.Model, expected.Version), (body.Action, body.Actor.Name, body.Model, body.Version));
        Assert.Equal((actor.UserId?.ToString() ?? actor.Name, actor.Token?.Id.ToString()), (body.Actor.Id, body.Actor.Token));
        Assert.Equal(actor.Door.ToString(), body.Door, ignoreCase: true);
        Assert.Equal((expected.Before, expected.After), (Holds(body.Before), Holds(body.After)));
    }

    private async Task<List<AuditEvent>> EventsAsync()
    {
        await using var db = _registry.OpenDatabase();
        return await db.AuditEvents.AsNoTracking().OrderBy(audit => audit.Seq).ToListAsync();
    }

    private static bool Holds(JsonElement? element) => element is { ValueKind: not JsonValueKind.Null };

    private sealed record Said(string Action, Actor By, string? Model, int? Version, bool Before, bool After);
}

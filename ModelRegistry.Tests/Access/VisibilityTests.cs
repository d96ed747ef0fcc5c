using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Access;

public sealed class VisibilityTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task A_restricted_model_is_not_there_for_anybody_but_its_owner_admins_and_auditors()
    {
        var model = await RestrictedAsync();

        foreach (var outsider in new[] { staff.Viewer, staff.OtherScientist })
        {
            var refusals = await RefusalsAsync(outsider, model);
            var unknown = await Assert.ThrowsAsync<RegistryException>(() => staff.Get<ModelQueries>().GetAsync("no such model", outsider, default));

            Assert.All(refusals, refusal => Assert.Equal((unknown.Kind, unknown.Code), (refusal.Kind, refusal.Code)));
            Assert.All(refusals, refusal => Assert.Equal(unknown.Message, refusal.Message.Replace(model, "no such model", StringComparison.Ordinal)));
            Assert.DoesNotContain(model, await ListedAsync(outsider));
            Assert.Empty(await staff.Get<ModelQueries>().SparksAsync([model], outsider, default));
            Assert.Empty((await staff.Get<AuditQueries>().ListAsync(new AuditSearch(Model: model), outsider, default)).Items);
        }

        foreach (var insider in new[] { staff.Scientist, staff.Admin, staff.Auditor })
        {
            Assert.Equal(model, (await staff.Get<ModelQueries>().GetAsync(model, insider, default)).Name);
            Assert.Contains(model, await ListedAsync(insider));
        }
    }

    [Fact]
    public async Task An_account_without_a_role_sees_nothing()
    {
        var model = await staff.AModelAsync();

        await Refused.ByAsync("role_missing", () => staff.Get<ModelQueries>().ListAsync(new ModelSearch(), staff.Roleless, default));
        await Refused.ByAsync("role_missing", () => staff.Get<ModelQueries>().GetAsync(model, staff.Roleless, default));
        await Refused.ByAsync("role_missing", () => staff.Get<AuditQueries>().ListAsync(new AuditSearch(), staff.Roleless, default));
        await Refused.ByAsync("model_not_found", () => staff.Registry.APendingVersionAsync(staff.Roleless, model));
    }

    [Fact]
    public async Task A_token_for_named_models_sees_and_changes_only_those()
    {
        var (named, other) = (await staff.AModelAsync(), await staff.AModelAsync());
        var created = await staff.Get<AccessTokens>().CreateAsync(new NewToken("ci", Scopes.All, [named.ToUpperInvariant()]), staff.Scientist, default);
        var token = (await staff.Get<TokenActors>().ActorAsync(created.Token, Door.Api, null, default))!;

        Assert.Equal([named], await ListedAsync(token));
        Assert.All(await RefusalsAsync(token, other), refusal => Assert.Equal("model_not_found", refusal.Code));
        await Refused.ByAsync("token_limited", () => staff.Registry.AModelAsync(token, "one more"));
        Assert.Equal(1, (await staff.Registry.APendingVersionAsync(token, named)).Number);
    }

    [Fact]
    public async Task The_page_asks_the_same_rules_for_its_buttons()
    {
        var model = await staff.AModelAsync();

        Assert.Equal((true, true), await MayAsync(staff.Scientist));
        Assert.Equal((true, false), await MayAsync(staff.OtherScientist));
        Assert.Equal((false, true), await MayAsync(staff.Admin));

        async Task<(bool Register, bool Edit)> MayAsync(Actor actor)
        {
            var rights = await staff.Get<RightsQueries>().OfModelAsync(model, actor, default);
            return (rights.RegisterRefusal is null, rights.EditRefusal is null);
        }
    }

    /// <summary>What every door to a model answers to somebody who may not see it.</summary>
    private async Task<List<RegistryException>> RefusalsAsync(Actor actor, string model)
    {
        List<Func<Task>> doors =
        [
            () => staff.Get<ModelQueries>().GetAsync(model, actor, default),
            () => staff.Get<RightsQueries>().OfModelAsync(model, actor, default),
            () => staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Description: "x"), actor, default),
            () => staff.Get<VersionQueries>().ListAsync(model, null, null, actor, default),
            () => staff.Get<VersionQueries>().GetAsync(model, "1", actor, default),
            () => staff.Get<VersionQueries>().GetManyAsync(model, [1], actor, default),
            () => staff.Get<VersionQueries>().ChecksAsync(model, "1", actor, default),
            () => staff.Get<VersionQueries>().MetricHistoryAsync(model, "1", "accuracy", null, null, actor, default),
            () => staff.Get<VersionArtifacts>().ListAsync(model, "1", actor, default),
            () => staff.Get<VersionArtifacts>().FindAsync(model, "1", "a", actor, default),
            () => staff.Registry.AFileAsync(actor, model, "1", "a", "x"),
            () => staff.Get<VersionWorkflow>().CreateAsync(model, new NewVersion(), actor, default),
            () => staff.Get<VersionWorkflow>().EditAsync(model, "1", new VersionEdit(Description: "x"), actor, default),
            () => staff.Get<VersionWorkflow>().SealAsync(model, "1", null, actor, default),
            () => staff.Get<VersionVerification>().VerifyAsync(model, "1", actor, null, default),
            () => staff.Get<VersionEvidence>().LogMetricsAsync(model, "1", [new("accuracy", 1)], actor, default),
            () => staff.Get<VersionEvidence>().PostCheckAsync(model, "1", new NewCheck("a", CheckState.Success), actor, default),
            () => staff.Get<CompareQueries>().CompareAsync(model, [1, 2], null, actor, default),
            () => staff.Get<MetricQueries>().OverVersionsAsync(model, null, actor, default),
        ];
        var refusals = new List<RegistryException>();
        foreach (var door in doors)
        {
            refusals.Add(await Assert.ThrowsAsync<RegistryException>(door));
        }

        return refusals;
    }

    private async Task<IReadOnlyList<string>> ListedAsync(Actor actor) =>
        [.. (await staff.Get<ModelQueries>().ListAsync(new ModelSearch(PageSize: PageToken.MaxSize), actor, default)).Items.Select(model => model.Name)];

    private async Task<string> RestrictedAsync()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model, new NewVersion(Metrics: [new("accuracy", 1)]));
        await staff.Registry.ASealedVersionAsync(staff.Scientist, model);
        await staff.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), staff.Scientist, default);
        return model;
    }
}

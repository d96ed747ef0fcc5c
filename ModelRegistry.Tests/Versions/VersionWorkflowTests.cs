using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class VersionWorkflowTests
{
    [Fact]
    public async Task A_result_becomes_a_sealed_version_that_is_listed_compared_and_audited()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist);
        var admin = await registry.PersonAsync("admin", Roles.Admin);
        await registry.Get<ModelWorkflow>().CreateAsync(new NewModel("fraud", Tags: new Dictionary<string, string> { ["team"] = "risk" }), scientist, default);
        var dataset = new VersionDataset("claims", "d1");
        await registry.ASealedVersionAsync(scientist,
            version: new NewVersion(Label: "1.0.0", Dataset: dataset, Parameters: new Dictionary<string, string> { ["depth"] = "3" },
            Metrics: [new("accuracy", 0.9), new("loss", double.NaN)]));
        await registry.ASealedVersionAsync(scientist,
            version: new NewVersion(Dataset: dataset, Metrics: [new("accuracy", 0.92), new("loss", double.PositiveInfinity)]), content: "other weights");
        await registry.Get<VersionEvidence>().LogMetricsAsync("fraud", "2", [new("accuracy", 0.95, Step: 3)], scientist, default);
        await registry.Get<VersionEvidence>().PostCheckAsync("FRAUD", "1.0.0", new NewCheck("bias-audit", CheckState.Success), scientist, default);
        await registry.Get<VersionWorkflow>()
            .EditAsync("fraud", "1", new VersionEdit(Description: "first", Tags: new Dictionary<string, string?> { ["a"] = "b" }), scientist, default);
        await registry.Get<VersionWorkflow>()
            .EditAsync("fraud", "1", new VersionEdit(Tags: new Dictionary<string, string?> { ["a"] = null }), scientist, default);
        await registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Tags: new Dictionary<string, string?> { ["team"] = null }), scientist, default);

        var versions = await registry.Get<VersionQueries>().ListAsync("fraud", null, null, scientist, default);
        var models = await registry.Get<ModelQueries>().ListAsync(new ModelSearch("fra", "updatedAt desc"), scientist, default);
        var sparks = await registry.Get<ModelQueries>().SparksAsync(["fraud"], scientist, default);
        var series = await registry.Get<MetricQueries>().OverVersionsAsync("fraud", null, scientist, default);
        var comparison = await registry.Get<CompareQueries>().CompareAsync("fraud", [1, 2], null, scientist, default);
        var history = await registry.Get<VersionQueries>().MetricHistoryAsync("fraud", "2", "accuracy", 1, null, scientist, default);
        var rest = await registry.Get<VersionQueries>().MetricHistoryAsync("fraud", "2", "accuracy", 1, history.NextPageToken, scientist, default);
        var verified = await registry.Get<VersionVerification>().VerifyAsync("fraud", "2", scientist, null, default);
        var token = await registry.Get<AccessTokens>().CreateAsync(new NewToken("ci", [Scopes.Read], ["fraud"]), scientist, default);
        var speaks = await registry.Get<TokenActors>().ActorAsync(token.Token, Door.Api, null, default);
        await registry.Get<TokenUse>().FlushAsync(registry.Get<Core.Data.RegistryStore>(), default);
        var tokens = await registry.Get<AccessTokens>().ListAsync(new TokenSearch(PageSize: 1), scientist, default);
        var signedIn = await registry.Get<Passwords>().CheckAsync("SCIENTIST@example.test", Given.Password, Door.Browser, "::1", default);
        var session = await registry.Get<Sessions>().StartAsync(signedIn, default);
        var people = await registry.Get<People>().ListAsync(1, null, admin, default);
        await registry.Get<People>().SetRolesAsync(scientist.UserId!.Value, [Roles.Viewer], admin, default);
        var events = await registry.Get<AuditQueries>().ListAsync(new AuditSearch(Model: "fraud"), scientist, default);

        Assert.Equal([2, 1], versions.Items.Select(version => version.Number));
        Assert.Equal(0.95, versions.Items[0].Metrics.Single(metric => metric.Name == "accuracy").Value);
        Assert.True(double.IsPositiveInfinity(versions.Items[0].Metrics.Single(metric => metric.Name == "loss").Value));
        Assert.Single(models.Items);
        Assert.Equal([0.9, 0.95], sparks["fraud"].Select(point => point.Value));
        Assert.Equal("accuracy", series.Metric);
        Assert.Equal(MetricOutcome.Better, comparison.Metrics[0].Cells[1].Outcome);
        Assert.Equal([0.92, 0.95], [history.Items[0].Value, rest.Items[0].Value]);
        Assert.True(verified.Ok);
        Assert.Equal(scientist.UserId, speaks!.UserId);
        Assert.NotNull(tokens.Items[0].LastUsedAt);
        Assert.NotNull(await registry.Get<Sessions>().ActorAsync(session, Door.Browser, null, default));
        Assert.NotNull(people.NextPageToken);
        Assert.Equal("version.verified", events.Items[0].Action);
    }
}

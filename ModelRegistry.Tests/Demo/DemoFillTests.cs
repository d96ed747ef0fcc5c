using System.Globalization;
using System.Security.Cryptography;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Demo;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Demo;

/// <summary>The demo holds real results, registered as anybody would, and fits into the repository.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class DemoFillTests
{
    private const long MostBytes = 8_000_000;

    [Fact]
    public async Task Every_run_becomes_a_sealed_version_with_its_numbers_and_its_own_digests()
    {
        await using var registry = await TestRegistry.StartAsync();
        var end = registry.Clock.GetUtcNow();

        var accounts = await DemoFill.RunAsync(registry.Settings, DemoRun.DefaultRoot, end, TextWriter.Null, default);

        var admin = accounts.Single(account => account.Role == Roles.Admin).Actor;
        Assert.Equal([.. Roles.All, Roles.Reviewer], accounts.Select(account => account.Role));
        foreach (var model in DemoRun.ReadAll(DemoRun.DefaultRoot).GroupBy(run => run.Model))
        {
            var versions = (await registry.Get<VersionQueries>().ListAsync(model.Key, PageToken.MaxSize, null, admin, default)).Items.Reverse().ToList();
            Assert.Equal(model.Count(), versions.Count);
            foreach (var (run, version) in model.Zip(versions))
            {
                await RequireSameAsync(registry, admin, run, version);
                Assert.True(version.CreatedAt < end && version.CreatedAt > end.AddDays(-171));
            }
        }

        await RequireHistoryAsync(registry, accounts);
        Assert.True((await registry.VerifyAuditAsync(admin)).Ok);
        Assert.Empty((await Core.Upkeep.InstallationCheck.RunAsync(registry.Settings, quick: false, TextWriter.Null, TimeProvider.System, default)).Findings);
    }

    [Fact]
    public async Task An_account_can_sign_in_with_the_password_that_was_printed()
    {
        await using var registry = await TestRegistry.StartAsync();
        var empty = Directory.CreateTempSubdirectory("no-runs-");

        var accounts = await DemoFill.RunAsync(registry.Settings, empty.FullName, registry.Clock.GetUtcNow(), TextWriter.Null, default);

        var viewer = accounts.Single(account => account.Role == Roles.Viewer);
        Assert.Equal(viewer.Email, (await registry.Get<Passwords>().CheckAsync(viewer.Email, viewer.Password, Door.Api, null, default)).Name);
        Assert.Equal(accounts.Count, accounts.Select(account => account.Password).Distinct().Count());
        empty.Delete();
    }

    [Fact]
    public async Task A_registry_in_use_is_left_alone()
    {
        await using var registry = await TestRegistry.StartAsync();
        var admin = await registry.PersonAsync("admin", Roles.Admin);

        var refusal = await Assert.ThrowsAsync<StartRefusedException>(
            () => DemoFill.RunAsync(registry.Settings, DemoRun.DefaultRoot, registry.Clock.GetUtcNow(), TextWriter.Null, default));

        Assert.Contains("empty", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await registry.Get<ModelQueries>().ListAsync(new ModelSearch(), admin, default)).Items);
    }

    [Fact]
    public void Files_are_the_ones_that_the_runs_name_and_few_enough()
    {
        foreach (var run in DemoRun.ReadAll(DemoRun.DefaultRoot))
        {
            foreach (var file in run.Files)
            {
                using var content = run.Open(file);
                Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
            }
        }

        Assert.True(Directory.EnumerateFiles(DemoRun.DefaultRoot, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) <= MostBytes);
    }

    /// <summary>Dozens of requests of every outcome, and something for a reviewer to do.</summary>
    private static async Task RequireHistoryAsync(TestRegistry registry, IReadOnlyList<DemoAccount> accounts)
    {
        var reviewer = accounts.First(account => account.Role == Roles.Reviewer).Actor;
        var page = await registry.Get<RequestQueries>().ListAsync(new RequestSearch(PageSize: PageToken.MaxSize), reviewer, default);
        var requests = page.Items.CountBy(request => request.State).ToDictionary();
        Assert.True(page.Items.Count > 60);
        Assert.All([RequestState.Executed, RequestState.Rejected, RequestState.Withdrawn], state => Assert.True(requests[state] > 5));
        Assert.True(await registry.Get<Inbox>().CountAsync(reviewer, default) > 0);
        var reviews = (await registry.Get<PostReviews>().ListAsync(all: true, null, null, reviewer, default)).Items;
        Assert.Equal([PostReviewKind.BreakGlass, PostReviewKind.Rollback, PostReviewKind.Rollback], reviews.Select(review => review.Kind).Order());
        Assert.Equal(DemoIncidents.Recent, Assert.Single(reviews, review => review.State == PostReviewState.Open).Model);
        var quarantines = (await registry.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(All: true), reviewer, default)).Items;
        Assert.Equal([(DemoIncidents.Recent, false), (DemoIncidents.Blameless, true)],
            quarantines.Select(quarantine => (quarantine.Model, quarantine.ReleasedAt is not null)));
        Assert.All(quarantines, quarantine => Assert.NotNull(quarantine.RollbackId));
        Assert.Equal(4, (await registry.Get<SlotOverview>().InProductionAsync(reviewer, default)).Count);
    }

    private static async Task RequireSameAsync(TestRegistry registry, Actor admin, DemoRun run, VersionView version)
    {
        var files = await registry.Get<VersionArtifacts>().ListAsync(run.Model, version.Number.ToString(CultureInfo.InvariantCulture), admin, default);

        Assert.Equal(VersionStatus.Ready, version.Status);
        Assert.Equal(run.Files.OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (file.Path, file.Sha256)), files.Select(file => (file.Path, file.Sha256)));
        Assert.Equal(run.Params.OrderBy(pair => pair.Key, StringComparer.Ordinal), version.Parameters);
        Assert.All(run.Metrics, metric =>
            Assert.Contains(version.Metrics, row => row.Name == metric.Key && row.Value.Equals(metric.Value) && row.Dataset!.Digest == run.Dataset.Digest));
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// One Chromium over one running registry, in which a model is there to be looked at: two sealed versions, the first in production, the second
/// asked for; and another whose production was rolled back from its third version to its second.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>The model that pages without a story of their own show.</summary>
    public const string Model = "digits-classifier";

    /// <summary>A model whose production was rolled back: its third version is quarantined, the second is there, and the post-review waits.</summary>
    public const string RolledBack = "rolled-back";

    /// <summary>An account that others look at: it is in a team and holds a grant.</summary>
    public const string Person = "looked.at@example.test";

    /// <summary>The request by which its first version came into production, and the open one for its second.</summary>
    public const long ExecutedRequest = 1;

    public const long OpenRequest = 2;

    /// <summary>A run of the default experiment with curves and files, and one that is nested in it.</summary>
    public const string Run = "browsed-run";

    public const string NestedRun = "browsed-nested-run";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public BrowserFixture()
        : this(new RegistryApp())
    {
    }

    private BrowserFixture(RegistryApp app) => App = app;

    public RegistryApp App { get; private set; }

    public Actor Admin { get; private set; } = null!;

    public Actor Scientist { get; private set; } = null!;

    /// <summary>The post-review of that rollback.</summary>
    public long PostReview { get; private set; }

    /// <summary>With settings of its own, for stories about them.</summary>
    public static async Task<BrowserFixture> StartAsync(params (string Setting, string Value)[] overrides)
    {
        var own = new BrowserFixture(new RegistryApp { Overrides = overrides.ToDictionary(pair => pair.Setting, pair => pair.Value) });
        await own.InitializeAsync();
        return own;
    }

    /// <summary>The server goes away and comes back at the same address.</summary>
    public async Task RestartAsync() => App = await App.RestartAsync(samePort: true);

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        Admin = await App.PersonAsync("admin", Roles.Admin, Roles.DataScientist);
        Scientist = await App.PersonAsync("scientist", Roles.DataScientist);
        await App.Get<ModelWorkflow>()
            .CreateAsync(new NewModel(Model, "Reads digits from 8 × 8 scans.", new Dictionary<string, string> { ["team"] = "vision" }), Scientist, default);
        foreach (var (accuracy, framework) in new[] { (0.9537, "sklearn"), (0.9704, "xgboost") })
        {
            await App.ASealedVersionAsync(Scientist, Model, new NewVersion(
                Parameters: new Dictionary<string, string> { ["max_depth"] = accuracy > 0.96 ? "9" : "6" },
                Metrics: [new("accuracy", accuracy), new("latency_ms", 3.5)], Framework: framework), content: framework);
        }

        await AskForProductionAsync();
        await App.PutAsync(Scientist, Model, "champion", 2, MoveKind.Alias);
        PostReview = (await RollBackAsync()).PostReviewId;
        await LogRunsAsync();
        await GrantAsync();

        // Patience costs nothing where all is well, and a busy machine is not a failure.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(Chromium.LaunchOptions);
    }

    private async Task GrantAsync()
    {
        await App.Get<People>().CreateAsync(new NewUser(Person, "Ann Weber", [Roles.Reviewer], Given.Password), Admin, default);
        await App.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk", Scientist.Name, [Scientist.Name, Person]), Admin, default);
        await App.Get<CollectionWorkflow>().CreateAsync(new NewCollection("risk/emea", "What banks ask for.", Restricted: true, Scientist.Name), Admin,
            default);
        await App.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(Team: "Risk"), new("risk/emea"), GrantRight.Review, ["production"]), Admin, default);
        await App.Get<GrantWorkflow>().GiveAsync(new NewGrant(new(Person), new(Model: Model), GrantRight.Read, Until: DateTimeOffset.UtcNow.AddDays(9)),
            Admin, default);
    }

    private async Task LogRunsAsync()
    {
        foreach (var (id, parent) in new[] { (Run, (string?)null), (NestedRun, Run) })
        {
            var made = await App.Get<RunWorkflow>().CreateAsync(new NewRun(User: "ann", Name: $"a {id}", StartTime: 1_767_225_600_000,
                Tags: parent is null ? [] : [KeyValuePair.Create(RunTag.Parent, parent)]), Scientist, default);
            // Addresses of pages are known before there is a server: runs of an import keep their ids, too.
            await using (var db = await App.Get<IDbContextFactory<RegistryDbContext>>().CreateDbContextAsync())
            {
                await db.Runs.Where(run => run.Id == made.Id).ExecuteUpdateAsync(set => set.SetProperty(run => run.Id, id));
            }

            var points = Enumerable.Range(1, 20).SelectMany(step => new[]
            {
                new NewPoint("loss", 1.0 / step, 1_767_225_600_000 + (step * 1_000), step),
                new NewPoint("accuracy", 1 - (0.5 / step), 1_767_225_600_000 + (step * 1_000), step),
            });
            await App.Get<RunLog>().LogAsync(id, new RunBatch([.. points], [KeyValuePair.Create("C", parent is null ? "1.0" : "10")],
                [KeyValuePair.Create(RunTag.Note, "Looks **good**.")]), Scientist, default);
            using var content = new MemoryStream("# Notes\n\nOf the training."u8.ToArray());
            await App.Get<RunArtifacts>().PutAsync(RunFilePlace.Parse($"{RunFilePlace.RunRoot(0, id)}/model/notes.md"), content, content.Length, Scientist,
                default);
        }
    }

    private async Task AskForProductionAsync()
    {
        var reviewer = await App.PersonAsync("reviewer", Roles.Reviewer);
        var promotions = App.Get<PromotionWorkflow>();
        var first = await promotions.OpenAsync(Model, "production", new NewRequest(1, "The first one, **please**."), Scientist, default);
        await App.Get<ReviewWorkflow>().ReviewAsync(first.Id, new NewReview(ReviewAction.Approve, "Fine.", first.Subject), reviewer, default);
        var second = await promotions.OpenAsync(Model, "production", new NewRequest(2, "Other family, better numbers."), Scientist, default);
        await App.Get<ReviewWorkflow>()
            .ReviewAsync(second.Id, new NewReview(ReviewAction.RequestChanges, "What about the latency?", second.Subject), reviewer, default);
    }

    private async Task<RollbackView> RollBackAsync()
    {
        await App.AModelAsync(Scientist, RolledBack);
        foreach (var number in new[] { 1, 2, 3 })
        {
            await App.ASealedVersionAsync(Scientist, RolledBack, content: $"rolled back {number}");
            await App.PutAsync(Actor.System, RolledBack, Stage.Production, number);
        }

        return await App.Get<RollbackWorkflow>()
            .RollBackAsync(RolledBack, Stage.Production, new NewRollback(2, "Error rate rose", 3), null, await App.PersonAsync("on.call", Roles.Operator),
            default);
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await ((IAsyncLifetime)App).DisposeAsync();
    }

    /// <summary>
    /// A story in a browser of its own, without cookies or, with <paramref name="as"/>, signed in. It fails when the page
    /// complained on the console, of its content policy too; a failure leaves a screenshot of each tab and a trace.
    /// </summary>
    public async Task VisitAsync(string name, Func<Visitor, Task> story, Actor? @as = null, RegistryApp? app = null, BrowserNewContextOptions? options = null)
    {
        app ??= App;
        options ??= new();
        options.BaseURL = app.BaseAddress.ToString();
        await using var context = await _browser.NewContextAsync(options);
        await context.Tracing.StartAsync(new() { Snapshots = true });
        var visitor = await Visitor.EnterAsync(app, context);
        if (@as is not null)
        {
            await visitor.CarryAsync(await app.SessionCookieAsync(@as));
        }

        try
        {
            await story(visitor);
            Assert.Empty(visitor.Complaints);
        }
        catch
        {
            await visitor.KeepEvidenceAsync(name);
            throw;
        }
    }
}

/// <summary>The stories that share one running registry.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

/// <summary>What is looked at on every page has a registry of its own, so that it goes on beside the stories.</summary>
[CollectionDefinition(Name)]
public sealed class EveryPageCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser: every page";
}

using Microsoft.Playwright;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>
/// Every page of the product, for the checks that hold on all of them. A new page is one line; <see cref="BrowserFixture.Model"/>
/// is there with two sealed versions, the first
/// of which was promoted and the second asked for.
/// </summary>
public static class PagesUnderTest
{
    /// <summary>Name, address, and whether it is a static page for people who are not signed in.</summary>
    public static TheoryData<string, string, bool> All { get; } = new()
    {
        { "sign-in", Urls.SignIn(), true },
        { "first-run-spent", Urls.FirstRun, true },
        { "invitation-unknown", Urls.Invitation("unknown"), true },
        { "home", Urls.Home, false },
        { "tokens", Urls.Tokens, false },
        { "security", Urls.Security, false },
        { "stand-in", Urls.StandIn, false },
        { "activity", Urls.Activity, false },
        { "activity-none-found", $"{Urls.Activity}?actor=nobody&from=2026-03-14&to=yesterday", false },
        { "admin", Urls.Admin, false },
        { "users", Urls.AdminUsers, false },
        { "metrics", Urls.AdminMetrics, false },
        { "stages", Urls.AdminStages, false },
        { "bin", Urls.AdminBin, false },
        { "teams", Urls.AdminTeams, false },
        { "collections", Urls.AdminCollections, false },
        { "grants", Urls.AdminGrants, false },
        { "all-tokens", Urls.AdminTokens, false },
        { "token-missing", Urls.Token(Guid.Empty), false },
        { "grants-collection", Urls.AdminGrantsOn("risk/emea"), false },
        { "person-missing", Urls.AdminUser("nobody@example.test"), false },
        { "person-access", Urls.AdminUser(BrowserFixture.Person), false },
        { "model-access", Urls.ModelAccess(BrowserFixture.Model, BrowserFixture.Person), false },
        { "model-archived", $"{Urls.Model(BrowserFixture.Model)}?archived=true", false },
        { "policies", Urls.AdminPolicies, false },
        { "policy-editor", Urls.AdminPolicy("production"), false },
        { "model-policy", Urls.Model(BrowserFixture.Model, "policy"), false },
        { "model-policy-editor", Urls.ModelPolicy(BrowserFixture.Model, "staging"), false },
        { "models", Urls.Models, false },
        { "models-none-found", $"{Urls.Models}?q=nothing-is-called-so", false },
        { "register-model", Urls.RegisterModel, false },
        { "model", Urls.Model(BrowserFixture.Model), false },
        { "model-missing", Urls.Model("missing"), false },
        { "model-card", Urls.Model(BrowserFixture.Model, "card"), false },
        { "model-timeline", $"{Urls.Model(BrowserFixture.Model, "timeline")}&asOf=2026-03-14T09:00:00Z", false },
        { "model-hosts", Urls.Model(BrowserFixture.Model, "hosts"), false },
        { "model-activity", Urls.Model(BrowserFixture.Model, "activity"), false },
        { "model-settings", Urls.Model(BrowserFixture.Model, "settings"), false },
        { "version", Urls.Version(BrowserFixture.Model, 2), false },
        { "version-preview", $"{Urls.Version(BrowserFixture.Model, 2)}?file=model/model.pkl", false },
        { "version-lineage", Urls.Lineage(BrowserFixture.Model, 2), false },
        { "dataset", Urls.Dataset("d1"), false },
        { "dataset-none", Urls.Datasets, false },
        { "reference", Urls.Reference, false },
        { "reference-call", $"{Urls.Reference}?call=GET%20%2Fapi%2Fv1%2Fmodels", false },
        { "version-missing", Urls.Version(BrowserFixture.Model, 99), false },
        { "compare", Urls.Compare(BrowserFixture.Model, [1, 2]), false },
        { "compare-trade-off", $"{Urls.Compare(BrowserFixture.Model, [1, 2])}&view=trade-off", false },
        { "compare-parameters", $"{Urls.Compare(BrowserFixture.Model, [1, 2])}&view=parameters", false },
        { "compare-models", "compare?v=" + BrowserFixture.Model + ":1," + BrowserFixture.RolledBack + ":1,missing:1", false },
        { "compare-nothing", $"{Urls.Model(BrowserFixture.Model)}/compare", false },
        { "runs", Urls.Runs, false },
        { "runs-deleted", $"{Urls.Runs}?deleted=true", false },
        { "experiment", Urls.Experiment(0), false },
        { "experiment-missing", Urls.Experiment(99_999), false },
        { "experiment-grouped", $"{Urls.Experiment(0)}?group=C", false },
        { "experiment-ticked", $"{Urls.Experiment(0)}?r={BrowserFixture.Run},{BrowserFixture.NestedRun}", false },
        { "run", Urls.Run(0, BrowserFixture.Run), false },
        { "run-preview", $"{Urls.Run(0, BrowserFixture.Run)}?file=model/notes.md&curve=loss,accuracy&smooth=60", false },
        { "run-nested", Urls.Run(0, BrowserFixture.NestedRun), false },
        { "compare-runs", $"{Urls.CompareRuns}?r={BrowserFixture.Run},{BrowserFixture.NestedRun}", false },
        { "run-missing", Urls.Run(0, "missing"), false },
        { "compare-runs-nothing", Urls.CompareRuns, false },
        { "reviews", Urls.Reviews, false },
        { "reviews-open", Urls.ReviewsTab("open"), false },
        { "reviews-done", Urls.ReviewsTab("done"), false },
        { "request-executed", Urls.Request(BrowserFixture.ExecutedRequest), false },
        { "request-open", Urls.Request(BrowserFixture.OpenRequest), false },
        { "request-sheet", Urls.Sheet(BrowserFixture.ExecutedRequest, 1), false },
        { "request-missing", Urls.Request(99_999), false },
        { "quarantines", Urls.Quarantines, false },
        { "quarantines-all", Urls.AllQuarantines, false },
        { "model-rolled-back", Urls.Model(BrowserFixture.RolledBack), false },
        { "timeline-rolled-back", Urls.Model(BrowserFixture.RolledBack, "timeline"), false },
        { "version-quarantined", Urls.Version(BrowserFixture.RolledBack, 3), false },
        { "model-requests", Urls.Model(BrowserFixture.Model, "requests"), false },
        { "rollback-missing", Urls.Rollback(99_999), false },
        { "upload", Urls.UploadVersion(BrowserFixture.Model), false },
        { "post-review", Urls.PostReview(BrowserFixture.OpenRequest + 1), false },
        { "sheet-missing", Urls.Sheet(BrowserFixture.ExecutedRequest, null), false },
        { "not-found", "not-found", false },
    };

    /// <summary>Routes without a row, and who looks at them.</summary>
    public static IReadOnlyList<string> LookedAtElsewhere { get; } =
    [
        "/account/sign-in-providers", // static: ProviderJourneys
        "/account/password", // static, and for people who are signed in: AxeTests' forms
        "/error", // only after a failure
    ];

    /// <summary>Until nothing on the page stands for something that is still to come.</summary>
    public static async Task SettleAsync(IPage page)
    {
        await page.Locator("[aria-busy=true]").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Locator("h1").First.WaitForAsync();
        await page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(a => a.effect?.getComputedTiming().iterations !== Infinity).map(a => "
            + "a.finished.catch(() => {})))");
    }
}

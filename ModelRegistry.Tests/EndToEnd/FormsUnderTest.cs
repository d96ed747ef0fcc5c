using Microsoft.Playwright;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>Every form and dialog of the product with data of its own, for one person who may do everything. A new one is one entry.</summary>
internal sealed class FormsUnderTest(BrowserFixture at)
{
    /// <summary>Components with fields that save nothing, or not over the circuit, and why they need no entry.</summary>
    public static IReadOnlyDictionary<string, string> Others { get; } = new Dictionary<string, string>
    {
        ["SignIn"] = Static,
        ["SignInProviders"] = Static,
        ["PasswordChange"] = Static,
        ["Invitation"] = Static,
        ["FirstRunPage"] = Static,
        ["AccountField"] = Static,
        ["NewPasswordField"] = Static,
        ["AccountMenu"] = Static,
        ["AuthenticatorDialog"] = Secret,
        ["ProofDialog"] = Secret,
        ["PasskeyDialog"] = Secret,
        ["SecondFactorDialog"] = "ticks roles; FactorJourneys saves it",
        ["CommandPalette"] = Looks,
        ["SearchBox"] = Looks,
        ["ModelTable"] = Looks,
        ["AllTokensPage"] = Looks,
        ["ActivityFilters"] = Looks,
        ["CurvesPanel"] = Looks,
        ["MetricCard"] = Looks,
        ["ComparePage"] = Looks,
        ["ComparedCurvesPanel"] = Looks,
        ["ParametersPanel"] = Looks,
        ["PicturesPanel"] = Looks,
        ["TradeOffPanel"] = Looks,
        ["VersionGrid"] = Looks,
        ["ExperimentsPage"] = Looks,
        ["RunsPanel"] = Looks,
        ["RunGrid"] = Looks,
        ["RunGroupTable"] = Looks,
        ["RunNotes"] = "what is noted of a run is not audited; RunJourneys saves it",
        ["AsOfCard"] = Looks,
        ["ModelAccessPage"] = Looks,
        ["PersonAccessPage"] = Looks,
        ["PolicyPreviewPanel"] = Looks,
        ["FilesPanel"] = Looks,
        ["ReferencePage"] = Looks,
        ["OperationPanel"] = "sends what was typed to the API at once and keeps nothing",
        ["DatasetPage"] = "ticks what its dialog then acts on; the dialog has its row",
    };

    private const string Static = "a static page: the browser itself sends what was typed";
    private const string Secret = "asks for secrets alone, which are never kept";
    private const string Looks = "chooses what is shown and saves nothing";

    private Actor _scientist = null!;

    public Actor Everybody { get; private set; } = null!;

    public async Task<IReadOnlyList<FormUnderTest>> PagesAsync()
    {
        await BeginAsync();
        var (settings, tagged, alone) = (await ModelAsync(), await ModelAsync(), RegistryApp.NewName("kept"));
        var (edited, uploaded, pasted) = (await ModelAsync(), await ModelAsync(), await ModelAsync());
        var (own, gated, stage) = (await ModelAsync(), await ModelAsync(), RegistryApp.NewName("kept-stage"));
        var (seated, team) = (await ModelAsync(), RegistryApp.NewName("kept-team"));
        var reviewer = await at.App.PersonAsync(RegistryApp.NewName("stands-in"), Roles.Reviewer);
        await at.App.Get<TeamWorkflow>().CreateAsync(new NewTeam(team), Everybody, default);
        var (asked, reviewed) = (await RequestAsync(), await PostReviewAsync());
        return
        [
            new(Urls.RegisterModel, Text("Description"), "a new model, half described", Press("Register", ("Name", alone)))
                { Of = ["RegisterModel", "ModelFields"] },
            new(Urls.Model(settings, "settings"), Text("Description"), "a better description", Press("Save")) { Of = ["SettingsPanel"] },
            new(Urls.Model(tagged, "settings"), page => page.Locator("main").GetByLabel("Name", Exact).Last, "kept-tag", Press("Save"))
                { Of = ["PairEditor"], Open = Press("Add") },
            new(Urls.UploadVersion(uploaded), Text("Description"), "a version, half described", UploadAsync)
                { Of = ["UploadVersion", "UploadPanel", "VersionFields"] },
            new(Urls.UploadVersion(pasted), Text("Paste metrics"), "kept_metric=0.5", async page =>
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Add them" }).ClickAsync();
                await UploadAsync(page);
            }) { Of = ["MetricPaste"], Recorded = "kept_metric" },
            new(Urls.Version(edited, 1), Text("Description"), "what is different about it", Press("Save")) { Of = ["EditVersion"], Open = Press("Edit") },
            new(Urls.AdminStages, Text("Another stage"), stage, async page =>
            {
                await Press("Add")(page);
                await Press("Save")(page);
            }) { Of = ["StageEditor"] },
            new(Urls.ModelPolicy(own, "staging"), Text("Requests expire after days"), "41", PublishAsync)
                { Of = ["PolicyPage", "PolicyFields"], Recorded = "\"expiresAfterDays\":41" },
            new(Urls.ModelPolicy(gated, "staging"), Text("Name of the check"), "kept-check", PublishAsync)
                { Of = ["GateFields"], Open = AddGateAsync },
            new(Urls.ModelPolicy(seated, "staging"), Text("Team"), team, PublishAsync) { Of = ["SeatFields"], Open = Press("Add a team") },
            new(Urls.Request(asked), page => page.Locator(".decision-bar textarea").First, "a comment that was half written", Press("Comment"))
                { Of = ["DecisionBar"] },
            new(Urls.StandIn, Text("Reviewer"), reviewer.Name, async page =>
            {
                await page.GetByLabel("Last day").FillAsync("2999-01-01");
                await Press("Name them")(page);
            }) { Of = ["StandInPage"] },
            new(Urls.PostReview(reviewed), Text("Comment"), "a look at it afterwards", Press("Confirm")) { Of = ["PostReviewPage"] },
        ];
    }

    public async Task<IReadOnlyList<FormUnderTest>> DialogsAsync()
    {
        await BeginAsync();
        var (aliased, renamed, published) = (await ModelAsync(), await ModelAsync(), await ModelAsync());
        var (rolledBack, promoted, carded, ticked, viewed) =
            (await InProductionAsync(), await ModelAsync(), await ModelAsync(), await ModelAsync(), await ModelAsync());
        var (quarantined, emergency, person) = (await ModelAsync(), await RequestAsync(), await at.App.PersonAsync("roles", Roles.Viewer));
        var (alias, name, metric, token) = (RegistryApp.NewName("kept-alias"), RegistryApp.NewName("kept-renamed"), RegistryApp.NewName("kept_metric"),
            RegistryApp.NewName("kept token"));
        var (email, run) = ($"{RegistryApp.NewName("invited")}@example.test", await LoggedRunAsync());
        var target = (await at.App.Get<CollectionWorkflow>().CreateAsync(new NewCollection(RegistryApp.NewName("kept-target")), Actor.System, default)).Path;
        var moved = Urls.Experiment((await at.App.Get<ExperimentWorkflow>()
            .CreateAsync(new NewExperiment(RegistryApp.NewName("moved")), Everybody, default)).Id);
        return
        [
            new(Urls.Model(aliased), InDialog("Alias"), alias, Press("Set", ("Version", "1"))) { Of = ["AliasDialog"], Open = Press("Set an alias") },
            new(Urls.Model(renamed, "settings"), InDialog("New name"), name, Press("Rename")) { Of = ["RenameDialog"], Open = Press("Rename…") },
            new(Urls.ModelPolicy(published, "staging"), InDialog("Reason (optional)"), "why it is published", Press("Publish now"))
                { Of = ["PublishDialog"], Open = Press("Publish…") },
            new($"{Urls.Model(ticked)}?v=1", InDialog("Tag"), RegistryApp.NewName("kept-tagged"), Press("Set the tag"))
                { Of = ["TagDialog"], Open = Press("Tag…") },
            new(Urls.Model(viewed), InDialog("Name"), RegistryApp.NewName("kept-view"), Press("Save the view")) { Of = ["ViewDialog"], Open = SaveViewAsync },
            new(run, InDialog("Description"), "a run, half described", Press("Register", ("Model", RegistryApp.NewName("kept-run"))))
                { Of = ["RegisterRunDialog"], Open = Press("Register as version…") },
            new(Urls.AdminMetrics, InDialog("Name"), metric, Press("Save")) { Of = ["MetricDialog"], Open = Press("Define a metric") },
            new(Urls.AdminTeams, InDialog("Name"), RegistryApp.NewName("kept-team"), Press("Save"))
                { Of = ["TeamDialog", "PersonPicker"], Open = Press("New team") },
            new(Urls.AdminCollections, InDialog("Description (optional)"), "what is in it", Press("Save", ("Path", RegistryApp.NewName("kept-risk"))))
                { Of = ["CollectionDialog"], Open = Press("New collection") },
            new(moved, InDialog("Collection"), target, Press("Move")) { Of = ["MoveDialog"], Open = Press("Move…") },
            new(Urls.AdminGrants, InDialog("Person"), person.Name, Press("Give"))
                { Of = ["GrantDialog", "TeamPicker"], Open = Press("Give on the whole server") },
            new(Urls.AdminUsers, InDialog("E-mail"), email, Press("Make the invitation")) { Of = ["InviteDialog"], Open = Press("Invite") },
            new(Urls.AdminUsers, page => page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Auditor ") }), "Auditor",
                Press("Save")) { Of = ["RolesDialog", "RolePicker"], Ticks = true, Open = page => RolesAsync(page, person) },
            new(Urls.Tokens, InDialog("Name"), token, Press("Make the token")) { Of = ["TokenDialog"], Open = Press("New token") },
            new(Urls.Model(rolledBack), InDialog("Reason"), "error rate rose again", Press("Roll back now"))
                { Of = ["RollbackDialog", "RollbackForm", "CandidatePicker", "Consequences"], Open = Press("Roll back to v1") },
            new(Urls.Version(quarantined, 1), InDialog("Reason"), "it looks wrong to me", Press("Quarantine"))
                { Of = ["ReasonDialog"], Open = Press("Quarantine…") },
            new(Urls.Version(promoted, 1), InDialog("Comment"), "what reviewers should know", AskAsync) { Of = ["PromoteDialog"], Open = Press("Promote…") },
            new(Urls.Request(emergency), InDialog("Why this cannot wait"), "customers wait and nobody is awake",
                Press("Break glass now", ("Incident", "INC-1")))
                { Of = ["BreakGlassDialog"], Open = Press("Break glass…") },
            new(Urls.Model(carded, "card"), InDialog("Intended use"), "only for cards", Press("Save as a draft"))
                { Of = ["CardDialog", "CardFields"], Open = Press("Write the card") },
        ];
    }

    private static LocatorGetByLabelOptions Exact => new() { Exact = true };

    private static Func<IPage, ILocator> Text(string label) => page => page.Locator("main").GetByLabel(label, Exact);

    private static Func<IPage, ILocator> InDialog(string label) => page => page.GetByRole(AriaRole.Dialog).GetByLabel(label, Exact);

    private static Func<IPage, Task> Press(string button, params (string Label, string Text)[] before) => async page =>
    {
        foreach (var (label, text) in before)
        {
            await page.Locator("body").GetByLabel(label, Exact).Last.FillAsync(text);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
    };

    private static async Task UploadAsync(IPage page)
    {
        await page.Locator("input[type=file][multiple]").SetInputFilesAsync(new FilePayload { Name = "w.bin", MimeType = "x/y", Buffer = [1] });
        await Press("Upload 1 file")(page);
    }

    private static async Task PublishAsync(IPage page)
    {
        await Press("Publish…")(page);
        await Press("Publish now")(page);
    }

    private static async Task AddGateAsync(IPage page)
    {
        await Press("Add a gate")(page);
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "A check of CI succeeded" }).ClickAsync();
    }

    private static Task AskAsync(IPage page) =>
        page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new("^(Ask for|Move to) ") }).ClickAsync();

    private static async Task SaveViewAsync(IPage page)
    {
        await page.Locator(".views > summary").ClickAsync();
        await Press("Save this view…")(page);
    }

    private static async Task RolesAsync(IPage page, Actor person)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {person.Name}" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Roles…" }).ClickAsync();
    }

    private async Task BeginAsync()
    {
        _scientist = await at.App.PersonAsync("makes", Roles.DataScientist);
        Everybody = await at.App.PersonAsync("does", [.. Roles.All]);
    }

    private async Task<string> LoggedRunAsync()
    {
        var run = await at.App.Get<RunWorkflow>().CreateAsync(new NewRun(), _scientist, default);
        using var content = new MemoryStream([1]);
        await at.App.Get<RunArtifacts>()
            .PutAsync(RunFilePlace.Parse($"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/model/weights.bin"), content, 1, _scientist,
            default);
        return Urls.Run(run.ExperimentId, run.Id);
    }

    private async Task<string> ModelAsync()
    {
        var name = RegistryApp.NewName("form");
        await at.App.AModelAsync(_scientist, name);
        await at.App.ASealedVersionAsync(_scientist, name, content: name);
        return name;
    }

    private async Task<long> RequestAsync() => (await at.App.Get<PromotionWorkflow>()
        .OpenAsync(await ModelAsync(), Stage.Production, new NewRequest(1, "Please."), _scientist, default)).Id;

    private async Task<string> InProductionAsync()
    {
        var name = await ModelAsync();
        await at.App.ASealedVersionAsync(_scientist, name, content: $"{name} 2");
        await at.App.PutAsync(Actor.System, name, Stage.Production, 1);
        await at.App.PutAsync(Actor.System, name, Stage.Production, 2);
        return name;
    }

    private async Task<long> PostReviewAsync() => (await at.App.Get<RollbackWorkflow>().RollBackAsync(await InProductionAsync(), Stage.Production,
        new NewRollback(1, "Error rate rose", 2), null, await at.App.PersonAsync("calls", Roles.Operator), default)).PostReviewId;
}

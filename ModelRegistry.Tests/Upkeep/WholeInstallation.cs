using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Providers;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Policies;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>A stopped registry in which everything happened that leaves rows to compare; each test damages a copy of its own.</summary>
public sealed class WholeInstallation : IAsyncLifetime
{
    public const string Model = "model-1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-whole-");

    public string Folder => _folder.FullName;

    public async Task InitializeAsync()
    {
        var scene = new PromotionScene();
        await scene.InitializeAsync();
        var settings = scene.Registry.Settings;
        PublicKeys.Keep(scene.Get<CheckpointSigner>().PublicKeyPem, settings.FormerKeyDirectory, settings.PublicKeyDirectory); // as its start does
        await FillAsync(scene);
        await scene.Get<AuditCheckpoints>().CoverLatestAsync(default);
        EmptyDatabase.Release(scene.Registry.Settings);
        Copy(scene.Registry.Settings.DataDirectory, Folder);
        await scene.DisposeAsync();
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Everything in the folder, below another.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    private static async Task FillAsync(PromotionScene scene)
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 1));
        Assert.Equal(Model, model);
        await scene.Registry.AModelAsync(scene.Scientist, "former");
        await scene.Get<ModelRenames>().RenameAsync("former", "Other", null, scene.Scientist, default);
        await scene.Get<ModelRenames>().RenameAsync("Other", "other", null, scene.Scientist, default);
        await scene.PolicyAsync("other", Stage.Staging, new PolicyContent(RequiredApprovals: 3)); // at the same instant as the first
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "two");
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "three");
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        await PromoteAsync(scene, model, 1);
        await PromoteAsync(scene, model, 2);
        await PromoteAsync(scene, model, null); // empties the stage: a gap in its history
        await PromoteAsync(scene, model, 3);
        await RollBackAndForwardAsync(scene, model);
        var desk = await scene.ATeamAsync("desk", scene.ReviewerC);
        await scene.ARequestAsync(await scene.AModelAsync(new PolicyContent(Seats: [new PolicySeat(desk.Name, 1)])));
        await scene.Get<StandInWorkflow>()
            .NameAsync(new NewStandIn(scene.ReviewerB.Name, scene.Registry.Clock.GetUtcNow().AddDays(90)), scene.ReviewerC, default);
        await DecideOtherwiseAsync(scene, model);
        await BreakTheGlassAsync(scene, model);
        var aliases = scene.Get<AliasWorkflow>();
        await aliases.SetAsync(model, "champion", "1", scene.Scientist, default);
        await aliases.SetAsync(model, "champion", "2", scene.Scientist, default);
        await aliases.DeleteAsync(model, "champion", scene.Scientist, default);
        await aliases.SetAsync(model, "candidate", "1", scene.Scientist, default);
        await DescribeAsync(scene, model);
        await scene.Get<ReadinessRehearsal>().SweepAsync(default);
        var person = await scene.PersonAsync("leaver", Roles.Viewer);
        await scene.Get<People>().SetRolesAsync(person.UserId!.Value, [Roles.Viewer, Roles.Reviewer], scene.Admin, default);
        await scene.Get<People>().EditAsync(person.UserId!.Value, new UserEdit(Disabled: true), scene.Admin, default);
    }

    /// <summary>What is said about things, and what people have: of every kind a row.</summary>
    private static async Task DescribeAsync(PromotionScene scene, string model)
    {
        var evidence = scene.Get<VersionEvidence>();
        await scene.Get<ModelWorkflow>()
            .EditAsync(model, new ModelEdit(Tags: new Dictionary<string, string?> { ["team"] = "risk" }), scene.Scientist, default);
        await scene.Get<CardWorkflow>().WriteAsync(model, new CardEdit("# Limits\n\nNights."), scene.Scientist, default);
        await scene.Get<CardWorkflow>().ApproveAsync(model, 1, scene.ReviewerA, default);
        var parts = new NewVersion(Parameters: new Dictionary<string, string> { ["depth"] = "3" }, Tags: new Dictionary<string, string> { ["kind"] = "tree" },
            Metrics: [new NewMetric("accuracy", 0.9)]);
        await scene.Registry.APendingVersionAsync(scene.Scientist, "other", parts);
        await evidence.LogMetricsAsync("other", "1", [new NewMetric("accuracy", 0.91, 1), new NewMetric("loss", 0.2)], scene.Scientist, default);
        await evidence.PostCheckAsync("other", "1", new NewCheck("bias-audit", CheckState.Pending), scene.Scientist, default);
        await evidence.PostCheckAsync("other", "1", new NewCheck("bias-audit", CheckState.Success), scene.Scientist, default);
        await scene.Registry.AFileAsync(scene.Scientist, "other", "1", "evaluation-results.json",
            """{"metrics":[{"metric":"accuracy","count":10,"successes":9}]}""");
        await scene.Registry.AFileAsync(scene.Scientist, "other", "1", "MLmodel", "signature:\n  inputs: '[{\"type\": \"double\", \"name\": \"x\"}]'\n");
        await scene.Get<VersionWorkflow>().SealAsync("other", "1", null, scene.Scientist, default);
        await scene.Get<MetricDefinitionWorkflow>().DefineAsync(new MetricDefinition("latency_p95", false, "ms", "0.0"), scene.Admin, default);
        var open = (await scene.Get<RequestQueries>().ListAsync(new RequestSearch(State: "open"), scene.Auditor, default)).Items[0].Id;
        var comment = await scene.Get<PromotionWorkflow>().CommentAsync(open, "Is this the one?", scene.Scientist, default);
        await scene.Get<PromotionWorkflow>().CommentAsync(open, "It is.", scene.ReviewerA, default);
        await scene.Get<PromotionWorkflow>().TakeBackCommentAsync(open, comment.Id, scene.Scientist, default);
        var experiments = scene.Get<ExperimentWorkflow>();
        var experiment = await experiments.CreateAsync(new NewExperiment("digits"), scene.Scientist, default);
        await experiments.RenameAsync(experiment.IdText, "figures", scene.Scientist, default);
        await experiments.RestrictAsync(experiment.IdText, true, scene.Scientist, default);
        await scene.Get<CollectionWorkflow>().CreateAsync(new NewCollection("trainings", Restricted: true), scene.Admin, default);
        await experiments.MoveAsync(experiment.IdText, "trainings", scene.Admin, default);
        await experiments.DeleteAsync(experiment.IdText, scene.Scientist, default);
        var (team, collections) = (await scene.ATeamAsync("risk", scene.ReviewerA), scene.Get<CollectionWorkflow>());
        await scene.Get<TeamWorkflow>().EditAsync(team.Name, new TeamEdit(Lead: scene.ReviewerB.Name), scene.Admin, default);
        await collections.CreateAsync(new NewCollection("risk/emea", Owner: scene.Scientist.Name), scene.Admin, default);
        await scene.Get<ModelWorkflow>().EditAsync("other", new ModelEdit(Collection: "risk/emea"), scene.Admin, default);
        await collections.EditAsync("risk", new CollectionEdit(Restricted: true), scene.Admin, default);
        await scene.CollectionPolicyAsync("risk", new PolicyContent(2), Stage.Production);
        await scene.GiveAsync(new GrantTo(Team: team.Name), new GrantOn(Collection: "risk"), GrantRight.Review, stages: [Stage.Staging]);
        await scene.Get<ProviderSignIn>().SignInAsync(new ProviderRules("corp", "Corp", [new("readers", [Roles.Viewer], [team.Name])]),
            new KnownPerson("https://login.example.test", "a1", "elsewhere@example.test", true, "Ann Elsewhere", ["readers"]), "::1", default);
        var ann = await scene.Get<ProvisioningWorkflow>().CreatePersonAsync(new PersonWish("provisioned@example.test", ExternalId: "p1"), scene.Admin, default);
        await scene.Get<ProvisioningWorkflow>().CreateTeamAsync(new TeamWish("provisioned", "t1", [ann.Id]), scene.Admin, default);
        await scene.Registry.AModelAsync(await scene.Registry.ByTokenAsync(scene.Scientist, Scopes.Read, Scopes.Register), "by a token");
        await scene.Get<AccessTokens>().CreateAsync(new NewToken("host", [Scopes.Resolve], Slots: [Stage.Production]), scene.Admin, default);
        var emea = await scene.Get<AccessTokens>().CreateAsync(
            new NewToken("emea", [Scopes.Read], Collections: ["risk/emea"], Networks: ["10.20.0.0/16"]), scene.Admin, default);
        await scene.Get<AccessTokens>().RotateAsync(emea.Id, null, scene.Admin, default);
        await scene.Get<Sessions>().StartAsync(scene.Scientist with { Address = "::1" }, default, "Firefox on Linux");
        var careful = await scene.Registry.PersonAsync("careful", Roles.Viewer);
        await Authenticator.OfAsync(scene.Registry, careful);
        var passkey = new UserPasskeyInfo([1], [2], DateTimeOffset.UnixEpoch, 1, ["internal"], true, false, false, [3], [4]);
        await scene.Get<PasskeyWorkflow>().AddAsync("laptop", _ => Task.FromResult<UserPasskeyInfo?>(passkey), careful, default);
        await scene.Get<SecondFactorWorkflow>().DemandAsync(new FactorRoles([Roles.Emergency]), scene.Admin, default);
    }

    private static async Task PromoteAsync(PromotionScene scene, string model, int? version)
    {
        var request = await scene.ARequestAsync(model, version);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(RequestState.Executed, (await scene.ReviewAsync(request.Id, scene.ReviewerA)).State);
        scene.Registry.Clock.Advance(TimeSpan.FromHours(5));
    }

    /// <summary>Back, which quarantines v3, and forward again, which releases it.</summary>
    private static async Task RollBackAndForwardAsync(PromotionScene scene, string model)
    {
        var rollbacks = scene.Get<RollbackWorkflow>();
        var onCall = await scene.PersonAsync("on.call", Roles.Operator);
        var back = await rollbacks.RollBackAsync(model, Stage.Staging, new NewRollback(2, "Error rate rose", 3), null, onCall, default);
        Assert.True(back.Quarantined);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(2));
        await rollbacks.RollBackAsync(model, Stage.Staging, new NewRollback(3, "It was the network", 2), null, scene.ReviewerB, default);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    private static async Task DecideOtherwiseAsync(PromotionScene scene, string model)
    {
        var rejected = await scene.ARequestAsync(model, 1);
        await scene.ReviewAsync(rejected.Id, scene.ReviewerA, ReviewAction.RequestChanges);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.ReviewAsync(rejected.Id, scene.ReviewerA, ReviewAction.Withdraw);
        await scene.ReviewAsync(rejected.Id, scene.ReviewerB, ReviewAction.RequestChanges);
        await scene.Get<ReviewWorkflow>().DismissAsync(rejected.Id, null, "Asked for twice.", scene.Admin, default);
        await scene.ReviewAsync(rejected.Id, scene.ReviewerC, ReviewAction.Reject);
        var withdrawn = await scene.ARequestAsync(model, 1);
        await scene.Get<PromotionWorkflow>().WithdrawAsync(withdrawn.Id, null, scene.Scientist, default);
        await scene.ARequestAsync(model, 1);
        await scene.ARequestAsync(model, 2); // supersedes the one before
    }

    private static async Task BreakTheGlassAsync(PromotionScene scene, string model)
    {
        await scene.PolicyAsync(model, Stage.Production, new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model, 1, Stage.Production);
        await scene.Get<PromotionWorkflow>()
            .ExecuteAsync(request.Id, request.Subject, new Emergency("Production answers nothing.", "INC-4711"), scene.Emergency, default);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(7));
        var review = (await scene.Get<PostReviews>().ListAsync(all: true, null, null, scene.Auditor, default)).Items[0];
        await scene.Get<PostReviews>().DecideAsync(review.Id, new NewPostReview(PostReviewAnswer.Confirm), scene.ReviewerA, default);
    }
}

/// <summary>A copy of an installation, to be damaged and verified.</summary>
internal sealed class DamagedInstallation : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-damaged-");

    public DamagedInstallation(string whole) => WholeInstallation.Copy(whole, _folder.FullName);

    public RegistrySettings Settings => RegistrySettings.Sqlite(_folder.FullName);

    /// <summary>As somebody with the database's file: triggers and foreign keys do not hold.</summary>
    public async Task SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={RegistrySettings.SqliteFile(_folder.FullName)};Foreign Keys=False;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"DROP TRIGGER IF EXISTS AuditEvents_AppendOnly_Update; DROP TRIGGER IF EXISTS AuditEvents_AppendOnly_Delete; {sql}";
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={RegistrySettings.SqliteFile(_folder.FullName)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType(await command.ExecuteScalarAsync(), typeof(T), CultureInfo.InvariantCulture)!;
    }

    /// <summary>The stored file of this version of <see cref="WholeInstallation.Model"/>.</summary>
    public async Task<string> FileOfAsync(int version)
    {
        var sha256 = await ScalarAsync<string>($"SELECT Sha256 FROM VersionFiles WHERE VersionId = (SELECT Id FROM Versions WHERE Number = {version.Text()})");
        return Path.Combine(Settings.ArtifactDirectory, "sha256", sha256[..2], sha256[2..4], sha256);
    }

    public Task<InstallationReport> VerifyAsync(bool quick = false) =>
        InstallationCheck.RunAsync(Settings, quick, TextWriter.Null, TimeProvider.System, default);

    /// <summary>The kinds of what is wrong, each once, and that each names what it is about in a sentence.</summary>
    public async Task<IReadOnlyList<string>> KindsAsync(bool quick = false)
    {
        var report = await VerifyAsync(quick);
        Assert.All(report.Findings, finding => Assert.EndsWith(".", finding.Detail, StringComparison.Ordinal));
        Assert.Equal(report.Ok, report.Findings.All(finding => finding.Severity == FindingSeverity.Info));
        // That a row is another is told of nearly every damage; what it means is told beside it.
        return [.. report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => finding.Kind)
            .Except(["row_unrecorded", "row_missing"]).Distinct()
            .Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

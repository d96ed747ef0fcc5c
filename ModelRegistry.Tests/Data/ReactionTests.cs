using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Policies;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Retirement;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What follows a change in its transaction happens by the one list of reactions and in no other way.</summary>
public sealed class ReactionTests
{
    private static readonly Dictionary<string, Func<PromotionScene, Task<bool>>> Effects = new()
    {
        ["an answer that is given again is about models that its reader still sees"] = async scene =>
        {
            var colleague = await scene.PersonAsync(scene.NewName("colleague"), Roles.DataScientist);
            var model = await scene.AModelAsync();
            await RegisterAsync();
            await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);
            return await Record.ExceptionAsync(RegisterAsync) is RegistryException { Code: "model_not_found" };

            Task RegisterAsync() => scene.Get<VersionWorkflow>()
                .CreateAsync(model, new NewVersion(), colleague with { Idempotency = new IdempotencyKey("the same", "body") }, default);
        },
        ["open requests take the new occupant"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} other");
            await scene.MoveAsync(model, Stage.Staging, 2);
            return (await scene.ReadAsync(request)).ExpectedOccupant == 2;
        },
        ["lists of models show what the last filled stage holds"] = async scene =>
        {
            var model = await scene.AModelAsync(version: new NewVersion(Label: "first"));
            await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} other");
            await scene.MoveAsync(model, Stage.Staging, 1);
            var found = await scene.Get<ModelQueries>().ListAsync(new ModelSearch(Filter: $"name = '{model}' and label = 'first'"), scene.Viewer, default);
            return found.Items.Count == 1;
        },
        ["a quarantine follows the sealed bytes"] = async scene =>
        {
            var model = scene.NewName("early");
            await scene.Registry.AModelAsync(scene.Scientist, model);
            await scene.Registry.APendingVersionAsync(scene.Scientist, model);
            await scene.Get<QuarantineWorkflow>().SetAsync(model, "1", "Before it had files.", scene.ReviewerA, default);
            await scene.Registry.AFileAsync(scene.Scientist, model, "1", "model.pkl", model);
            await scene.Get<VersionWorkflow>().SealAsync(model, "1", null, scene.Scientist, default);
            return (await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(), scene.Admin, default)).Items.Single().Digest is not null;
        },
        ["reviewers hear of other evidence"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.ReviewAsync(request, scene.ReviewerA);
            await scene.LogAsync(model, "accuracy", 0.5);
            var told = await scene.Get<NotificationQueries>().ListAsync(null, null, scene.ReviewerA, default);
            return told.Items.Any(notice => notice.Text.Contains("logged metrics", StringComparison.Ordinal));
        },
        ["open requests of the model take their new subject"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.ReviewAsync(request, scene.ReviewerA);
            await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Card: "# Limits"), scene.Scientist, default);
            return await WaitsAgainAsync(scene, model);
        },
        ["open requests of a renamed model take their new subject, and people hear of it"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.ReviewAsync(request, scene.ReviewerA);
            var name = scene.NewName("renamed");
            await scene.Get<ModelRenames>().RenameAsync(model, name, "For a test.", scene.Admin, default);
            var told = await scene.Get<NotificationQueries>().ListAsync(null, null, scene.ReviewerB, default);
            return await WaitsAgainAsync(scene, name) && told.Items.Any(notice => notice.Kind == NoticeKind.ModelRenamed);
        },
        ["open requests under the policy take their new subject"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.ReviewAsync(request, scene.ReviewerA);
            await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(RequiredApprovals: 3));
            return await WaitsAgainAsync(scene, model);
        },
        ["a move that lowers policies is an admin's, and watched"] = async scene =>
        {
            var model = await scene.AModelInAsync(await scene.ACollectionAsync(new PolicyContent(2)));
            await scene.SettleAsync(model, "/");
            var told = await scene.Get<NotificationQueries>().ListAsync(null, null, scene.ReviewerA, default);
            return told.Items.Any(notice => notice.Kind == NoticeKind.PolicyLowered);
        },
        ["open requests of a moved model take their new subject"] = async scene =>
        {
            var model = await scene.AModelInAsync(await scene.ACollectionAsync(new PolicyContent(2)));
            var there = await scene.ACollectionAsync(new PolicyContent(3));
            await scene.ReviewAsync((await scene.ARequestAsync(model)).Id, scene.ReviewerA);
            await scene.SettleAsync(model, there);
            return await WaitsAgainAsync(scene, model);
        },
        ["a collection that policies were published for stays"] = async scene =>
        {
            var path = await scene.ACollectionAsync(new PolicyContent(2));
            return await Record.ExceptionAsync(() => scene.Get<CollectionWorkflow>().DeleteAsync(path, scene.Admin, default)) is not null;
        },
        ["open requests of a retired version end"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.ArchiveAsync(model);
            return await IsFinalAsync(scene, request);
        },
        ["open requests of a deleted model end"] = async scene =>
        {
            var (model, request) = await RequestedAsync(scene);
            await scene.DeleteModelAsync(model);
            return await IsFinalAsync(scene, request);
        },
        ["the runs of a restored experiment are back"] = async scene =>
        {
            var experiment = await scene.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(scene.NewName("experiment")), scene.Scientist, default);
            var run = await scene.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), scene.Scientist, default);
            await scene.Get<RunWorkflow>().DeleteAsync(run.Id, scene.Scientist, default);
            await scene.Get<ExperimentWorkflow>().DeleteAsync(experiment.IdText, scene.Scientist, default);
            await scene.Get<ExperimentWorkflow>().RestoreAsync(experiment.IdText, scene.Scientist, default);
            return !(await scene.Get<RunQueries>().GetAsync(run.Id, scene.Scientist, default)).Deleted;
        },
        ["versions of a run take over what it measured after them"] = async scene =>
        {
            var run = await scene.Get<RunWorkflow>().CreateAsync(new NewRun(), scene.Scientist, default);
            var model = await scene.Registry.AModelAsync(scene.Scientist, scene.NewName("ended"));
            using var content = new MemoryStream([1]);
            var file = RunFilePlace.Parse($"{RunFilePlace.RunRoot(run.ExperimentId, run.Id)}/model/a");
            await scene.Get<RunArtifacts>().PutAsync(file, content, 1, scene.Scientist, default);
            var version = await scene.Get<SourceRegistration>().CreateAsync(model.Name, new SourcedVersion($"runs:/{run.Id}/model"), scene.Scientist, default);
            await scene.Get<RunLog>().LogAsync(run.Id, new RunBatch([new NewPoint("late", 1, 1)]), scene.Scientist, default);
            await scene.Get<RunWorkflow>().UpdateAsync(run.Id, new RunEdit(RunStatus.Finished), scene.Scientist, default);
            return version.Metrics.Count == 0 && (await scene.Get<VersionQueries>().GetAsync(model.Name, "1", scene.Scientist, default)).Metrics.Count == 1;
        },
        ["the grants of a deleted team end"] = async scene =>
        {
            var team = await scene.ATeamAsync(scene.NewName("team"), scene.Viewer);
            await scene.GiveAsync(new GrantTo(Team: team.Name), new GrantOn(Model: await scene.AModelAsync()), GrantRight.Read);
            await Record.ExceptionAsync(() => scene.Get<TeamWorkflow>().DeleteAsync(team.Name, scene.Admin,
                default)); // refused by the database while they stay
            return (await scene.Get<GrantQueries>().ListAsync(new GrantSearch(), scene.Admin, default)).Items.Count == 0;
        },
    };

    public static TheoryData<string> Names => [.. RegistryReactions.InOrder.Select(reaction => reaction.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_happens_by_its_line_in_the_list(string name)
    {
        Assert.True(await HappensAsync(name, RegistryReactions.InOrder));
        Assert.False(await HappensAsync(name, [.. RegistryReactions.InOrder.Where(reaction => reaction.Name != name)]));
    }

    [Fact]
    public void Each_has_its_effect_told_here() => Assert.Equal(Effects.Keys, RegistryReactions.InOrder.Select(reaction => reaction.Name));

    private static async Task<bool> HappensAsync(string name, IReadOnlyList<Reaction> reactions)
    {
        var scene = new PromotionScene { Change = services => services.AddSingleton(_ => new Reactions(reactions)) };
        await scene.InitializeAsync();
        try
        {
            return await Effects[name](scene);
        }
        finally
        {
            await scene.DisposeAsync();
        }
    }

    /// <summary>A sealed version for which staging was asked, and which needs two approvals.</summary>
    private static async Task<(string Model, long Request)> RequestedAsync(PromotionScene scene)
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        return (model, (await scene.ARequestAsync(model)).Id);
    }

    /// <summary>Whether the request that they approved waits for them again.</summary>
    private static async Task<bool> WaitsAgainAsync(PromotionScene scene, string model) =>
        (await scene.Get<Inbox>().WaitingAsync(model, null, null, scene.ReviewerA, default)).Items.Count == 1;

    private static async Task<bool> IsFinalAsync(PromotionScene scene, long request)
    {
        await using var db = scene.Registry.OpenDatabase();
        return await db.PromotionRequests.AnyAsync(found => found.Number == request && found.IsFinal);
    }
}

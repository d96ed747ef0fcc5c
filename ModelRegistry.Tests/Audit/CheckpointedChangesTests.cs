using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Providers;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Grants;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Audit;

/// <summary>Rule 16: a change by which something is decided is covered by a checkpoint before it is acknowledged; others wait for the next.</summary>
public sealed class CheckpointedChangesTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly Dictionary<string, Func<PromotionScene, Task>> Changes = new()
    {
        ["user.created"] = scene => scene.PersonAsync(scene.NewName("new"), Roles.Viewer),
        ["user.edited"] = async scene =>
            await scene.Get<People>().EditAsync((await scene.PersonAsync(scene.NewName("edited"))).UserId!.Value, new UserEdit(Disabled: true), scene.Admin,
                default),
        ["user.roles_changed"] = async scene =>
            await scene.Get<People>().SetRolesAsync((await scene.PersonAsync(scene.NewName("raised"))).UserId!.Value, [Roles.Operator], scene.Admin, default),
        ["login.linked"] = scene => SignInThroughAsync(scene),
        ["login.rights_changed"] = scene => SignInThroughAsync(scene),
        ["login.unlinked"] = async scene =>
        {
            var person = await scene.PersonAsync(scene.NewName("person"), Roles.Viewer);
            await scene.Get<LoginWorkflow>().LinkAsync(Corp, Known(scene), person, default);
            await scene.Get<LoginWorkflow>().LinkAsync(Corp with { Name = "other" }, Known(scene), person, default);
            await scene.Get<LoginWorkflow>().UnlinkAsync((await scene.Get<LoginQueries>().ListAsync(person, default))[0].Id, person, default);
        },
        ["user.second_factor_reset"] = async scene =>
        {
            var person = await scene.Registry.PersonAsync(scene.NewName("careful"), Roles.Viewer);
            await Authenticator.OfAsync(scene.Registry, person);
            await scene.Get<SecondFactorWorkflow>().ResetAsync(person.UserId!.Value, scene.Admin, default);
        },
        ["second_factor.demanded"] = scene => scene.Get<SecondFactorWorkflow>().DemandAsync(new FactorRoles([Roles.Auditor]), scene.Admin, default),
        ["team.created"] = scene => scene.ATeamAsync(scene.NewName("team")),
        ["team.edited"] = async scene => await scene.Get<TeamWorkflow>()
            .EditAsync((await scene.ATeamAsync(scene.NewName("team"))).Name, new TeamEdit(Join: [scene.Viewer.Name]), scene.Admin, default),
        ["team.deleted"] = async scene => await scene.Get<TeamWorkflow>().DeleteAsync((await scene.ATeamAsync(scene.NewName("team"))).Name, scene.Admin,
            default),
        ["stand_in.named"] = StandInAsync,
        ["stand_in.ended"] = async scene =>
        {
            await StandInAsync(scene);
            await scene.Get<StandInWorkflow>().EndAsync(scene.ReviewerA, default);
        },
        ["grant.given"] = async scene => await scene.GiveAsync(scene.Viewer, await scene.AModelAsync(), GrantRight.Read),
        ["grant.ended"] = async scene => await scene.Get<GrantWorkflow>()
            .EndAsync((await scene.GiveAsync(scene.Viewer, await scene.AModelAsync(), GrantRight.Read)).Id, scene.Admin, default),
        ["collection.created"] = scene => scene.Get<CollectionWorkflow>().CreateAsync(new NewCollection(scene.NewName("risk")), scene.Admin, default),
        ["collection.edited"] = async scene => await scene.Get<CollectionWorkflow>().EditAsync((await scene.Get<CollectionWorkflow>()
            .CreateAsync(new NewCollection(scene.NewName("risk")), scene.Admin, default)).Path, new CollectionEdit(Restricted: true), scene.Admin, default),
        ["collection.deleted"] = async scene => await scene.Get<CollectionWorkflow>().DeleteAsync((await scene.Get<CollectionWorkflow>()
            .CreateAsync(new NewCollection(scene.NewName("risk")), scene.Admin, default)).Path, scene.Admin, default),
        ["policy.published"] = async scene => await scene.PolicyAsync(await scene.AModelAsync(), Stage.Staging, new PolicyContent(2)),
        ["request.executed"] = async scene => await scene.ReviewAsync((await scene.ARequestAsync(await scene.AModelAsync())).Id, scene.ReviewerA),
        ["request.emergency"] = async scene =>
        {
            var request = await scene.ARequestAsync(await scene.AModelAsync());
            await scene.Get<PromotionWorkflow>().ExecuteAsync(request.Id, request.Subject, new Emergency("Production answers nothing.", "INC-1"),
                scene.Emergency, default);
        },
        ["rollback.executed"] = async scene =>
        {
            var model = await scene.AModelAsync();
            await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "other");
            await scene.MoveAsync(model, Stage.Production, 1);
            await scene.MoveAsync(model, Stage.Production, 2);
            await scene.Get<RollbackWorkflow>()
                .RollBackAsync(model, Stage.Production, new NewRollback(1, "Errors.", 2, Quarantine: false), null, scene.ReviewerA, default);
        },
        ["version.quarantined"] = async scene =>
            await scene.Get<QuarantineWorkflow>().SetAsync(await scene.AModelAsync(), "1", "Slow.", scene.ReviewerA, default),
        ["version.released"] = async scene =>
        {
            var model = await scene.AModelAsync();
            await scene.Get<QuarantineWorkflow>().SetAsync(model, "1", "Slow.", scene.ReviewerA, default);
            await scene.Get<QuarantineWorkflow>().ReleaseAsync(model, "1", "It was the network.", scene.ReviewerB, default);
        },
        ["version.purged"] = async scene =>
            await scene.Get<VersionPurge>().PurgeAsync(await scene.AModelAsync(), "1", "Personal data.", scene.Admin, default),
        ["audit.checkpoints_missed"] = MissAsync,
        ["audit.checkpoints_acknowledged"] = async scene =>
        {
            await MissAsync(scene);
            await scene.Get<ChainVerification>().AcknowledgeAsync("The disk was exchanged.", scene.Admin, default);
        },
    };

    public static TheoryData<string> Names => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_checkpoint_is_there_when_it_is_acknowledged(string action)
    {
        await Changes[action](scene);

        await using var db = scene.Registry.OpenDatabase();
        var head = await db.AuditHeads.SingleAsync();
        var last = scene.Get<CheckpointFile>().Last()!;
        Assert.Equal((head.Seq, head.Hash), (last.Seq, last.Hash));
        Assert.True(await db.AuditEvents.AnyAsync(audit => audit.Action == action && audit.At == db.AuditEvents
            .OrderByDescending(newest => newest.Seq).First().At));
    }

    [Fact]
    public void Every_kind_that_is_covered_at_once_is_in_the_table() =>
        Assert.Equal(Changes.Keys.Append("registry.restored").Order(StringComparer.Ordinal),
            EventCatalog.All.Where(kind => kind.Checkpointed).Select(kind => kind.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task What_decides_nothing_waits_for_the_next_one()
    {
        await scene.PersonAsync(scene.NewName("before"));

        await scene.AModelAsync();

        await using var db = scene.Registry.OpenDatabase();
        Assert.True(scene.Get<CheckpointFile>().Last()!.Seq < (await db.AuditHeads.SingleAsync()).Seq);
    }

    [Fact]
    public async Task One_that_cannot_be_written_is_told_and_the_change_stands()
    {
        await using var registry = await TestRegistry.StartAsync();
        await registry.PersonAsync("first", Roles.Viewer);
        Assert.True(registry.Get<AuditCheckpoints>().Healthy);
        File.Delete(registry.Settings.CheckpointFile);
        Directory.CreateDirectory(registry.Settings.CheckpointFile);

        await registry.PersonAsync("second", Roles.Viewer);

        Assert.False(registry.Get<AuditCheckpoints>().Healthy);
    }

    [Fact]
    public void A_checkpoint_that_the_disk_does_not_keep_is_none()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A device takes what is written and refuses to sync: as a disk that has lost it does.
        Assert.ThrowsAny<IOException>(() => new CheckpointFile("/dev/null").Append(new Checkpoint(1, new string('a', 64), DateTimeOffset.UnixEpoch, "c2ln")));
    }

    private static ProviderRules Corp => new("corp", "Corp", [new(null, [Roles.Viewer], [])]);

    private static KnownPerson Known(PromotionScene scene) =>
        new("https://login.example.test", scene.NewName("subject"), $"{scene.NewName("someone")}@example.test", null, null, []);

    private static Task SignInThroughAsync(PromotionScene scene) => scene.Get<ProviderSignIn>().SignInAsync(Corp, Known(scene), null, default);

    private static Task StandInAsync(PromotionScene scene) => scene.Get<StandInWorkflow>()
        .NameAsync(new NewStandIn(scene.ReviewerB.Name, scene.Registry.Clock.GetUtcNow().AddDays(1)), scene.ReviewerA, default);

    private static Task MissAsync(PromotionScene scene) =>
        scene.Get<RegistryStore>().RecordAsync(Actor.System, new CheckpointsMissed(new(1, "key", ["The file is gone."])), default);
}

using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Audit;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What a use case needs of the invented answers, so that it runs to its end.</summary>
public sealed partial class SqlServerQueryTests
{
    private async Task ModelListsAsync()
    {
        foreach (var order in new[] { "name", "name desc", "updatedAt", "updatedAt desc", "createdAt", "createdAt desc" })
        {
            var search = new ModelSearch("two words", order, 10);
            object[] last = order.StartsWith("name", StringComparison.Ordinal) ? ["A"] : [DateTimeOffset.UnixEpoch, "A"];
            var token = ModelOrder.Read(order, search.Question(Everybody), null!).Token(last);
            await Get<ModelQueries>().ListAsync(search with { PageToken = token }, Everybody, default);
            await Get<ModelQueries>().ListAsync(new ModelSearch(OrderBy: order), Limited, default);
        }

        const string Filter = "name like 'fr%' and description ilike '%card%' and owner = 'someone@example.test' and tags.team != 'risk'";
        await Get<ModelQueries>().ListAsync(new ModelSearch(Filter, Version: 7), Everybody, default);
        var measured = new ModelSearch("stage = 'production' and not (metrics.accuracy < 0.9 or params.family in ('svc', 'mlp'))",
            "metrics.accuracy desc, name", 10);
        await Get<ModelQueries>().ListAsync(
            measured with { PageToken = ModelOrder.Read(measured.OrderBy, measured.Question(Everybody), null!).Token([1, 0.9, "A"]) }, Everybody, default);
    }

    private async Task VersionFiltersAsync()
    {
        await Get<VersionQueries>().ListAsync("fraud", 10, PageToken.Encode(7), Everybody, default);
        const string Filter = "metrics.accuracy >= 0.9 and (params.family = 'svc' or tags.team ilike 'risk%') and not (framework = 'onnx' or label like '2%') "
            + "and dataset = 'test' and stage = 'production' and alias != 'old' and status = 'READY' and quarantined = 'false' and created > '2020-01-01' "
            + "and createdBy = 'someone@example.test' and digest like 'sha256:00%' and number in (1, 2) and description ilike '%half%'";
        foreach (var order in new[] { "metrics.accuracy desc, number", "params.family, tags.team desc", "label desc, framework", "created, size desc" })
        {
            await Get<VersionQueries>().ListAsync("fraud", new VersionSearch(Filter, order), Everybody, default);
        }

        await Get<VersionQueries>().ListAsync("fraud", new VersionSearch("two words"), SeesSome, default);
    }

    // The invented slots always have something in them; what else a retirement sends is sent by RetireAsync.
    private static Task InUseAsync(Func<Task> retirement) => Refused.ByAsync("version_in_slot", retirement);

    private Task RetireAsync() => Sealed<RegistryStore>().WriteAsync(Everybody, async transaction =>
    {
        var (_, version) = await transaction.TakeVersionAsync("fraud", "1", default);
        await transaction.FollowAsync(new RetiringVersion(version, "purged"), default);
        await VersionPurge.RemoveEvidenceAsync(transaction, version.Id, default);
        version.Purge(Everybody.Name, transaction.Now);
    }, default);

    /// <summary>A service of a server where these columns hold something.</summary>
    private T With<T>(params string[] columns)
        where T : notnull
    {
        Server.Present.UnionWith(columns);
        return Get<T>();
    }

    // A column of this name is in both tables, so the invented model is deleted with its version.
    private Task RestoreVersionAsync() =>
        Refused.ByAsync("model_deleted", () => With<VersionRetirement>("DeletedAt").RestoreAsync("fraud", "1", null, Everybody, default));

    private Task DeleteModelAsync() => Refused.ByAsync("model_in_use", () => Get<ModelRetirement>().DeleteAsync("fraud", null, Everybody, default));

    // On a server that always has a row, the model is in use and a request is open.
    private Task RenameAsync() => Get<ModelRenames>().RenameAsync("fraud", "other", "Misleading.", Everybody, default);

    private Task QuarantineDatasetAsync()
    {
        Server.Missing.Add("VersionId"); // of a quarantine that it has already
        return Get<DatasetQuarantine>().SetAsync(new QuarantineOfDataset("d1", [new VersionName("fraud", 1)], "Labels."), Everybody, default);
    }

    private Task TakeAgainAsync()
    {
        Server.Present.Add("DeletedAt");
        var fresh = new Model("fraud", InventedRows.FirstId, InventedRows.FirstId, Everybody.Name, DateTimeOffset.UnixEpoch);
        return Get<RegistryStore>().WriteAsync(Everybody, transaction => TakenNames.TakeAgainAsync(transaction, fresh, default), default);
    }

    private async Task RequestListsAsync()
    {
        await Get<RequestQueries>().ListAsync(new RequestSearch(RequestSearch.Open, "fraud", 1, Mine: true, PageToken: PageToken.Encode(9)), Limited, default);
        foreach (var state in Enum.GetNames<RequestState>())
        {
            await Get<RequestQueries>().ListAsync(new RequestSearch(state), Everybody, default);
        }
    }

    /// <summary>Of a request that was executed: one that filled its stage, and one that emptied it.</summary>
    private async Task AftermathAsync()
    {
        Server.Present.Add("DecidedAt");
        Server.Texts["OpenedUnderId/State"] = nameof(RequestState.Executed);
        Server.Texts["LeftVia"] = nameof(MoveKind.Rollback);
        await Get<RollbackQueries>().AftermathAsync(7, Limited, default);
        Server.Missing.Add("VersionId");
        await Get<RollbackQueries>().AftermathAsync(7, Limited, default);
    }

    private async Task BinAsync()
    {
        Server.Present.UnionWith(["DeletedAt", "HeldAt"]);
        await Get<BinQueries>().ListAsync(10, null, Everybody, default);
        await Get<BinQueries>().ListAsync(10, PageToken.Encode("7", "model", $"{InventedRows.FirstId}"), Everybody, default);
        await Get<BinQueries>().ListAsync(10, PageToken.Encode("7", "version", $"{InventedRows.FirstId}"), Everybody, default);
    }

    private async Task SweepAsync()
    {
        await Get<SweepWorkflow>().RunAsync(dryRun: true, Everybody, default);
        await Get<SweepWorkflow>().RunAsync(dryRun: false, Everybody, default);
    }

    private async Task AuditListsAsync()
    {
        // Every path of the query is sent; an invented body cannot be read, which the list says and does not fail on.
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await Get<AuditQueries>().ListAsync(
            new AuditSearch("fraud", "someone", "model.created", from, from.AddDays(1), 10,
            PageToken.Encode(from.UtcTicks.ToString(CultureInfo.InvariantCulture), "5")), Everybody, default);
        await Get<AuditQueries>().ListAsync(new AuditSearch(PageToken: PageToken.Encode(7)) { WithoutDoors = true }, Limited, default);
    }

    private Task CompareSeveralAsync()
    {
        Server.Texts["NormalizedName"] = "FRAUD";
        return Get<CompareQueries>().CompareAsync([new VersionRef("fraud", 1), new VersionRef("fraud", 2)], null, Everybody, default);
    }

    private Task ResetMetricAsync()
    {
        Server.Texts["NormalizedName"] = "LOSS";
        return Get<MetricDefinitionWorkflow>().ResetAsync("loss", Everybody, default);
    }

    private async Task MarkReadAsync()
    {
        await Get<NotificationWorkflow>().MarkReadAsync(null, Everybody, default);
        await Get<NotificationWorkflow>().MarkReadAsync([1, 2], Everybody, default);
    }

    /// <summary>A service of a server whose stages and policies can be read.</summary>
    private T Governed<T>()
        where T : notnull
    {
        (Server.Texts["Name"], Server.Texts["NormalizedName"]) = (Production, Production);
        Stage(new PolicyContent());
        return Get<T>();
    }

    private async Task NoticesAsync()
    {
        await Get<NotificationQueries>().ListAsync(10, PageToken.Encode(7), SeesSome, default);
    }

    private async Task PublishAsync()
    {
        await Governed<PolicyWorkflow>().PublishAsync(PolicyScope.OfModel("fraud"), Production, APolicy, null, null, Everybody, default);
        await Governed<PolicyWorkflow>().PublishAsync(PolicyScope.OfCollection("risk"), Production, APolicy, null, null, Everybody, default);
        await Get<PolicyWorkflow>().PublishAsync(null, Production, new PolicyContent(RequiredApprovals: 0), null, null, Everybody, default);
    }

    private async Task ChoicesAsync()
    {
        await Governed<PolicyQueries>().ChoicesAsync(PolicyScope.OfModel("fraud"), Production, Everybody, default);
        await Get<PolicyQueries>().ChoicesAsync(null, Production, Everybody, default);
    }

    // In an answer that always has one row there is always somebody else.
    private Task NotAloneAsync() => Refused.ByAsync("not_alone", () => Governed<WorkAlone>().AcceptAsync(Everybody, default));

    /// <summary>With slots whose policy is open; empty ones, so that something can move into them, or occupied ones.</summary>
    private async Task SlotsAsync(Func<Task> useCase, bool empty = false)
    {
        Server.Texts["Status"] = nameof(VersionStatus.Ready);
        Policy(PolicyContent.Open);
        Server.Missing.UnionWith(empty ? ["VersionId"] : []);
        await useCase();
    }

    /// <summary>A service of a server where versions are sealed and a policy asks for nothing that an invented version lacks.</summary>
    private T Sealed<T>()
        where T : notnull
    {
        (Server.Texts["Status"], Server.Texts["NormalizedName"]) = (nameof(VersionStatus.Ready), Production);
        Stage(new PolicyContent(RequiredApprovals: 0));
        return Get<T>();
    }

    /// <summary>The slot that is asked for is a stage under this policy.</summary>
    private void Stage(PolicyContent policy)
    {
        Server.Present.Add("ServerStage");
        Server.Texts["ServerStage"] = Server.Texts["NormalizedSlot"] = Production;
        Policy(policy);
    }

    private void Policy(PolicyContent policy)
    {
        Server.Present.Add("OwnPolicy");
        Server.Texts["ContentText"] = Server.Texts["OwnPolicy"] = policy.ToText();
    }

    private T IntoAnEmptySlot<T>()
        where T : notnull
    {
        Server.Missing.Add("VersionId");
        return Sealed<T>();
    }

    private Task SetStagesAsync() => Get<StageWorkflow>().SetAsync("fraud", ["shadow"], Everybody, default);

    private async Task SlotListsAsync()
    {
        await Get<SlotQueries>().ListAsync("fraud", null, Limited, default);
        await Get<SlotQueries>().ListAsync("fraud", DateTimeOffset.UtcNow, Everybody, default);
    }

    private async Task ConsumeAsync()
    {
        await SlotsAsync(() => Get<SlotResolution>().ResolveAsync("fraud", "production", Limited, default));
        await Get<ConsumptionLog>().FlushAsync(Get<RegistryStore>(), default);
    }

    private async Task PruneHostsAsync()
    {
        await SlotsAsync(() => Get<SlotResolution>().ResolveAsync("fraud", "production", Limited, default));
        await Get<ConsumptionLog>().PruneAsync(Get<RegistryStore>(), default);
    }

    private Task VerifyAsync()
    {
        Server.Texts["Status"] = nameof(VersionStatus.Ready);
        return Get<VersionVerification>().VerifyAsync("fraud", "1", Everybody, null, default);
    }

    /// <summary>Every check of an installation, over events that can be read, so that what they tell of is looked for too.</summary>
    private async Task CheckInstallationAsync()
    {
        await using var db = Get<IDbContextFactory<RegistryDbContext>>().CreateDbContext();
        var scope = new CheckScope(ReadSnapshot.Over(db), Get<RegistrySettings>(), new FindingLog(), new CheckProgress(TextWriter.Null), Quick: false);
        foreach (var sample in EventSamples.All)
        {
            Server.Texts["Body"] = AuditBody.Write(1_000, EventSamples.At, new AuditActor("someone", "someone"), "api", sample);
            await InstallationCheck.CheckDatabaseAsync(scope, new CheckpointReading([], [], TornLastLine: false), default);
        }

        await FileCheck.RunAsync(scope, default);
        Assert.DoesNotContain(scope.Log.Report(DateTimeOffset.UnixEpoch, quick: false, consistent: true).Findings, finding => finding.Kind == "check_stopped");
    }

    private const string InventedCode = "AAAAAA-BBBBBB-CCCCCC-DDDDDD";

    /// <summary>The account has one, with one recovery code.</summary>
    private T WithSecondFactor<T>()
        where T : notnull
    {
        Server.Present.Add(nameof(RegistryUser.TwoFactorEnabled));
        Server.Texts["Value"] = RecoveryCode.HashOf(InventedCode);
        return Get<T>();
    }

    private static UserPasskeyInfo APasskey() => new([0], [0], DateTimeOffset.UnixEpoch, 1, ["internal"], true, false, false, [0], [0]);

    private Task TurnOnAsync()
    {
        var key = SecondFactorWorkflow.NewKey(Everybody).Key;
        return Get<SecondFactorWorkflow>()
            .TurnOnAsync(new NewAuthenticator(key, Authenticator.CodeOf(key, TimeProvider.System.GetUtcNow()), Given.Password), Everybody, default);
    }

    private async Task FlushTokenUseAsync()
    {
        await Get<TokenActors>().ActorAsync("mr_secret", Door.Api, null, default);
        Server.Commands.Clear();
        await Get<TokenUse>().FlushAsync(Get<RegistryStore>(), default);
    }

    private async Task FlushPersonRefusalsAsync()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var refusals = new PersonRefusals(clock);
        Assert.True(refusals.IsFirst(Everybody, RegistryException.Forbidden("no", "No.")));
        Assert.False(refusals.IsFirst(Everybody, RegistryException.Forbidden("no", "No.")));
        clock.Advance(TimeSpan.FromMinutes(2));
        await refusals.FlushAsync(Get<RegistryStore>(), default);
    }

    private async Task FlushRefusalsAsync()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var counter = new RefusalCounter(clock);
        counter.IsFirst(AnonymousAttempt.SignIn, "::1");
        counter.IsFirst(AnonymousAttempt.SignIn, "::1");
        clock.Advance(TimeSpan.FromMinutes(2));
        await counter.FlushAsync(Get<RegistryStore>(), default);
    }

    private static PolicyContent APolicy =>
        new(Gates: [new MetricGate("loss", Core.Policies.GateOperator.LessThan, 1), new CheckGate("bias"), new IntegrityGate()]);

    private static NewVersion AVersion() =>
        new("1.0.0", "d", Tag("depth", "3"), [new("loss", 1), new("accuracy", 2)], Tag("a", "b"), new VersionDataset("claims", "d1"));

    private static Dictionary<string, string> Tag(string key, string value) => new() { [key] = value };

    private static Dictionary<string, string?> Change(string key, string? value) => new() { [key] = value };

    private sealed class Factory(InventedServer server) : IDbContextFactory<RegistryDbContext>
    {
        private readonly DbContextOptions<SqlServerRegistryDbContext> _options = Options(server);

        public RegistryDbContext CreateDbContext() => new SqlServerRegistryDbContext(_options);

        private static DbContextOptions<SqlServerRegistryDbContext> Options(InventedServer server)
        {
            var options = new DbContextOptionsBuilder<SqlServerRegistryDbContext>().UseApplicationServiceProvider(IdentitySchema.Services)
                .UseSqlServer(server, provider => RegistryServices.Batch(provider));
            RegistryServices.Understand(options);
            return options.Options;
        }
    }
}

using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Mlflow;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Moves;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Providers;
using ModelRegistry.Core.Provisioning;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>Every use case of Core, run against the SQL Server provider: all of it translates, and all of it is T-SQL.</summary>
public sealed partial class SqlServerQueryTests : IAsyncLifetime
{
    private static readonly Actor Everybody = new(InventedRows.FirstId, "someone@example.test", Door.Api, Roles.All.ToHashSet());
    private static readonly Actor Another = Everybody with { UserId = Guid.NewGuid() };
    private static readonly Actor Limited = Everybody with
    {
        Roles = new HashSet<string> { Roles.DataScientist },
        Token = new TokenGrant(Guid.NewGuid(), Scopes.All.ToHashSet(), new HashSet<Guid> { InventedRows.FirstId })
        {
            Collections = new HashSet<Guid> { InventedRows.FirstId },
        },
    };

    private static readonly Actor Host = Everybody with { Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Resolve }, null) };

    private static readonly Actor HostOfSlots = Everybody with
    {
        Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Resolve }, null) { Slots = new HashSet<string> { "PRODUCTION" } },
    };

    private static readonly Actor SeesSome = Everybody with { Roles = new HashSet<string> { Roles.Viewer } };

    private static readonly RunFilePlace LoggedFile = RunFilePlace.Parse("7/r/artifacts/model/a.txt");

    private static readonly Guid Person = InventedRows.FirstId;

    /// <summary>SCIM asks for a list from a place on, and knows no token that could lead there (RFC 7644, 3.4.2.4).</summary>
    private static readonly string[] ByPlace = ["ProvisioningQueries.PeopleAsync", "ProvisioningQueries.TeamsAsync"];

    private static readonly Dictionary<string, Func<SqlServerQueryTests, Task>> UseCases = new()
    {
        ["ModelQueries.ListAsync"] = test => test.ModelListsAsync(),
        ["ModelQueries.GetAsync"] = test => test.Get<ModelQueries>().GetAsync("fraud", Limited, default),
        ["RightsQueries.OfModelAsync"] = test => test.Get<RightsQueries>().OfModelAsync("fraud", Everybody, default),
        ["ModelQueries.LatestAsync"] = test => test.Get<ModelQueries>().LatestAsync(5, Everybody, default),
        ["ModelQueries.SeeingRestrictedAsync"] = test => test.Get<ModelQueries>()
            .SeeingRestrictedAsync("someone@example.test", "fraud", "risk", Everybody, default),
        ["ModelQueries.SparksAsync"] = test => test.Get<ModelQueries>().SparksAsync(["a", "b"], Everybody, default),
        ["RegisteredModelQueries.GetAsync"] = test => test.Get<RegisteredModelQueries>().GetAsync("fraud", Limited, default),
        ["RegisteredModelQueries.ChangedAsync"] = test => test.Get<RegisteredModelQueries>().ChangedAsync("fraud", Everybody, default),
        ["RegisteredModelQueries.SearchAsync"] = test => test.MlflowModelsAsync(),
        ["ModelVersionQueries.GetAsync"] = test => test.Get<ModelVersionQueries>().GetAsync("fraud", 1, Limited, default),
        ["ModelVersionQueries.ChangedAsync"] = test => test.Get<ModelVersionQueries>().ChangedAsync("fraud", 1, Everybody, default),
        ["ModelVersionQueries.GetByAliasAsync"] = test => test.Get<ModelVersionQueries>().GetByAliasAsync("fraud", "champion", SeesSome, default),
        ["ModelVersionQueries.LatestAsync"] = test => test.Get<ModelVersionQueries>().LatestAsync("fraud", [], SeesSome, default),
        ["ModelVersionQueries.SearchAsync"] = test => test.MlflowVersionsAsync(),
        ["StageTransitions.SetAsync"] = test =>
            test.SlotsAsync(() => test.Get<StageTransitions>().SetAsync("fraud", "champion", 1, archivesFormer: true, Everybody, default), empty: true),
        ["StageTransitions.LeaveAsync"] = test =>
            test.Sealed<StageTransitions>().LeaveAsync("fraud", 1, archives: true, Everybody, default),
        ["ModelWorkflow.CreateAsync"] = test =>
            test.Get<ModelWorkflow>().CreateAsync(new NewModel("fraud", "d", Tag("a", "b"), "someone@example.test"), Everybody, default),
        ["ModelWorkflow.EditAsync"] = test =>
            test.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit("other", "someone@example.test", true, "loss", Change("a", "b"), "# Limits"), Everybody,
            default),
        ["CardQueries.GetAsync"] = test => test.Get<CardQueries>().GetAsync("fraud", 1, Everybody, default),
        ["CardQueries.WhyNotApproveAsync"] = test => test.Get<CardQueries>().WhyNotApproveAsync("fraud", Everybody, default),
        ["CardQueries.HistoryAsync"] = test => test.Get<CardQueries>().HistoryAsync("fraud", 10, PageToken.Encode(7), Everybody, default),
        ["CardWorkflow.ApproveAsync"] = test => test.Get<CardWorkflow>().ApproveAsync("fraud", 1, Everybody, default),
        ["CardWorkflow.WriteAsync"] = test => test.Get<CardWorkflow>().WriteAsync("fraud", new CardEdit("# Limits"), Everybody, default),
        ["LineageQueries.OfVersionAsync"] = test => test.Get<LineageQueries>().OfVersionAsync("fraud", "1", Everybody, default),
        ["LineageQueries.OfDatasetAsync"] = test =>
            test.Get<LineageQueries>().OfDatasetAsync("d1", 10, PageToken.Encode("1", $"{InventedRows.FirstId}"), SeesSome, default),
        ["ViewQueries.ListAsync"] = test => test.Get<ViewQueries>().ListAsync("versions", "fraud", null, PageToken.Encode("BEST", $"{Guid.Empty}"), SeesSome,
            default),
        ["ViewWorkflow.SaveAsync"] = test =>
            test.Get<ViewWorkflow>().SaveAsync(new NewView("Best", "versions", "fraud", "q=a", true, true), Everybody, default),
        ["ViewWorkflow.RemoveAsync"] = test => test.Get<ViewWorkflow>().RemoveAsync(Guid.Empty, Everybody, default),
        ["SearchQueries.FindAsync"] = async test =>
        {
            foreach (var text in new[] { "abcdef", "fraud 1.0.0", "compare fraud 1 2", "#1" })
            {
                await test.Get<SearchQueries>().FindAsync(text, SeesSome, default);
            }
        },
        ["CompletionQueries.SuggestAsync"] = async test =>
        {
            foreach (var text in new[] { "", "tags.a = '", "params.a = '", "framework = '", "dataset = '", "createdBy = '", "label = '", "alias = '",
                "stage = '", "name = '", "owner = '" })
            {
                await test.Get<CompletionQueries>().SuggestAsync(new CompletionAsk(Model: "fraud", Text: text), SeesSome, default);
                await test.Get<CompletionQueries>().SuggestAsync(new CompletionAsk(Text: text), SeesSome, default);
            }
        },
        ["CompletionQueries.ColumnsAsync"] = async test =>
        {
            await test.Get<CompletionQueries>().ColumnsAsync("fraud", SeesSome, default);
            await test.Get<CompletionQueries>().ColumnsAsync(null, SeesSome, default);
        },
        ["CompletionQueries.MissingAsync"] = test => test.Get<CompletionQueries>().MissingAsync("fraud", ["metrics.a", "tags.b"], SeesSome, default),
        ["BulkActs.OnVersionsAsync"] = test =>
            test.Get<BulkActs>().OnVersionsAsync("fraud", new VersionsAct(BulkAct.Tag, [1], Change("a", "b")), Everybody, default),
        ["BulkActs.OnModelsAsync"] = test => test.Get<BulkActs>().OnModelsAsync(new ModelsAct(BulkAct.Tag, ["fraud"], Change("a", "b")), Everybody, default),
        ["FacetQueries.OfVersionsAsync"] = test => test.Get<FacetQueries>().OfVersionsAsync("fraud", "framework = 'a'", false, SeesSome, default),
        ["FacetQueries.OfModelsAsync"] = test => test.Get<FacetQueries>().OfModelsAsync("name = 'fraud'", SeesSome, default),
        ["ViewQueries.OpeningAsync"] = test => test.Get<ViewQueries>().OpeningAsync("fraud", SeesSome, default),
        ["ListChoices.ColumnsAsync"] = test => test.Get<ListChoices>().ColumnsAsync("fraud", SeesSome, default),
        ["ListChoices.KeepColumnsAsync"] = async test =>
        {
            await test.Get<ListChoices>().KeepColumnsAsync("fraud", "metrics.loss", SeesSome, default);
            await test.Get<ListChoices>().KeepColumnsAsync(null, null, SeesSome, default);
        },
        ["DatasetQuarantine.SetAsync"] = test => test.QuarantineDatasetAsync(),
        ["VersionEnvironments.ReadAsync"] = test => test.Get<VersionEnvironments>().ReadAsync("fraud", "1", Everybody, default),
        ["ModelRenames.StateAsync"] = test => test.Get<ModelRenames>().StateAsync("fraud", Everybody, default),
        ["ModelRenames.RenameAsync"] = test => test.RenameAsync(),
        ["VersionQueries.ListAsync"] = test => test.VersionFiltersAsync(),
        ["VersionQueries.GetAsync"] = test => test.Get<VersionQueries>().GetAsync("fraud", "1.0.0", Everybody, default),
        ["VersionQueries.GetManyAsync"] = test => test.Get<VersionQueries>().GetManyAsync("fraud", [1, 2], Everybody, default),
        ["RightsQueries.OfVersionAsync"] = test => test.Get<RightsQueries>().OfVersionAsync("fraud", "1", Everybody, default),
        ["VersionQueries.InProductionAsync"] = test => test.Get<VersionQueries>().InProductionAsync("fraud", 2, Everybody, default),
        ["VersionQueries.PreviousAsync"] = test => test.Get<VersionQueries>().PreviousAsync("fraud", 2, Everybody, default),
        ["VersionQueries.MetricHistoryAsync"] = test =>
            test.Get<VersionQueries>().MetricHistoryAsync("fraud", "1", "loss", 10, PageToken.Encode("1", "2"), Everybody, default),
        ["VersionQueries.ChecksAsync"] = test => test.Get<VersionQueries>().ChecksAsync("fraud", "1", Everybody, default),
        ["VersionWorkflow.CreateAsync"] = test => test.Get<VersionWorkflow>().CreateAsync("fraud", AVersion(), Everybody, default),
        ["VersionWorkflow.EditAsync"] = test =>
            test.Get<VersionWorkflow>().EditAsync("fraud", "1", new VersionEdit("1.0.0", "d", Change("a", "b")), Everybody, default),
        ["VersionWorkflow.SealAsync"] = test => test.Get<VersionWorkflow>().SealAsync("fraud", "1", null, Everybody, default),
        ["VersionWorkflow.GiveUpAbandonedAsync"] = test => test.Get<VersionWorkflow>().GiveUpAbandonedAsync(default),
        ["VersionArtifacts.PutAsync"] = test =>
            test.Get<VersionArtifacts>().PutAsync("fraud", "1", new IncomingFile("Path 0", new MemoryStream([1, 2])), Everybody, default),
        ["RunArtifacts.PutAsync"] = test => test.Tracked<RunArtifacts>().PutAsync(LoggedFile, new MemoryStream([1, 2]), 2, Everybody, default),
        ["RunArtifacts.FindAsync"] = test => test.Tracked<RunArtifacts>().FindAsync(LoggedFile, Everybody, default),
        ["RunArtifacts.ListAsync"] = test => test.Tracked<RunArtifacts>().ListAsync(RunFilePlace.Parse("7/r/artifacts"), Everybody, default),
        ["RunArtifacts.RemoveAsync"] = test => test.Tracked<RunArtifacts>().RemoveAsync(LoggedFile, Everybody, default),
        ["VersionArtifacts.WhichAsync"] = test => test.Get<VersionArtifacts>().WhichAsync("fraud", "1", Everybody, default),
        ["RunWorkflow.SetDeletedAsync"] = test => test.Tracked<RunWorkflow>().SetDeletedAsync(["Id 0", "Id 1"], true, Everybody, default),
        ["SourceRegistration.CreateAsync"] = test => test.RegisterFromRunAsync((registration, version) =>
            registration.CreateAsync("fraud", version, Everybody, default)),
        ["SourceRegistration.CreateWithModelAsync"] = test => test.RegisterFromRunAsync((registration, version) =>
            registration.CreateWithModelAsync("fraud", version, Everybody, default)),
        ["RunVersions.OfAsync"] = test => test.Get<RunVersions>().OfAsync("r", SeesSome, default),
        ["RunQueries.ManyAsync"] = test => test.Tracked<RunQueries>().ManyAsync(["a", "b"], SeesSome, default),
        ["RunVersions.SourceOfAsync"] = test => test.Tracked<RunVersions>().SourceOfAsync("r", SeesSome, default),
        ["RunQueries.NestedAsync"] = test => test.Tracked<RunQueries>().NestedAsync(7, ["a", "b"], SeesSome, default),
        ["RunGroupQueries.FoldAsync"] = test => test.FoldRunsAsync(),
        ["RunLog.TagAsync"] = test => test.Tracked<RunLog>().TagAsync(["Id 0", "Id 1"], "note", "b", Everybody, default),
        ["RunQueries.SumsAsync"] = test => test.Tracked<RunQueries>().SumsAsync([7, 8], SeesSome, default),
        ["VersionArtifacts.ListAsync"] = test => test.Get<VersionArtifacts>().ListAsync("fraud", "1", Everybody, default),
        ["VersionFolders.OverviewAsync"] = test => test.Get<VersionFolders>().OverviewAsync("fraud", "1", Everybody, default),
        ["VersionFolders.ListAsync"] = test => test.Get<VersionFolders>().ListAsync("fraud", "1", "model/", new FolderPlace("a", null), Everybody, default),
        ["VersionFolders.FindAsync"] = test => test.Get<VersionFolders>().FindAsync("fraud", "1", "a.txt", "a", Everybody, default),
        ["VersionArtifacts.ListAsync, of what is in a slot of a token"] =
            test => test.Get<VersionArtifacts>().ListAsync("fraud", "1", HostOfSlots, default),
        ["VersionArtifacts.ListAsync, of what is in a slot"] = test => test.Get<VersionArtifacts>().ListAsync("fraud", "1", Host, default),
        ["VersionArtifacts.FindAsync"] = test => test.Get<VersionArtifacts>().FindAsync("fraud", "1", "a.txt", Everybody, default),
        ["VersionEvidence.LogMetricsAsync"] = test =>
            test.Get<VersionEvidence>().LogMetricsAsync("fraud", "1", [new("loss", 1), new("accuracy", double.NaN)], Everybody, default),
        ["VersionEvidence.PostCheckAsync"] = test =>
            test.Get<VersionEvidence>().PostCheckAsync("fraud", "1", new NewCheck("bias", CheckState.Success), Everybody, default),
        ["VersionVerification.VerifyAsync"] = test => test.VerifyAsync(),
        ["MetricQueries.OverVersionsAsync"] = test => test.Get<MetricQueries>().OverVersionsAsync("fraud", null, Everybody, default),
        ["MetricQueries.OfVersionAsync"] = test => test.Get<MetricQueries>().OfVersionAsync("fraud", 1, ["accuracy", "loss"], Everybody, default),
        ["MetricQueries.CurvesAsync"] = test => test.Get<MetricQueries>().CurvesAsync("fraud", "1", "loss", Everybody, default),
        ["MetricCatalog.RefreshAsync"] = test => test.Get<MetricCatalog>().RefreshAsync(default),
        ["MetricDefinitionWorkflow.ListAsync"] = test => test.Get<MetricDefinitionWorkflow>().ListAsync(Everybody, default),
        ["MetricDefinitionWorkflow.DefineAsync"] = test =>
            test.Get<MetricDefinitionWorkflow>().DefineAsync(new MetricDefinition("loss", false, "", "0.00"), Everybody, default),
        ["MetricDefinitionWorkflow.ResetAsync"] = test => test.ResetMetricAsync(),
        ["MetricQueries.SparksAsync"] = test => test.Get<MetricQueries>().SparksAsync("fraud", ["loss", "accuracy"], Everybody, default),
        ["CompareQueries.CompareAsync"] = test => test.Get<CompareQueries>().CompareAsync("fraud", [1, 2], null, Everybody, default),
        ["CompareQueries.CompareAsync, of several models"] = test => test.CompareSeveralAsync(),
        ["ComparedEvidenceQueries.ReadAsync"] = test =>
            test.Get<ComparedEvidenceQueries>().ReadAsync([new VersionRef("fraud", 1), new VersionRef("other", 2)], 0, Everybody, default),
        ["ComparedEvidenceQueries.CurvesAsync"] = test =>
            test.Get<ComparedEvidenceQueries>().CurvesAsync([new VersionRef("fraud", 1), new VersionRef("other", 2)], "loss", Everybody, default),
        ["InstallationCheck.CheckDatabaseAsync"] = test => test.CheckInstallationAsync(),
        ["VersionRetirement.ArchiveAsync"] = test => InUseAsync(() => test.Get<VersionRetirement>().ArchiveAsync("fraud", "1", "Old.", Everybody, default)),
        ["VersionRetirement.UnarchiveAsync"] = test => test.With<VersionRetirement>("ArchivedAt").UnarchiveAsync("fraud", "1", null, Everybody, default),
        ["VersionRetirement.DeleteAsync"] = test => InUseAsync(() => test.Get<VersionRetirement>().DeleteAsync("fraud", "1.0.0", null, Everybody, default)),
        ["VersionRetirement.RestoreAsync"] = test => test.RestoreVersionAsync(),
        ["VersionPurge.PurgeAsync"] = test => InUseAsync(() => test.Get<VersionPurge>().PurgeAsync("fraud", "1", "Personal data.", Everybody, default)),
        ["what a retirement sends when nothing is in the way"] = test => test.RetireAsync(),
        ["VersionPurge.HoldAsync"] = test => test.Get<VersionPurge>().HoldAsync("fraud", "1", "A claim.", Everybody, default),
        ["VersionPurge.ReleaseHoldAsync"] = test => test.With<VersionPurge>("HeldAt").ReleaseHoldAsync("fraud", "1", null, Everybody, default),
        ["ModelRetirement.DeleteAsync"] = test => test.DeleteModelAsync(),
        ["ModelRetirement.RestoreAsync"] = test => test.With<ModelRetirement>("DeletedAt").RestoreAsync("fraud", null, Everybody, default),
        ["the name of a deleted model"] = test => test.TakeAgainAsync(),
        ["BinQueries.ListAsync"] = test => test.BinAsync(),
        ["SweepWorkflow.RunAsync"] = test => test.SweepAsync(),
        ["SweepWorkflow.LastAsync"] = test => test.Get<SweepWorkflow>().LastAsync(Everybody, default),
        ["SweepWorkflow.RunIfDueAsync"] = test => test.Get<SweepWorkflow>().RunIfDueAsync(default),
        ["SlotQueries.ListAsync"] = test => test.SlotsAsync(test.SlotListsAsync),
        ["SlotResolution.ResolveAsync"] = test => test.SlotsAsync(() => test.Get<SlotResolution>().ResolveAsync("fraud", "production", Everybody, default)),
        ["ConsumerQueries.SummaryAsync"] = test => test.Get<ConsumerQueries>().SummaryAsync("fraud", Everybody, default),
        ["ConsumerQueries.ListAsync"] = test =>
            test.Get<ConsumerQueries>().ListAsync("fraud", 10, PageToken.Encode("PRODUCTION", InventedRows.FirstId.ToString()), Everybody, default),
        ["ConsumptionLog.FlushAsync"] = test => test.ConsumeAsync(),
        ["ConsumptionLog.PruneAsync"] = test => test.PruneHostsAsync(),
        ["SlotHistory.ListAsync"] = test =>
            test.SlotsAsync(() => test.Get<SlotHistory>().ListAsync("fraud", "production", 10, PageToken.Encode("1", "2"), Everybody, default)),
        ["SlotHistory.TimelineAsync"] = test =>
            test.SlotsAsync(() => test.Get<SlotHistory>().TimelineAsync("fraud", DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow, Everybody, default)),
        ["SlotOverview.BoardAsync"] = test => test.SlotsAsync(() => test.Get<SlotOverview>().BoardAsync("fraud", Everybody, default)),
        ["SlotOverview.CountInProductionAsync"] = test => test.Get<SlotOverview>().CountInProductionAsync(Limited, default),
        ["SlotOverview.InProductionAsync"] = test => test.Get<SlotOverview>().InProductionAsync(Limited, default),
        ["SlotOverview.OverVersionsAsync"] = test => test.SlotsAsync(() => test.Get<SlotOverview>().OverVersionsAsync("fraud", Everybody, default)),
        ["AliasWorkflow.SetAsync"] = test =>
            test.SlotsAsync(() => test.Get<AliasWorkflow>().SetAsync("fraud", "champion", "1", Everybody, default), empty: true),
        ["AliasWorkflow.DeleteAsync"] = test => test.SlotsAsync(() => test.Get<AliasWorkflow>().DeleteAsync("fraud", "champion", Everybody, default)),
        ["StageWorkflow.GetAsync"] = test => test.Get<StageWorkflow>().GetAsync("fraud", Everybody, default),
        ["StageWorkflow.SetAsync"] = test => test.SetStagesAsync(),
        ["StageWorkflow.ResetAsync"] = test => test.Get<StageWorkflow>().ResetAsync("fraud", Everybody, default),
        ["RollbackQueries.OffersAsync"] = test => test.SlotsAsync(() => test.Get<RollbackQueries>().OffersAsync("fraud", Everybody, default)),
        ["RollbackQueries.GetAsync"] = test => test.Get<RollbackQueries>().GetAsync(7, Limited, default),
        ["QuarantineWorkflow.SetAsync"] = test => test.Get<QuarantineWorkflow>().SetAsync("fraud", "1", "Latency.", Everybody, default),
        ["QuarantineWorkflow.ReleaseAsync"] = test => test.Get<QuarantineWorkflow>().ReleaseAsync("fraud", "1", "It was the load balancer.", Another, default),
        ["QuarantineQueries.ListAsync"] = test => test.QuarantinesAsync(),
        ["QuarantineQueries.OfVersionAsync"] = test => test.Get<QuarantineQueries>().OfVersionAsync("fraud", "1", Everybody, default),
        ["ChainAtStart.RunAsync"] = test => test.Get<ChainAtStart>().RunAsync(default),
        ["ChainVerification.UnacknowledgedAsync"] = test => test.Get<ChainVerification>().UnacknowledgedAsync(Everybody, default),
        ["ChainVerification.AcknowledgeAsync"] = test => test.Get<ChainVerification>().AcknowledgeAsync("A new disk.", Everybody, default),
        ["ContentDigests.FillAsync"] = test => test.Get<ContentDigests>().FillAsync(default),
        ["People.ListAsync"] = test => test.Get<People>().ListAsync(10, PageToken.Encode("A"), Everybody, default),
        ["People.CreateAsync"] = test =>
            test.Get<People>().CreateAsync(new NewUser("new@example.test", "New", [Roles.Viewer, Roles.Admin]), Everybody, default),
        ["People.EditAsync"] = test => test.Get<People>().EditAsync(InventedRows.FirstId, new UserEdit("Other", true, true), Everybody, default),
        ["People.SetRolesAsync"] = test => test.Get<People>().SetRolesAsync(InventedRows.FirstId, [Roles.Viewer], Everybody, default),
        ["an account with a responsible person"] = test =>
            test.Get<People>().EditAsync(new Guid("22222222-0000-0000-0000-000000000002"), new UserEdit(Responsible: ""), Everybody, default),
        ["People.CreateFirstAsync"] = test => test.Get<People>().CreateFirstAsync(new NewUser("first@example.test", Password: Given.Password), default),
        ["People.IdOfAsync"] = test => test.Get<People>().IdOfAsync("someone@example.test", default),
        ["People.AnyAsync"] = test => test.Get<People>().AnyAsync(default),
        ["Passwords.CheckAsync"] = test => test.Get<Passwords>().CheckAsync("someone@example.test", Given.Password, Door.Api, "::1", default),
        ["Passwords.ChangeAsync"] = test =>
            test.Get<Passwords>().ChangeAsync(Everybody, InventedRows.FirstId, Given.Password, "five other quiet words here", default),
        ["Passwords.InvitedAsync"] = test => test.Get<Passwords>().InvitedAsync("secret", default),
        ["Passwords.AcceptInvitationAsync"] = test => test.Get<Passwords>().AcceptInvitationAsync("secret", Given.Password, "::1", default),
        ["SecondFactorQueries.MineAsync"] = test => test.Get<SecondFactorQueries>().MineAsync(Everybody, default),
        ["SecondFactorQueries.RolesAsync"] = test => test.Get<SecondFactorQueries>().RolesAsync(Everybody, default),
        ["SecondFactorWorkflow.TurnOnAsync"] = test => test.TurnOnAsync(),
        ["SecondFactorWorkflow.RenewRecoveryCodesAsync"] = test =>
            test.WithSecondFactor<SecondFactorWorkflow>().RenewRecoveryCodesAsync(Given.Password, Everybody, default),
        ["SecondFactorWorkflow.TurnOffAsync"] = test => test.WithSecondFactor<SecondFactorWorkflow>().TurnOffAsync(Given.Password, Everybody, default),
        ["SecondFactorWorkflow.ResetAsync"] = test =>
            test.WithSecondFactor<SecondFactorWorkflow>().ResetAsync(InventedRows.FirstId, Another, default),
        ["SecondFactorWorkflow.DemandAsync"] = test => test.Get<SecondFactorWorkflow>().DemandAsync(new FactorRoles([Roles.Admin]), Everybody, default),
        ["Presence.RenewAsync"] = test => test.WithSecondFactor<Presence>()
            .RenewAsync(Everybody with { Session = Guid.NewGuid() }, Given.Password, default),
        ["Presence.ProveAsync"] = test => test.WithSecondFactor<Presence>().ProveAsync(Everybody, Given.Password, default),
        ["PasskeyQueries.ListAsync"] = test => test.Get<PasskeyQueries>().ListAsync(Everybody, default),
        ["PasskeyQueries.ReadAsync"] = test => test.Get<PasskeyQueries>().ReadAsync(Everybody, (manager, user) => manager.GetPasskeysAsync(user), default),
        ["PasskeyQueries.AnonymouslyAsync"] = test =>
            test.Get<PasskeyQueries>().AnonymouslyAsync(manager => manager.FindByIdAsync(InventedRows.FirstId.ToString()), default),
        ["PasskeyWorkflow.AddAsync"] = test => test.Get<PasskeyWorkflow>().AddAsync("laptop",
            _ => Task.FromResult<UserPasskeyInfo?>(APasskey()), Everybody, default),
        ["PasskeyWorkflow.PermitAsync"] = test => test.Get<PasskeyWorkflow>().PermitAsync("laptop", Given.Password, Everybody, default),
        ["PasskeyWorkflow.RemoveAsync"] = test => test.Get<PasskeyWorkflow>().RemoveAsync("AA", Given.Password, Everybody, default),
        ["PasskeyWorkflow.SignInAsync"] = test => test.Get<PasskeyWorkflow>().SignInAsync(
            async manager => ((await manager.FindByIdAsync(InventedRows.FirstId.ToString()))!, APasskey()), "::1", default),
        ["SecondSteps.CheckAsync"] = test =>
            test.WithSecondFactor<SecondSteps>().CheckAsync(InventedRows.FirstId, "SecurityStamp 0", InventedCode, "::1", default),
        ["Sessions.StartAsync"] = test => test.Get<Sessions>().StartAsync(Everybody, default),
        ["Sessions.EndAsync"] = test => test.Get<Sessions>().EndAsync(InventedRows.FirstId, Everybody, default),
        ["Sessions.ListAsync"] = test => test.Get<Sessions>().ListAsync(Everybody, default),
        ["Sessions.EndOtherAsync"] = test => test.Get<Sessions>().EndOtherAsync(InventedRows.FirstId, Everybody, default),
        ["Sessions.EndOthersAsync"] = test => test.Get<Sessions>().EndOthersAsync(Everybody, default),
        ["Sessions.EndAllOfAsync"] = test => test.Get<Sessions>().EndAllOfAsync(InventedRows.FirstId, Everybody, default),
        ["Sessions.WriteSeenAsync"] = async test =>
        {
            await test.Get<Sessions>().ActorAsync(InventedRows.FirstId, Door.Browser, null, default);
            await test.Get<Sessions>().WriteSeenAsync(default);
        },
        ["Sessions.PruneAsync"] = test => test.Get<Sessions>().PruneAsync(default),
        ["Sessions.ActorAsync"] = test => test.Get<Sessions>().ActorAsync(InventedRows.FirstId, Door.Browser, null, default),
        ["StandInQueries.ListAsync"] = test => test.Get<StandInQueries>()
            .ListAsync("someone@example.test", 10, PageToken.Encode($"{InventedRows.FirstId}"), SeesSome, default),
        ["StandInQueries.GetAsync"] = test => test.Get<StandInQueries>().GetAsync(Everybody, default),
        ["StandInWorkflow.NameAsync"] = test => test.With<StandInWorkflow>("IsReviewer")
            .NameAsync(new NewStandIn("someone@example.test", DateTimeOffset.UtcNow.AddDays(1)), Another, default),
        ["StandInWorkflow.EndAsync"] = test => test.Get<StandInWorkflow>().EndAsync(Everybody, default),
        ["StandInWorkflow.EndAsync (by id)"] = test => test.Get<StandInWorkflow>().EndAsync(InventedRows.FirstId, Everybody, default),
        ["TeamQueries.ListAsync"] = test => test.Get<TeamQueries>().ListAsync("is", 10, PageToken.Encode("A"), SeesSome, default),
        ["People.IsAdminWithPasswordAsync"] = test => test.Get<People>().IsAdminWithPasswordAsync("someone@example.test", default),
        ["ProviderSignIn.SignInAsync"] = test => test.Get<ProviderSignIn>().SignInAsync(
            new ProviderRules("corp", "Corp", [new("readers", [Roles.Viewer], ["Risk"])], LinkVerifiedEmail: true),
            new KnownPerson("https://login.example.test", "a1", "someone@example.test", true, "Someone", ["readers"]), "::1", default),
        ["ProviderSignIn.RefusedAsync"] = test => test.Get<ProviderSignIn>().RefusedAsync("::1", default),
        ["LoginQueries.ListAsync"] = test => test.Get<LoginQueries>().ListAsync(Everybody, default),
        ["LoginWorkflow.LinkAsync"] = test => test.Get<LoginWorkflow>().LinkAsync(
            new ProviderRules("corp", "Corp", []), new KnownPerson("https://login.example.test", "a1", null, null, null, null), Everybody, default),
        ["LoginWorkflow.UnlinkAsync"] = test => test.Get<LoginWorkflow>().UnlinkAsync(InventedRows.FirstId, Everybody, default),
        ["ProvisioningQueries.PeopleAsync"] = test => test.Get<ProvisioningQueries>().PeopleAsync(
            new ProvisioningSearch(InventedRows.FirstId, "someone@example.test", "x") { StartIndex = 3 }, Everybody, default),
        ["ProvisioningQueries.PersonAsync"] = test => test.Get<ProvisioningQueries>().PersonAsync(Person, Everybody, default),
        ["ProvisioningQueries.TeamsAsync"] = test => test.Get<ProvisioningQueries>().TeamsAsync(
            new ProvisioningSearch(InventedRows.FirstId, "Risk", "x", Member: InventedRows.FirstId), true, Everybody, default),
        ["ProvisioningQueries.TeamAsync"] = test => test.Get<ProvisioningQueries>().TeamAsync(InventedRows.FirstId, true, Everybody, default),
        ["ProvisioningWorkflow.CreatePersonAsync"] = test => test.Get<ProvisioningWorkflow>().CreatePersonAsync(
            new PersonWish("new@example.test", "New", false, "x"), Everybody, default),
        ["ProvisioningWorkflow.ChangePersonAsync"] = test => test.Get<ProvisioningWorkflow>().ChangePersonAsync(Person, new PersonWish(Active: false),
            Everybody, default),
        ["ProvisioningWorkflow.CreateTeamAsync"] = test => test.Get<ProvisioningWorkflow>().CreateTeamAsync(
            new TeamWish("Risk", "x", [Person]), Everybody, default),
        ["ProvisioningWorkflow.ChangeTeamAsync"] = test => test.Get<ProvisioningWorkflow>().ChangeTeamAsync(InventedRows.FirstId,
            new TeamWish("Risk", "x", Leave: [InventedRows.FirstId]), Everybody, default),
        ["ProvisioningWorkflow.DeleteTeamAsync"] = test => test.Get<ProvisioningWorkflow>().DeleteTeamAsync(InventedRows.FirstId, Everybody, default),
        ["TeamQueries.GetAsync"] = test => test.Get<TeamQueries>().GetAsync("Risk", SeesSome, default),
        ["TeamWorkflow.CreateAsync"] = test =>
            test.Get<TeamWorkflow>().CreateAsync(new NewTeam("Risk", "someone@example.test", ["someone@example.test"]), Everybody, default),
        ["TeamWorkflow.EditAsync"] = test =>
            test.Get<TeamWorkflow>().EditAsync("Risk", new TeamEdit(Lead: "", Join: ["someone@example.test"], Leave: ["someone@example.test"]), Everybody,
                default),
        ["TeamWorkflow.DeleteAsync"] = test => test.Get<TeamWorkflow>().DeleteAsync("Risk", Everybody, default),
        ["GrantQueries.ListAsync"] = test => test.Get<GrantQueries>().ListAsync(new GrantSearch("fraud", "risk", "someone@example.test", "Risk", 10,
            PageToken.Encode($"{InventedRows.FirstId}"), "someone@example.test"), Everybody, default),
        ["GrantWorkflow.GiveAsync"] = test => test.Sealed<GrantWorkflow>().GiveAsync(new NewGrant(new("someone@example.test"), new(Model: "fraud"),
            GrantRight.Review, ["production"], DateTimeOffset.UtcNow.AddDays(1)), Everybody, default),
        ["GrantWorkflow.EndAsync"] = test => test.Get<GrantWorkflow>().EndAsync(InventedRows.FirstId, Everybody, default),
        ["Explaining.ViewersAsync"] = test => test.Get<Explaining>().ViewersAsync("fraud", 10, PageToken.Encode("A"), Everybody, default),
        ["Explaining.ExplainPersonAsync"] = test => test.Get<Explaining>().ExplainPersonAsync("someone@example.test", Everybody, default),
        ["Explaining.ExplainAsync"] = test => test.Get<Explaining>().ExplainAsync("fraud", "someone@example.test", Everybody, default),
        ["CollectionQueries.StartingWithAsync"] = test => test.Get<CollectionQueries>().StartingWithAsync("ri", 10, SeesSome, default),
        ["CollectionQueries.ListAsync"] = test => test.Get<CollectionQueries>().ListAsync("risk", 10, PageToken.Encode("A"), SeesSome, default),
        ["CollectionQueries.GetAsync"] = test => test.Get<CollectionQueries>().GetAsync("risk", SeesSome, default),
        ["CollectionWorkflow.CreateAsync"] = test =>
            test.Get<CollectionWorkflow>().CreateAsync(new NewCollection("a/b/c/d/e", Owner: "someone@example.test"), Everybody, default),
        ["CollectionWorkflow.EditAsync"] = test =>
            test.Get<CollectionWorkflow>().EditAsync("risk", new CollectionEdit("d", true, "someone@example.test"), Everybody, default),
        ["CollectionWorkflow.DeleteAsync"] = test => test.Get<CollectionWorkflow>().DeleteAsync("risk", Everybody, default),
        ["AccessTokens.CreateAsync"] = test => test.Get<AccessTokens>().CreateAsync(
            new NewToken("ci", [Scopes.Read], ["fraud"], Collections: ["risk"], Networks: ["10.0.0.0/8"]), Everybody, default),
        ["AccessTokens.ListAsync"] = test => test.Get<AccessTokens>().ListAsync(
            new TokenSearch(All: true, "ci", "someone@example.test", 10, PageToken.Encode("1", "a")), Everybody, default),
        ["AccessTokens.RotateAsync"] = test => test.Get<AccessTokens>().RotateAsync(InventedRows.FirstId, 24, Everybody, default),
        ["AccessTokens.RemindAsync"] = test => test.Get<AccessTokens>().RemindAsync(default),
        ["AccessTokens.GetAsync"] = test => test.Get<AccessTokens>().GetAsync(InventedRows.FirstId, Everybody, default),
        ["TokenTraces.OfAsync"] = test => test.Get<TokenTraces>().OfAsync(
            InventedRows.FirstId, 10, PageToken.Encode("m", $"{InventedRows.FirstId}", "1"), Limited with { Token = null }, default),
        ["AccessTokens.RevokeAsync"] = test => test.Get<AccessTokens>().RevokeAsync(InventedRows.FirstId, null, Everybody, default),
        ["PersonNames.RefreshAsync"] = test => test.Get<PersonNames>().RefreshAsync(default),
        ["TokenActors.ActorAsync"] = test => test.Get<TokenActors>().ActorAsync("mr_secret", Door.Api, null, default),
        ["TokenUse.FlushAsync"] = test => test.FlushTokenUseAsync(),
        ["RefusalCounter.FlushAsync"] = test => test.FlushRefusalsAsync(),
        ["PersonRefusals.FlushAsync"] = test => test.FlushPersonRefusalsAsync(),
        ["AuditQueries.ListAsync"] = test => test.AuditListsAsync(),
        ["NotificationQueries.ListAsync"] = test => test.NoticesAsync(),
        ["NotificationQueries.BellAsync"] = test => test.Get<NotificationQueries>().BellAsync(5, SeesSome, default),
        ["NotificationQueries.UnreadCountAsync"] = test => test.Get<NotificationQueries>().UnreadCountAsync(SeesSome, default),
        ["NotificationWorkflow.PruneAsync"] = test => test.Get<NotificationWorkflow>().PruneAsync(default),
        ["NotificationWorkflow.MarkReadAsync"] = test => test.MarkReadAsync(),
        ["PolicyWorkflow.PublishAsync"] = test => test.PublishAsync(),
        ["PolicyQueries.GetAsync"] = test => test.Governed<PolicyQueries>().GetAsync(PolicyScope.OfModel("fraud"), Production, Everybody, default),
        ["PolicyQueries.GetAsync (collection)"] = test =>
            test.Governed<PolicyQueries>().GetAsync(PolicyScope.OfCollection("risk"), Production, Everybody, default),
        ["PolicyQueries.ListAsync"] = test => test.Governed<PolicyQueries>().ListAsync(PolicyScope.OfModel("fraud"), Everybody, default),
        ["PolicyQueries.HistoryAsync"] = test => test.Governed<PolicyQueries>()
            .HistoryAsync(PolicyScope.OfModel("fraud"), "an alias", 10, PageToken.Encode(7), Everybody, default),
        ["PolicyQueries.ChoicesAsync"] = test => test.ChoicesAsync(),
        ["PolicyQueries.CheckAsync"] = test => test.Governed<PolicyQueries>().CheckAsync(PolicyScope.OfModel("fraud"), Production, APolicy, Everybody, default),
        ["PolicyQueries.PreviewAsync"] = test => test.Governed<PolicyQueries>().PreviewAsync("fraud", Production, APolicy, Everybody, default),
        ["WorkAlone.StateAsync"] = test => test.Governed<WorkAlone>().StateAsync(Everybody, default),
        ["WorkAlone.AcceptAsync"] = test => test.NotAloneAsync(),
        ["WorkAlone.RestoreAsync"] = test => test.Governed<WorkAlone>().RestoreAsync(Everybody, default),
        ["AuditQueries.CountNewsAsync"] = test =>
            test.Get<AuditQueries>().CountNewsAsync(new AuditSearch("fraud", "someone", "model.created"), 7, Limited, default),
        ["IdempotencyRecords.PruneAsync"] = test => test.Get<IdempotencyRecords>().PruneAsync(default),
        ["a change with an idempotency key"] = test =>
            test.Get<ModelWorkflow>().CreateAsync(new NewModel("fraud"), Everybody with { Idempotency = new IdempotencyKey("key", "body") }, default),
        ["PromotionWorkflow.PreviewAsync"] = test => test.IntoAnEmptySlot<PromotionWorkflow>().PreviewAsync("fraud", Production, 8, Everybody, default),
        ["PromotionWorkflow.OpenAsync"] = test => test.OpenAsync(),
        ["PromotionWorkflow.CommentAsync"] = test => test.Sealed<PromotionWorkflow>().CommentAsync(7, "A remark.", Everybody, default),
        ["PromotionWorkflow.TakeBackCommentAsync"] = test => test.Sealed<PromotionWorkflow>().TakeBackCommentAsync(7, 1, Everybody, default),
        ["PromotionWorkflow.WithdrawAsync"] = test => test.Sealed<PromotionWorkflow>().WithdrawAsync(7, null, Everybody, default),
        ["PromotionWorkflow.ExecuteAsync"] = test => test.ExecuteAsync(),
        ["ReviewWorkflow.ReviewAsync"] = test => test.ReviewAsync(),
        ["ReviewWorkflow.DismissAsync"] = test => test.DismissAsync(),
        ["RequestQueries.ListAsync"] = test => test.RequestListsAsync(),
        ["RequestQueries.GetAsync"] = test => test.Get<RequestQueries>().GetAsync(7, Limited, default),
        ["RequestQueries.SheetAsync"] = test => test.SheetsAsync(),
        ["RequestQueries.RightsAsync"] = test => test.Get<RequestQueries>().RightsAsync(7, Everybody, default),
        ["RequestQueries.CommentsAsync"] = test => test.Get<RequestQueries>().CommentsAsync(7, 10, PageToken.Encode(3), Everybody, default),
        ["Inbox.WaitingAsync"] = test => test.Get<Inbox>().WaitingAsync("fraud", 10, PageToken.Encode(3), Everybody, default),
        ["Inbox.CountAsync"] = test => test.Get<Inbox>().CountAsync(Everybody, default),
        ["RequestDeadlines.ExpireAsync"] = test => test.Get<RequestDeadlines>().ExpireAsync(default),
        ["RequestDeadlines.RemindAsync"] = test => test.Get<RequestDeadlines>().RemindAsync(default),
        ["PostReviews.ListAsync"] = test => test.Get<PostReviews>().ListAsync(false, 10, PageToken.Encode(9), Limited, default),
        ["PostReviews.WaitingAsync"] = test => test.Get<PostReviews>().WaitingAsync(10, PageToken.Encode(9), Limited, default),
        ["PostReviews.GetAsync"] = test => test.Get<PostReviews>().GetAsync(7, Limited, default),
        ["PostReviews.WhyNotAsync"] = test => test.Get<PostReviews>().WhyNotAsync(7, Everybody, default),
        ["PostReviews.DecideAsync"] = test => test.Get<PostReviews>().DecideAsync(7, new NewPostReview(PostReviewAnswer.Confirm), Another, default),
        ["AutomaticPromotions.SweepAsync"] = test => test.Get<AutomaticPromotions>().SweepAsync(default),
        ["RollbackQueries.PreviewAsync"] = test => test.Sealed<RollbackQueries>().PreviewAsync("fraud", Production, rehash: false, Everybody, default),
        ["RollbackQueries.AftermathAsync"] = test => test.AftermathAsync(),
        ["RollbackWorkflow.RehearseAsync"] = test => test.RollBackAsync(),
        ["RollbackWorkflow.RollBackAsync"] = test => test.RollBackAsync(),
        ["RollbackWorkflow.RollBackAsync, taken out"] = test => test.TakeOutAsync(),
        ["ReadinessQueries.OfModelAsync"] = test => test.SlotsAsync(() => test.Get<ReadinessQueries>().OfModelAsync("fraud", Everybody, default)),
        ["ReadinessQueries.AttentionAsync"] = test => test.Get<ReadinessQueries>().AttentionAsync(Limited, default, rehearsed: true),
        ["ReadinessRehearsal.SweepAsync"] = test => test.Sealed<ReadinessRehearsal>().SweepAsync(default),
        ["StageFallbacks.KeptAsync"] = test => test.KeptAsync(),
        ["what former occupants are judged by"] = test => test.FormerAsync(),
        ["ExperimentQueries.GetAsync"] = test => test.Get<ExperimentQueries>().GetAsync("7", SeesSome, default),
        ["ExperimentQueries.GetByNameAsync"] = test => test.Get<ExperimentQueries>().GetByNameAsync("digits", SeesSome, default),
        ["ExperimentQueries.SearchAsync"] = test => test.ExperimentsAsync(),
        ["ExperimentWorkflow.CreateAsync"] = test =>
            test.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment("digits", Tags: Tag("a", "b")), Everybody, default),
        ["ExperimentWorkflow.RenameAsync"] = test => test.Get<ExperimentWorkflow>().RenameAsync("7", "figures", Everybody, default),
        ["ExperimentWorkflow.DeleteAsync"] = test => test.Get<ExperimentWorkflow>().DeleteAsync("7", Everybody, default),
        ["ExperimentWorkflow.RestoreAsync"] = test => test.With<ExperimentWorkflow>("DeletedAt").RestoreAsync("7", Everybody, default),
        ["ExperimentWorkflow.MoveAsync"] = test => test.Get<ExperimentWorkflow>().MoveAsync("7", "risk", Everybody, default),
        ["MovePreviews.ReadAsync"] = test => test.Get<MovePreviews>().ReadAsync("fraud", null, "risk", Everybody, default),
        ["MovePreviews.ReadAsync (experiment)"] = test => test.Get<MovePreviews>().ReadAsync(null, "7", "risk", Everybody, default),
        ["ExperimentWorkflow.RestrictAsync"] = test => test.Get<ExperimentWorkflow>().RestrictAsync("7", true, Everybody, default),
        ["ExperimentWorkflow.SetTagAsync"] = test => test.Get<ExperimentWorkflow>().SetTagAsync("7", "a", "b", Everybody, default),
        ["ExperimentWorkflow.DeleteTagAsync"] = test => test.Get<ExperimentWorkflow>().DeleteTagAsync("7", "a", Everybody, default),
        ["RunWorkflow.CreateAsync"] = test => test.Tracked<RunWorkflow>().CreateAsync(new NewRun("7", "ann"), Everybody, default),
        ["RunWorkflow.UpdateAsync"] = test =>
            test.Tracked<RunWorkflow>().UpdateAsync("r", new RunEdit(RunStatus.Finished, 7, "other"), Everybody, default),
        ["RunWorkflow.DeleteAsync"] = test => test.Tracked<RunWorkflow>().DeleteAsync("Id 0", Everybody, default),
        ["RunWorkflow.RestoreAsync"] = test => test.Tracked<RunWorkflow>().RestoreAsync("Id 0", Everybody, default),
        ["RunPurge.RunAsync"] = test => test.PurgeRunsAsync(),
        ["RunLog.LogAsync"] = test => test.LogRunAsync(),
        ["RunLog.DeleteTagAsync"] = test => test.Tracked<RunLog>().DeleteTagAsync("r", "a", Everybody, default),
        ["RunModelLog.LogAsync"] = test => test.Tracked<RunModelLog>().LogAsync("r",
            """{"artifact_path":"model","run_id":"r","utc_time_created":"now","flavors":{}}""", Everybody, default),
        ["RunInputs.LogAsync"] = test =>
            test.Tracked<RunInputs>().LogAsync("r", [new NewRunInput("iris", "d1")], ["Id 0"], Everybody, default),
        ["RunInputs.LogOutputsAsync"] = test => test.Tracked<RunInputs>().LogOutputsAsync("r", [new RunOutput("Id 0", 7)], Everybody, default),
        ["RunQueries.GetAsync"] = test => test.Tracked<RunQueries>().GetAsync("r", SeesSome, default),
        ["RunQueries.SearchAsync"] = test => test.RunsAsync(),
        ["RunQueries.DatasetsAsync"] = test => test.Tracked<RunQueries>().DatasetsAsync(["7", "8"], SeesSome, default),
        ["RunHistory.PageAsync"] = test => test.RunHistoryAsync(),
        ["RunHistory.ThinnedAsync"] = test =>
            test.Tracked<RunHistory>().ThinnedAsync(["RunId 0"], "loss", new StepSpan(1, 7), 100, SeesSome, default),
        ["LoggedModelWorkflow.CreateAsync"] = test =>
            test.Tracked<LoggedModelWorkflow>().CreateAsync(new NewLoggedModel("7", "model", SourceRunId: "r"), Everybody, default),
        ["LoggedModelWorkflow.SetStatusAsync"] = test =>
            test.Tracked<LoggedModelWorkflow>().SetStatusAsync("m", LoggedModelStatus.Ready, null, Everybody, default),
        ["LoggedModelWorkflow.DeleteAsync"] = test => test.Tracked<LoggedModelWorkflow>().DeleteAsync("m", Everybody, default),
        ["LoggedModelWorkflow.SetTagsAsync"] = test =>
            test.Tracked<LoggedModelWorkflow>().SetTagsAsync("m", [KeyValuePair.Create("a", "b")], Everybody, default),
        ["LoggedModelWorkflow.AddParamsAsync"] = test =>
            test.Tracked<LoggedModelWorkflow>().AddParamsAsync("m", [KeyValuePair.Create("a", "b")], Everybody, default),
        ["LoggedModelWorkflow.DeleteTagAsync"] = test => test.Tracked<LoggedModelWorkflow>().DeleteTagAsync("m", "a", Everybody, default),
        ["LoggedModelQueries.GetAsync"] = test => test.Tracked<LoggedModelQueries>().GetAsync("m", false, SeesSome, default),
        ["LoggedModelQueries.SearchAsync"] = test => test.LoggedModelsAsync(),
        ["RegistryStore.RecordRefusalAsync"] = test =>
            test.Get<RegistryStore>().RecordRefusalAsync(Everybody, RegistryException.Forbidden("no", "No."), default),
    };

    private const string Production = "PRODUCTION";

    // These walk until no row is left, which an answer that always has one never says; their one query is in AuditListsAsync.
    private static readonly string[] Endless = ["AuditQueries.ExportAsync", "AuditQueries.VerifyAsync", "ChainVerification.RunAsync"];

    // The bodies of use cases: what they send is what the others send.
    private static readonly string[] Carriers = ["RegistryStore.ReadAsync", "RegistryStore.WriteAsync", "RegistryStore.TogetherAsync"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("registry-test-");
    private ServiceProvider _services = null!;

    private InventedServer Server => Get<InventedServer>();

    public static TheoryData<string> Names => [.. UseCases.Keys];

    public async Task InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddRegistry(new RegistrySettings(DatabaseProvider.SqlServer, "Server=invented", _folder.FullName))
            .AddSingleton<InventedServer>()
            .AddSingleton<IPersonalDataProtector, TestSecrets>()
            .AddSingleton<IDbContextFactory<RegistryDbContext>, Factory>()
            .BuildServiceProvider();
        var blob = await Get<ArtifactStore>().PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("weights")), null, null, default);
        Server.Texts["Sha256"] = blob.Sha256;
        Server.Texts["List"] = nameof(ListKind.Versions);
        Server.Texts["Status"] = nameof(VersionStatus.Pending);
        Server.Texts["PasswordHash"] = Get<IPasswordHasher<RegistryUser>>().HashPassword(new RegistryUser(), Given.Password);
        Server.Texts["Email"] = Everybody.Name;
        Server.Texts["NormalizedEmail"] = Everybody.Name.ToUpperInvariant();
        Server.Texts["UserName"] = Everybody.Name;
        Server.Texts["NormalizedUserName"] = Everybody.Name.ToUpperInvariant();
        Server.Texts["Data"] = """
            {"PublicKey":"AA==","Name":"laptop","CreatedAt":"2026-03-02T09:00:00+00:00","SignCount":1,"Transports":["internal"],"IsUserVerified":true,
            "IsBackupEligible":false,"IsBackedUp":false,"AttestationObject":"AA==","ClientDataJson":"AA=="}
            """; // of a passkey
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Sends_only_statements_that_sql_server_understands(string useCase)
    {
        await UseCases[useCase](this);

        Assert.NotEmpty(Server.Commands);
        Assert.True(ByPlace.Contains(useCase) || !Server.Commands.Any(text => text.Contains("OFFSET", StringComparison.Ordinal)));
        Assert.All(Server.Sent, TextComparisons.RequireExact);
        Assert.All(Server.Sent, TextComparisons.RequireNoListOfText);
    }

    /// <summary>
    /// The budgets of <see cref="StatementBudgetTests"/> on the other database: what is counted is what a use case sends with invented answers,
    /// locks of rows among it. An approval that executes cannot be played through to its end here.
    /// </summary>
    [Theory]
    [InlineData("VersionArtifacts.PutAsync", 6)]
    [InlineData("VersionWorkflow.SealAsync", 10)]
    [InlineData("VersionWorkflow.CreateAsync", 10)]
    [InlineData("AliasWorkflow.SetAsync", 10)]
    [InlineData("PromotionWorkflow.OpenAsync", 35)]
    [InlineData("RollbackWorkflow.RollBackAsync, taken out", 35)]
    [InlineData("RequestQueries.GetAsync", 12)]
    [InlineData("VersionQueries.GetAsync", 3)]
    [InlineData("ModelQueries.GetAsync", 2)]
    public async Task Sends_no_more_statements_than_its_budget(string useCase, int budget)
    {
        await UseCases[useCase](this);

        Assert.True(Server.Commands.Count <= budget,
            $"{useCase}: {Server.Commands.Count} statements are more than {budget}.\n\n{string.Join("\n\n", Server.Commands)}");
    }

    [Fact]
    public void No_use_case_is_forgotten()
    {
        var methods = typeof(RegistryStore).Assembly.GetTypes().Where(UsesTheStore)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => typeof(Task).IsAssignableFrom(method.ReturnType)).Select(method => $"{type.Name}.{method.Name}"));

        Assert.Empty(methods.Except(UseCases.Keys).Except(Endless).Except(Carriers));
    }

    private static bool UsesTheStore(Type type) => type is { IsClass: true, IsAbstract: false, IsPublic: true }
        && (type == typeof(RegistryStore)
            || type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.ParameterType == typeof(RegistryStore))
            || type.GetMethods().SelectMany(method => method.GetParameters()).Any(parameter => parameter.ParameterType == typeof(RegistryStore)));

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Tests.Retirement;

public sealed class DeletedVersionTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task It_is_not_found_at_any_door_not_even_by_an_admin()
    {
        var model = await scene.ManyAsync(2);
        await scene.DeleteAsync(model, 2);

        foreach (var actor in new[] { scene.Scientist, scene.Admin, scene.Auditor })
        {
            foreach (var (door, call) in Doors(model, "2", actor))
            {
                var refusal = await Assert.ThrowsAsync<RegistryException>(call);
                Assert.True(refusal.Kind is RefusalKind.NotFound or RefusalKind.Forbidden, $"{door}: {refusal.Code}");
                Assert.True(refusal.Kind == RefusalKind.NotFound || actor != scene.Scientist, $"{door}: {refusal.Code}");
            }
        }

        Assert.Equal([1], await scene.ListedAsync(model, archived: true));
        Assert.Equal(1, (await scene.Get<ModelQueries>().GetAsync(model, scene.Viewer, default)).LatestVersion);
        Assert.Equal([1], (await scene.Get<MetricQueries>().OverVersionsAsync(model, null, archived: true, scene.Viewer, default)).Points.Select(point =>
            point.Version));
        Assert.Equal([1], (await scene.Get<ModelQueries>().SparksAsync([model], scene.Viewer, default))[model].Select(point => point.Version));
    }

    [Fact]
    public async Task Restoring_brings_it_back_as_it_was()
    {
        var model = await scene.ManyAsync(1);
        await scene.ArchiveAsync(model);
        var before = await scene.ReadAsync(model);
        await scene.DeleteAsync(model, reason: "A slip.");

        var entry = Assert.Single(await scene.BinAsync(model));
        var back = await scene.RestoreAsync(model);

        Assert.Equal((1, scene.Scientist.Name, "A slip.", before.Digest), (entry.Version, entry.DeletedBy, entry.Reason, entry.Digest));
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(before), System.Text.Json.JsonSerializer.Serialize(back));
        Assert.True((await scene.Get<VersionVerification>().VerifyAsync(model, "1", scene.Viewer, null, default)).Ok);
        Assert.Empty(await scene.BinAsync(model));
    }

    [Fact]
    public async Task Its_number_and_its_label_stay_used()
    {
        var model = await scene.ManyAsync(1);
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, new NewVersion("2.0.0"), "labelled");
        await scene.DeleteAsync(model, 2);

        await Refused.ByAsync("label_taken", () => scene.Registry.APendingVersionAsync(scene.Scientist, model, new NewVersion("2.0.0")));
        Assert.Equal(3, (await scene.Registry.APendingVersionAsync(scene.Scientist, model)).Number);
        await Refused.ByAsync("version_not_found", () => scene.Get<VersionQueries>().GetAsync(model, "2.0.0", scene.Viewer, default));
        Assert.Equal(2, (await scene.Get<VersionRetirement>().RestoreAsync(model, "2.0.0", null, scene.Scientist, default)).Number);
    }

    [Fact]
    public async Task What_it_did_in_slots_and_requests_stays_on_record()
    {
        var model = await scene.ManyAsync(3);
        await scene.PolicyAsync(model, Stage.Staging,
            new PolicyContent(RequiredApprovals: 1, Gates: [new MetricGate("accuracy", Core.Policies.GateOperator.AtLeast, 0.5)]));
        var requests = new List<long>();
        foreach (var number in new[] { 1, 2, 3 })
        {
            scene.Registry.Clock.Advance(TimeSpan.FromMinutes(1));
            requests.Add((await scene.ARequestAsync(model, number)).Id);
            await scene.ReviewAsync(requests[^1], scene.ReviewerA);
        }

        var before = await scene.ReadAsync(requests[0]);
        await scene.DeleteAsync(model, 1);

        var after = await scene.ReadAsync(requests[0]);
        Assert.Equal((RequestState.Executed, before.Subject, 1, 1), (after.State, after.Subject, after.Approvals, after.Gates.Count));
        Assert.Equal(3, (await scene.Get<RequestQueries>().ListAsync(new RequestSearch(RequestSearch.Done, model), scene.Viewer, default)).Items.Count);
        Assert.Equal([3, 2, 1], (await scene.Get<SlotHistory>().ListAsync(model, "staging", null, null, scene.Viewer, default)).Items.Select(stay =>
            stay.Version));
        Assert.Contains(1, (await scene.Get<SlotHistory>().TimelineAsync(model, null, null, scene.Viewer, default)).Lanes.SelectMany(lane => lane.Stays)
            .Select(stay => stay.Version));
        var sheets = new RequestSheets(scene.Get<RequestQueries>(), scene.Get<CompareQueries>(), scene.Get<VersionQueries>(), scene.Get<MetricQueries>(),
            scene.Get<RollbackQueries>());
        var (ofDeleted, replacingDeleted) =
            (await sheets.ReadAsync(requests[0], scene.Viewer, default), await sheets.ReadAsync(requests[1], scene.Viewer, default));
        Assert.Null(ofDeleted.Version);
        Assert.Equal((2, null), (replacingDeleted.Version?.Number, replacingDeleted.Occupant));
    }

    [Fact]
    public async Task Whoever_registered_the_same_bytes_is_still_kept_from_approving_them()
    {
        var (model, other) = (await scene.ManyAsync(0), await scene.PersonAsync(scene.NewName("twin"), Roles.DataScientist, Roles.Reviewer));
        await scene.Registry.ASealedVersionAsync(other, model, content: "the same");
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "the same");
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(RequiredApprovals: 1));
        var request = await scene.ARequestAsync(model, 2);

        await scene.DeleteAsync(model, 1, other);

        await Refused.ByAsync("not_eligible", () => scene.ReviewAsync(request.Id, other));
        Assert.Contains((await scene.ReadAsync(request.Id)).Excluded, excluded => excluded.Who == other.Name);
    }

    [Fact]
    public async Task Its_open_requests_end_with_the_subject_that_people_saw()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 1));
        var request = await scene.ARequestAsync(model);

        await scene.DeleteAsync(model);
        var ended = await scene.ReadAsync(request.Id);
        await scene.RestoreAsync(model);

        Assert.Equal((RequestState.Withdrawn, request.Subject), (ended.State, ended.Subject));
        Assert.Equal(RequestState.Withdrawn, (await scene.ReadAsync(request.Id)).State);
    }

    [Fact]
    public async Task Neither_an_occupant_nor_the_fallback_nor_what_is_held_goes()
    {
        var model = await scene.WithFallbackAsync();
        await scene.HoldAsync(model, 3);

        await Refused.ByAsync("version_is_fallback", () => scene.DeleteAsync(model, 1));
        await Refused.ByAsync("version_in_slot", () => scene.DeleteAsync(model, 2));
        var held = await Refused.ByAsync("version_held", () => scene.DeleteAsync(model, 3));

        Assert.Equal($"v3 is held by {scene.Admin.Name}: A claim is open. An admin can release it.", held.Message);
        Assert.Equal([3, 2, 1], await scene.ListedAsync(model));
        Assert.Equal("A claim is open.", (await scene.ReadAsync(model, 3)).Hold?.Reason);
        Assert.Contains("held by", (await scene.Get<RightsQueries>().OfVersionAsync(model, "3", scene.Scientist, default)).Retirement.Delete,
            StringComparison.Ordinal);
        await scene.Get<VersionPurge>().ReleaseHoldAsync(model, "3", null, scene.Admin, default);
        await scene.DeleteAsync(model, 3);
    }

    [Fact]
    public async Task A_failed_version_can_be_deleted()
    {
        var model = await scene.ManyAsync(0);
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        scene.Registry.Clock.Advance(VersionWorkflow.PendingLifetime + TimeSpan.FromMinutes(1));
        await scene.Get<VersionWorkflow>().GiveUpAbandonedAsync(default);

        await scene.DeleteAsync(model);

        Assert.Empty(await scene.ListedAsync(model));
    }

    [Fact]
    public async Task To_whoever_may_not_restore_it_it_is_not_there_and_its_registrant_may()
    {
        var (model, other) = (await scene.ManyAsync(1), await scene.PersonAsync(scene.NewName("other"), Roles.DataScientist));
        await scene.DeleteAsync(model);

        await Refused.ByAsync("version_not_found", () => scene.RestoreAsync(model, by: scene.ReviewerA));
        await Refused.ByAsync("version_not_found", () => scene.RestoreAsync(model, by: other));
        await Refused.ByAsync("version_not_found", () => scene.RestoreAsync(model, 9));
        await scene.RestoreAsync(model, by: scene.Scientist);
        await Refused.ByAsync("not_deleted", () => scene.RestoreAsync(model, by: scene.Scientist));
        await Refused.ByAsync("role_missing", () => scene.RestoreAsync(model, by: scene.ReviewerA));
    }

    [Fact]
    public async Task An_upload_that_is_under_way_is_refused_when_its_version_is_gone()
    {
        var model = await scene.ManyAsync(0);
        await scene.Registry.APendingVersionAsync(scene.Scientist, model);
        var content = new Gate();
        var upload = scene.Get<VersionArtifacts>().PutAsync(model, "1", new IncomingFile("a.bin", content), scene.Scientist, default);
        await content.Reached;

        await scene.DeleteAsync(model);
        content.Open();

        await Refused.ByAsync("version_not_found", () => upload);
    }

    [Fact]
    public async Task Only_an_admin_holds_and_only_once()
    {
        var model = await scene.ManyAsync(1);

        await Refused.ByAsync("role_missing", () => scene.Get<VersionPurge>().HoldAsync(model, "1", "Mine.", scene.Scientist, default));
        await Refused.ByAsync("field_required", () => scene.HoldAsync(model, reason: "  "));
        await Refused.ByAsync("not_held", () => scene.Get<VersionPurge>().ReleaseHoldAsync(model, "1", null, scene.Admin, default));
        await scene.HoldAsync(model);
        await Refused.ByAsync("already_held", () => scene.HoldAsync(model));
        await scene.ArchiveAsync(model);

        Assert.Equal(1, (await scene.EventsAsync(model)).Count(entry => entry.Action == "version.held"));
    }

    private IEnumerable<(string Door, Func<Task> Call)> Doors(string model, string version, Actor actor) =>
    [
        ("read", () => scene.Get<VersionQueries>().GetAsync(model, version, actor, default)),
        ("rights", () => scene.Get<RightsQueries>().OfVersionAsync(model, version, actor, default)),
        ("many", () => scene.Get<VersionQueries>().GetManyAsync(model, [1, 2], actor, default)),
        ("previous", () => scene.Get<VersionQueries>().PreviousAsync(model, 2, actor, default)),
        ("checks", () => scene.Get<VersionQueries>().ChecksAsync(model, version, actor, default)),
        ("history", () => scene.Get<VersionQueries>().MetricHistoryAsync(model, version, "accuracy", null, null, actor, default)),
        ("curves", () => scene.Get<MetricQueries>().CurvesAsync(model, version, null, actor, default)),
        ("files", () => scene.Get<VersionArtifacts>().ListAsync(model, version, actor, default)),
        ("overview", () => scene.Get<VersionFolders>().OverviewAsync(model, version, actor, default)),
        ("folder", () => scene.Get<VersionFolders>().ListAsync(model, version, "", null, actor, default)),
        ("found", () => scene.Get<VersionFolders>().FindAsync(model, version, "model", null, actor, default)),
        ("file", () => scene.Get<VersionArtifacts>().FindAsync(model, version, "model/model.pkl", actor, default)),
        ("verify", () => scene.Get<VersionVerification>().VerifyAsync(model, version, actor, null, default)),
        ("compare", () => scene.Get<CompareQueries>().CompareAsync(model, [1, 2], 1, actor, default)),
        ("requests", () => scene.Get<RequestQueries>().ListAsync(new RequestSearch(Model: model, Version: 2), actor, default)),
        ("edit", () => scene.Get<VersionWorkflow>().EditAsync(model, version, new VersionEdit(Description: "x"), actor, default)),
        ("seal", () => scene.Get<VersionWorkflow>().SealAsync(model, version, null, actor, default)),
        ("log", () => scene.Get<VersionEvidence>().LogMetricsAsync(model, version, [new("a", 1)], actor, default)),
        ("check", () => scene.Get<VersionEvidence>().PostCheckAsync(model, version, new NewCheck("a", CheckState.Success), actor, default)),
        ("upload", () => scene.Get<VersionArtifacts>().PutAsync(model, version, new IncomingFile("b", new MemoryStream([1])), actor, default)),
        ("alias", () => scene.Get<AliasWorkflow>().SetAsync(model, "champion", version, actor, default)),
        ("ask", () => scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Production, new NewRequest(2), actor, default)),
        ("preview", () => scene.Get<PromotionWorkflow>().PreviewAsync(model, Stage.Production, 2, actor, default)),
        ("archive", () => scene.Get<VersionRetirement>().ArchiveAsync(model, version, null, actor, default)),
        ("unarchive", () => scene.Get<VersionRetirement>().UnarchiveAsync(model, version, null, actor, default)),
        ("delete", () => scene.Get<VersionRetirement>().DeleteAsync(model, version, null, actor, default)),
    ];

    /// <summary>Content whose second part comes when the test says so.</summary>
    private sealed class Gate : MemoryStream
    {
        private readonly TaskCompletionSource _reached = new();
        private readonly TaskCompletionSource _opened = new();
        private bool _begun;

        public Task Reached => _reached.Task;

        public void Open() => _opened.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_begun)
            {
                _reached.TrySetResult();
                await _opened.Task;
                return 0;
            }

            _begun = true;
            buffer.Span[0] = 7;
            return 1;
        }
    }
}

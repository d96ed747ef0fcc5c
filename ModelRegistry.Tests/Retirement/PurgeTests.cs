using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

public sealed class PurgeTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task Files_and_evidence_go_and_number_label_digest_and_history_stay()
    {
        var model = await scene.ManyAsync(0);
        var full = new NewVersion("1.0.0",
            "What it is.", new Dictionary<string, string> { ["depth"] = "3" }, [new("loss", 1, 1), new("loss", 2, 2)],
            new Dictionary<string, string> { ["a"] = "b" },
            new VersionDataset("claims", "d1", "https://data.example"), new VersionSource("run", "c0ffee", "https://git.example"), "sklearn");
        await scene.Registry.APendingVersionAsync(scene.Scientist, model, full);
        await scene.Registry.AFileAsync(scene.Scientist, model, "1", "model.pkl", "personal");
        await scene.Registry.AFileAsync(scene.Scientist, model, "1", "MLmodel", "signature:\n  inputs: '[]'\n");
        var version = await scene.Get<VersionWorkflow>().SealAsync(model, "1", null, scene.Scientist, default);
        Assert.NotNull(version.Signature);
        await scene.Get<VersionEvidence>().PostCheckAsync(model, "1", new NewCheck("bias", CheckState.Success), scene.Scientist, default);
        await scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", scene.Scientist, default);
        await scene.Get<AliasWorkflow>().DeleteAsync(model, "champion", scene.Scientist, default);

        var entry = await scene.PurgeAsync(model);

        Assert.Equal((1, "1.0.0", version.Digest, "Personal data.", 2, 34L),
            (entry.Version, entry.Label, entry.Digest, entry.Reason, entry.Files, entry.Bytes));
        Assert.NotNull(entry.PurgedAt);
        await using var db = scene.Registry.OpenDatabase();
        var row = await db.Versions.IgnoreQueryFilters().SingleAsync(found => found.Digest == version.Digest);
        Assert.Equal((1, "1.0.0", VersionStatus.Ready, "", null, null, null, null),
            (row.Number, row.Label, row.Status, row.Description, row.Framework, row.SignatureDigest, row.DatasetName, row.SourceGitCommit));
        Assert.NotNull(row.ContentDigest);
        Assert.Empty(await db.VersionFiles.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Empty(await db.Metrics.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Empty(await db.VersionParameters.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Empty(await db.VersionTags.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Empty(await db.VersionSignatures.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Empty(await db.VersionResults.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Empty(await db.VersionChecks.Where(found => found.VersionId == row.Id).ToListAsync());
        Assert.Equal([1], (await scene.Get<SlotHistory>().ListAsync(model, "champion", null, null, scene.Viewer, default)).Items.Select(stay => stay.Version));
        Assert.Contains(await scene.EventsAsync(model), found => found is { Action: "version.created", After: not null });
    }

    [Fact]
    public async Task It_is_found_nowhere_but_in_the_bin_and_never_restored()
    {
        var model = await scene.ManyAsync(1);
        await scene.PurgeAsync(model);

        await Refused.ByAsync("version_not_found", () => scene.ReadAsync(model, by: scene.Admin));
        await Refused.ByAsync("version_purged", () => scene.RestoreAsync(model));
        await Refused.ByAsync("version_purged", () => scene.PurgeAsync(model));
        await Refused.ByAsync("version_purged", () => scene.HoldAsync(model));
        Assert.Equal([(1, "Personal data.", true)], (await scene.BinAsync(model))
            .Select(entry => (entry.Version!.Value, entry.Reason!, entry.PurgedAt is not null)));
        Assert.Equal(2, (await scene.Registry.APendingVersionAsync(scene.Scientist, model)).Number);
    }

    [Fact]
    public async Task It_needs_an_admin_and_a_reason()
    {
        var model = await scene.ManyAsync(1);

        await Refused.ByAsync("role_missing", () => scene.Get<VersionPurge>().PurgeAsync(model, "1", "Mine.", scene.Scientist, default));
        Assert.Equal("reason", (await Refused.ByAsync("field_required", () => scene.PurgeAsync(model, reason: null))).Field);
        await Refused.ByAsync("field_required", () => scene.PurgeAsync(model, reason: " "));
        await Refused.ByAsync("field_too_long", () => scene.PurgeAsync(model, reason: new string('r', 2_001)));
        Assert.Equal(1, (await scene.ReadAsync(model)).FileCount);
    }

    [Fact]
    public async Task Neither_an_occupant_nor_the_fallback_nor_what_is_held_goes()
    {
        var model = await scene.WithFallbackAsync();
        await scene.HoldAsync(model, 3);

        await Refused.ByAsync("version_is_fallback", () => scene.PurgeAsync(model, 1));
        await Refused.ByAsync("version_in_slot", () => scene.PurgeAsync(model, 2));
        await Refused.ByAsync("version_held", () => scene.PurgeAsync(model, 3));
        Assert.All(await Task.WhenAll(new[] { 1, 2, 3 }.Select(number => scene.ReadAsync(model, number))), version => Assert.Equal(1, version.FileCount));
    }

    [Fact]
    public async Task What_lies_in_the_bin_can_be_held_and_purged_also_with_its_model()
    {
        var model = await scene.ManyAsync(2);
        await scene.DeleteAsync(model, 1, reason: "A slip.");
        await scene.HoldAsync(model, 1);

        await Refused.ByAsync("version_held", () => scene.PurgeAsync(model, 1));
        Assert.Equal("A claim is open.", Assert.Single(await scene.BinAsync(model)).Hold?.Reason);
        await scene.Get<VersionPurge>().ReleaseHoldAsync(model, "1", null, scene.Admin, default);
        await scene.DeleteModelAsync(model);
        var purged = await scene.PurgeAsync(model, 1);

        Assert.Equal((scene.Scientist.Name, "Personal data."), (purged.DeletedBy, purged.Reason));
        await scene.PurgeAsync(model, 2);
        await scene.Get<ModelRetirement>().RestoreAsync(model, null, scene.Scientist, default);
        Assert.Empty(await scene.ListedAsync(model, archived: true));
    }

    [Fact]
    public async Task Its_bytes_are_swept_unless_another_version_has_them_too()
    {
        var model = await scene.ManyAsync(0);
        foreach (var content in new[] { "shared bytes", "shared bytes", "own bytes" })
        {
            await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: content);
        }

        await scene.PurgeAsync(model, 1);
        await scene.PurgeAsync(model, 3);
        await SweepAsync();

        var store = scene.Get<ArtifactStore>();
        Assert.True(store.Has(Sha256Hex.Of("shared bytes")));
        Assert.False(store.Has(Sha256Hex.Of("own bytes")));
        Assert.True((await scene.Get<VersionVerification>().VerifyAsync(model, "2", scene.Viewer, null, default)).Ok);
    }

    [Fact]
    public async Task Bytes_of_deleted_versions_stay()
    {
        var model = await scene.ManyAsync(1);
        await scene.DeleteAsync(model);
        await SweepAsync();

        await scene.RestoreAsync(model);

        Assert.True((await scene.Get<VersionVerification>().VerifyAsync(model, "1", scene.Viewer, null, default)).Ok);
    }

    [Fact]
    public async Task A_purged_version_frees_neither_four_eyes_nor_quarantine_by_digest()
    {
        var (model, other) = (await scene.ManyAsync(0), await scene.PersonAsync(scene.NewName("twin"), Roles.DataScientist, Roles.Reviewer));
        await scene.Registry.ASealedVersionAsync(other, model, content: "twice");
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: "twice");
        await scene.PolicyAsync(model, Stage.Staging, new PolicyContent(RequiredApprovals: 1));
        await scene.PurgeAsync(model, 1);

        var request = await scene.ARequestAsync(model, 2);

        await Refused.ByAsync("not_eligible", () => scene.ReviewAsync(request.Id, other));
    }

    private async Task SweepAsync()
    {
        await scene.Get<SweepWorkflow>().RunAsync(dryRun: false, scene.Admin, default);
        scene.Registry.Clock.Advance(scene.Get<SweepWorkflow>().Grace);
        await scene.Get<SweepWorkflow>().RunAsync(dryRun: false, scene.Admin, default);
    }
}

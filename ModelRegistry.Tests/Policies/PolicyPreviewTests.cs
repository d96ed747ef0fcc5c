using ModelRegistry.Core.Access;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Policies;

public sealed class PolicyPreviewTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    private static readonly PolicyContent Content =
        new(Gates: [new MetricGate("accuracy", GateOperator.AtLeast, 0.95), new BaselineGate("accuracy", MaxRegression: 0.01)]);

    [Fact]
    public async Task The_last_ten_sealed_versions_get_a_verdict_for_each_gate()
    {
        var model = await staff.AModelAsync();
        foreach (var run in RealFacts.All("digits-classifier").Take(12))
        {
            await SealedAsync(model, run.Metrics);
        }

        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        await OccupyAsync(model, 3);

        var preview = await PreviewAsync(model);

        Assert.Equal(3, preview.Occupant);
        Assert.Equal([12, 11, 10, 9, 8, 7, 6, 5, 4, 3], preview.Versions.Select(version => version.Number));
        // As the real runs 18, 15, 14, 13, 11, 10, 9, 8, 7 and 6 are, against run 6 with 0.9722.
        Assert.Equal(["PP", "PF", "FF", "PP", "PP", "PP", "PF", "PP", "PP", "PP"],
            preview.Versions.Select(version => string.Concat(version.Verdicts.Select(verdict => verdict.Verdict.ToString()[0]))));
        Assert.Equal(7, preview.Versions.Count(version => version.Passes));
    }

    [Fact]
    public async Task Files_that_were_never_verified_pass_because_they_are_checked_with_the_approval()
    {
        var model = await staff.AModelAsync();
        await SealedAsync(model, []);

        var version = Assert.Single((await staff.Get<PolicyQueries>()
            .PreviewAsync(model, "production", new PolicyContent(Gates: [new IntegrityGate()]), staff.Viewer, default)).Versions);

        Assert.True(version.Passes);
        Assert.EndsWith("They are checked with the approval.", version.Verdicts[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_slot_compares_with_nothing()
    {
        var model = await staff.AModelAsync();
        await SealedAsync(model, []);

        var version = Assert.Single((await PreviewAsync(model)).Versions);

        Assert.Equal([Verdict.Missing, Verdict.Pass], version.Verdicts.Select(verdict => verdict.Verdict));
    }

    [Fact]
    public async Task A_preview_refuses_what_publishing_would_refuse()
    {
        var model = await staff.AModelAsync();

        Assert.Empty((await PreviewAsync(model)).Versions);
        await Refused.ByAsync("field_invalid", () =>
            staff.Get<PolicyQueries>().PreviewAsync(model, "production", new PolicyContent(-1), staff.Viewer, default));
        await Refused.ByAsync("role_missing", () => staff.Get<PolicyQueries>().PreviewAsync(model, "production", Content, staff.Roleless, default));
    }

    [Fact]
    public async Task A_form_offers_what_was_logged_and_posted()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model,
            new NewVersion(Dataset: new VersionDataset("claims", "d1"), Metrics: [new("zeal", 1), new("accuracy", 1)]));
        await staff.Get<VersionEvidence>().PostCheckAsync(model, "1", new NewCheck("bias", CheckState.Success), staff.Scientist, default);

        var choices = await staff.Get<PolicyQueries>().ChoicesAsync(PolicyScope.OfModel(model), "production", staff.Viewer, default);

        Assert.Equivalent(new PolicyChoices(["accuracy", "zeal"], ["claims"], ["bias"], ["staging"], []), choices, strict: true);
    }

    private Task<PolicyPreview> PreviewAsync(string model) => staff.Get<PolicyQueries>().PreviewAsync(model, "production", Content, staff.Viewer, default);

    private Task<VersionView> SealedAsync(string model, IReadOnlyList<MetricView> metrics) => staff.Registry.ASealedVersionAsync(staff.Scientist, model,
        new NewVersion(Metrics: [.. metrics.Select(row => new NewMetric(row.Name, row.Value, 0, row.Dataset))]));

    private Task OccupyAsync(string model, int number) => staff.Get<Core.Data.RegistryStore>().WriteAsync(Actor.System, async transaction =>
    {
        var (found, version) = await transaction.Db.FindVersionAsync(Actor.System, model, $"{number}", default);
        var slot = await transaction.Db.NamedSlotAsync(found, "production", default);
        await SlotMoves.MoveAsync(transaction, found, new SlotMove(slot, version.AsOccupant, MoveKind.Open, null), default);
    }, default);
}

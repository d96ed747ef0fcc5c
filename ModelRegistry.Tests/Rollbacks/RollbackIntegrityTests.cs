using ModelRegistry.Core.Common;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Show 2: whatever a disk did to the target, it is found before anything moves, named, and the next candidate is proposed.</summary>
public sealed class RollbackIntegrityTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    public static TheoryData<string, string> Damages { get; } = new()
    {
        { "first byte", "changed" },
        { "middle byte", "changed" },
        { "last byte", "changed" },
        { "truncated", "size" },
        { "longer", "size" },
        { "swapped", "changed" },
        { "deleted", "missing" },
        { "link", "missing" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_target_is_refused_before_anything_moves(string damage, string problem)
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 2, damage);
        var before = await scene.StateAsync(model);

        var refusal = await Refused.ByAsync("integrity_failed", () => scene.BackAsync(model, to: 2, from: 3));

        Assert.Equal(before, await scene.StateAsync(model));
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
        var files = Assert.IsType<List<VerificationFinding>>(refusal.Details!["files"]);
        Assert.Contains(files, file => file.Path == "model/b.bin" && file.Problem.ToString().Equals(problem, StringComparison.OrdinalIgnoreCase));
        Assert.Equal((2, 1), (refusal.Details["version"], refusal.Details["next"]));
        Assert.Contains("model/b.bin", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("v1", refusal.Message, StringComparison.Ordinal);
        Assert.False((await VersionAsync(model, "2")).VerifiedOk);
        Assert.Equal(1, (await scene.EventsAsync(model)).Count(entry => entry.Action == "version.verified"));
        Assert.Equal(1, (await scene.BackAsync(model, to: null, from: 3)).To);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task The_readiness_light_turns_within_one_run_of_the_job(string damage, string problem)
    {
        var model = await scene.AHistoryAsync(3);
        await scene.Get<ReadinessRehearsal>().SweepAsync(default);
        var before = Assert.Single(await scene.Get<ReadinessQueries>().OfModelAsync(model, scene.Viewer, default));
        await DamageAsync(model, 2, damage);
        scene.Registry.Clock.Advance(ReadinessRehearsal.Every);

        await scene.Get<ReadinessRehearsal>().SweepAsync(default);

        var after = Assert.Single(await scene.Get<ReadinessQueries>().OfModelAsync(model, scene.Viewer, default));
        Assert.Equal((Readiness.Green, 2, ""), (before.State, before.Fallback, before.Reason));
        Assert.Equal((Readiness.Amber, 1, scene.Registry.Clock.GetUtcNow()), (after.State, after.Fallback, after.Since));
        Assert.Contains("v2", after.Reason, StringComparison.Ordinal);
        Assert.Contains("model/b.bin", after.Reason, StringComparison.Ordinal);
        Assert.Contains("It would go back to v1. It passes over v", after.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(problem);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_preview_that_hashes_sees_it_and_writes_nothing(string damage, string problem)
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 2, damage);
        var events = (await scene.EventsAsync(model)).Count;

        var preview = await scene.PreviewAsync(model, rehash: true);

        var candidate = preview.Candidates[0];
        Assert.Equal((2, false, false), (candidate.Version, candidate.Ok, candidate.Proposed));
        Assert.Contains("model/b.bin", candidate.Checks.First(check => !check.Ok).Detail, StringComparison.Ordinal);
        Assert.Equal(problem == "changed" ? PreCheckNames.Hashes : PreCheckNames.Files, candidate.Checks.First(check => !check.Ok).Name);
        Assert.True(preview.Candidates[1].Proposed);
        Assert.Equal(events, (await scene.EventsAsync(model)).Count);
        Assert.Null((await VersionAsync(model, "2")).VerifiedOk);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("deleted")]
    public async Task A_file_that_is_not_there_is_seen_without_reading(string damage)
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 2, damage);

        var preview = await scene.PreviewAsync(model);

        Assert.Equal((false, PreCheckNames.Files), (preview.Candidates[0].Ok, preview.Candidates[0].Checks.First(check => !check.Ok).Name));
        Assert.True(preview.Candidates[1].Proposed);
        Assert.Equal(1, (await scene.BackAsync(model, to: null, from: 3)).To);
    }

    [Fact]
    public async Task A_flipped_bit_is_found_when_the_proposed_one_is_read()
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 2, "middle byte");

        var refusal = await Refused.ByAsync("integrity_failed", () => scene.BackAsync(model, to: null, from: 3));

        Assert.Equal((2, 1), (refusal.Details!["version"], refusal.Details["next"]));
        Assert.Equal(1, Assert.Single((await scene.PreviewAsync(model)).Candidates, candidate => candidate.Proposed).Version);
    }

    [Theory]
    [InlineData("model/a.bin")]
    [InlineData("model/b.bin")]
    [InlineData("model/c.bin")]
    public async Task Every_file_is_hashed_and_none_only_looked_at(string path)
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 2, "last byte", path);

        var verified = await scene.Get<VersionVerification>().VerifyAsync(model, "2", scene.Viewer, null, default);
        var refusal = await Refused.ByAsync("integrity_failed", () => scene.BackAsync(model, to: 2, from: 3));

        Assert.Equal(path, Assert.Single(verified.Findings).Path);
        Assert.Equal(path, Assert.Single(Assert.IsType<List<VerificationFinding>>(refusal.Details!["files"])).Path);
    }

    [Theory]
    [InlineData("model/a.bin")]
    [InlineData("model/b.bin")]
    [InlineData("model/c.bin")]
    public async Task Every_file_is_looked_at_without_reading(string path)
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 2, "truncated", path);

        var candidate = (await scene.PreviewAsync(model)).Candidates[0];

        Assert.Contains(path, candidate.Checks.First(check => !check.Ok).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_next_when_all_are_damaged()
    {
        var model = await scene.AHistoryAsync(3);
        await DamageAsync(model, 1, "deleted");
        await DamageAsync(model, 2, "first byte");

        var refusal = await Refused.ByAsync("integrity_failed", () => scene.BackAsync(model, to: 2, from: 3));

        Assert.Null(refusal.Details!["next"]);
        Assert.True((await scene.PreviewAsync(model)).CanTakeOut);
    }

    [Fact]
    public async Task Repaired_it_is_good_again()
    {
        var model = await scene.AHistoryAsync(2);
        var file = await scene.StoredFileAsync(model, 1, "model/b.bin");
        var bytes = await File.ReadAllBytesAsync(file);
        await DamageAsync(model, 1, "last byte");
        await Refused.ByAsync("integrity_failed", () => scene.BackAsync(model, to: 1, from: 2));
        await File.WriteAllBytesAsync(file, bytes);

        var candidate = await scene.Get<RollbackWorkflow>().RehearseAsync(model, Stage.Production, 1, null, scene.Operator, default);

        Assert.True(candidate.Ok);
        Assert.True((await VersionAsync(model, "1")).VerifiedOk);
        Assert.Equal(1, (await scene.BackAsync(model, to: null, from: 2)).To);
    }

    [Fact]
    public async Task A_rehearsal_of_a_damaged_version_says_so_and_keeps_it()
    {
        var model = await scene.AHistoryAsync(2);
        await DamageAsync(model, 1, "last byte");

        var candidate = await scene.Get<RollbackWorkflow>().RehearseAsync(model, Stage.Production, 1, null, scene.Operator, default);

        Assert.False(candidate.Ok);
        Assert.Contains("model/b.bin has changed", candidate.Checks.Single(check => check.Name == PreCheckNames.Hashes).Detail, StringComparison.Ordinal);
        Assert.False((await VersionAsync(model, "1")).VerifiedOk);
    }

    private Task<VersionView> VersionAsync(string model, string number) => scene.Get<VersionQueries>().GetAsync(model, number, scene.Auditor, default);

    private async Task DamageAsync(string model, int version, string damage, string path = "model/b.bin")
    {
        var file = await scene.StoredFileAsync(model, version, path);
        var bytes = await File.ReadAllBytesAsync(file);
        switch (damage)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "link":
                File.Move(file, $"{file}-moved");
                File.CreateSymbolicLink(file, $"{file}-moved");
                break;
            case "swapped":
                var other = await scene.StoredFileAsync(model, version, "model/a.bin");
                await File.WriteAllBytesAsync(file, await File.ReadAllBytesAsync(other));
                await File.WriteAllBytesAsync(other, bytes);
                break;
            default:
                await File.WriteAllBytesAsync(file, Damaged(bytes, damage));
                break;
        }
    }

    private static byte[] Damaged(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "truncated":
                return bytes[..^1];
            case "longer":
                return [.. bytes, 0];
            default:
                bytes[damage switch { "first byte" => 0, "middle byte" => bytes.Length / 2, _ => bytes.Length - 1 }] ^= 1;
                return bytes;
        }
    }
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 11: what lets a version come back is a re-hash of that version, a moment ago, and nothing else.</summary>
public sealed class RollbackProofTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task A_proof_that_is_fresh_moves_the_slot()
    {
        var model = await scene.AHistoryAsync(3);
        var proof = await HashAsync(model, 2);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(2, (await DecideAsync(model, proof)).To);
    }

    [Fact]
    public async Task Without_a_proof_nothing_moves() => await RefusedAsync(await scene.AHistoryAsync(3), proof: null);

    [Fact]
    public async Task The_proof_of_another_version_moves_nothing()
    {
        var model = await scene.AHistoryAsync(3);

        await RefusedAsync(model, await HashAsync(model, 1));
    }

    [Fact]
    public async Task A_proof_that_is_too_old_moves_nothing()
    {
        var model = await scene.AHistoryAsync(3);
        var proof = await HashAsync(model, 2);
        scene.Registry.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1));

        await RefusedAsync(model, proof);
    }

    [Fact]
    public async Task A_proof_from_before_a_failed_verification_moves_nothing_and_one_from_after_it_does()
    {
        var model = await scene.AHistoryAsync(3);
        var file = await scene.StoredFileAsync(model, 2, "model/c.bin");
        var bytes = await File.ReadAllBytesAsync(file);
        var before = await HashAsync(model, 2);
        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));
        File.Delete(file);
        await scene.Get<VersionVerification>().VerifyAsync(model, "2", scene.Viewer, null, default);
        await File.WriteAllBytesAsync(file, bytes);
        scene.Registry.Clock.Advance(TimeSpan.FromSeconds(1));

        await RefusedAsync(model, before);

        Assert.Equal(2, (await DecideAsync(model, await HashAsync(model, 2))).To);
    }

    private Task<Rehash> HashAsync(string model, int version) =>
        scene.Get<VersionVerification>().HashAsync(model, version.Text(), Actor.System, null, default);

    private Task<RollbackView> DecideAsync(string model, Rehash? proof) =>
        scene.Get<RegistryStore>().WriteAsync(scene.Operator, async transaction =>
        {
            var attempt = new RollbackAttempt(model, Stage.Production, new NewRollback(2, RollbackScene.Reason, 3), proof, new HashSet<Guid>(), null);
            return await RollbackExecution.RunAsync(transaction, await RollbackDecision.TakeAsync(transaction, attempt, default), default);
        }, default);

    private async Task RefusedAsync(string model, Rehash? proof)
    {
        var before = await scene.StateAsync(model);

        await Support.Refused.ByAsync("changed_meanwhile", () => DecideAsync(model, proof));

        Assert.Equal(before, await scene.StateAsync(model));
    }
}

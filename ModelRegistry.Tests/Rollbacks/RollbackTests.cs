using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Tests.Rollbacks;

/// <summary>Rule 11: going back moves the slot, proves the bytes, quarantines what it removes and asks for a later look.</summary>
public sealed class RollbackTests(RollbackScene scene) : IClassFixture<RollbackScene>
{
    [Fact]
    public async Task The_last_good_version_is_proposed_and_comes_back()
    {
        var model = await scene.AHistoryAsync(3);
        var preview = await scene.PreviewAsync(model);

        var rollback = await scene.BackAsync(model, to: null, from: 3);

        Assert.Equal([2, 1], preview.Candidates.Select(candidate => candidate.Version));
        Assert.Equal(2, Assert.Single(preview.Candidates, candidate => candidate.Proposed).Version);
        Assert.Equal((3, 2, RollbackKind.Back, true), (rollback.From, rollback.To, rollback.Kind, rollback.Quarantined));
        Assert.Equal(2, await scene.OccupantAsync(model));
    }
}

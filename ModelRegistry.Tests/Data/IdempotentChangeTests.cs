using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>Kept answers by the clock, and what a service can get wrong with them.</summary>
public sealed class IdempotentChangeTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _scientist = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _scientist = await _registry.PersonAsync("scientist", Roles.DataScientist);
        await _registry.AModelAsync(_scientist);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task An_answer_is_kept_for_24_hours_and_not_longer()
    {
        var first = await VersionAsync("key");
        _registry.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        var kept = await VersionAsync("key");
        _registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var expired = await VersionAsync("key");
        var again = await VersionAsync("key");

        Assert.Equal((1, 1, 2, 2), (first.Number, kept.Number, expired.Number, again.Number));
    }

    [Fact]
    public async Task An_expired_key_may_come_with_another_body()
    {
        await VersionAsync("key", "body");
        await Refused.ByAsync("idempotency_key_reused", () => VersionAsync("key", "other"));
        _registry.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(2, (await VersionAsync("key", "other")).Number);
    }

    [Fact]
    public async Task What_is_expired_is_removed_and_nothing_else()
    {
        for (var i = 0; i < 3; i++)
        {
            await VersionAsync($"old {i}");
        }

        await AddRecordsAsync(Pruning.Batch);
        _registry.Clock.Advance(TimeSpan.FromHours(1));
        await VersionAsync("young");
        _registry.Clock.Advance(TimeSpan.FromHours(23));

        var removed = await _registry.Get<IdempotencyRecords>().PruneAsync(default);

        Assert.Equal(Pruning.Batch + 3, removed);
        await using var db = _registry.OpenDatabase();
        Assert.Equal(["young"], await db.IdempotencyRecords.Select(record => record.KeyHash).ToListAsync());
    }

    [Fact]
    public async Task A_second_change_under_one_key_is_a_bug_that_shows()
    {
        var actor = As("key");
        await _registry.Get<VersionWorkflow>().CreateAsync("fraud", new NewVersion(), actor, default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _registry.Get<VersionWorkflow>().CreateAsync("fraud", new NewVersion(), actor, default));
    }

    [Fact]
    public async Task A_change_that_turned_out_to_be_none_is_kept_too()
    {
        var edit = new ModelEdit(Description: "same");
        await _registry.Get<ModelWorkflow>().EditAsync("fraud", edit, _scientist, default);
        await _registry.Get<ModelWorkflow>().EditAsync("fraud", edit, As("key"), default);
        await _registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Description: "other"), _scientist, default);

        var again = await _registry.Get<ModelWorkflow>().EditAsync("fraud", edit, As("key"), default);

        Assert.Equal("same", again.Description);
        Assert.Equal("other", (await _registry.Get<ModelQueries>().GetAsync("fraud", _scientist, default)).Description);
    }

    [Fact]
    public async Task A_change_that_records_nothing_is_a_bug_with_a_key_as_well()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _registry.Get<RegistryStore>().WriteAsync(As("key"), async transaction =>
        {
            (await transaction.Db.Models.SingleAsync()).Description = "unseen";
        }, default));

        await using var db = _registry.OpenDatabase();
        Assert.Empty(await db.IdempotencyRecords.ToListAsync());
    }

    private Task<VersionView> VersionAsync(string key, string body = "body") =>
        _registry.Get<VersionWorkflow>().CreateAsync("fraud", new NewVersion(), As(key, body), default);

    private Actor As(string key, string body = "body") => _scientist with { Idempotency = new IdempotencyKey(key, body) };

    private async Task AddRecordsAsync(int count)
    {
        await using var db = _registry.OpenDatabase();
        db.IdempotencyRecords.AddRange(Enumerable.Range(0, count)
            .Select(i => new IdempotencyRecord { KeyHash = $"more {i}", BodyHash = "body", At = _registry.Clock.GetUtcNow() }));
        await db.SaveChangesAsync();
    }
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What only grows is removed when its time is over, and nothing before; without a word in the audit trail.</summary>
public sealed class PruningTests : IAsyncLifetime
{
    private static readonly Retention Times = Retention.Default;

    private TestRegistry _registry = null!;
    private Actor _person = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _person = await _registry.PersonAsync("person", Roles.DataScientist, Roles.Auditor);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Sessions_go_when_they_ended_or_expired_long_ago_and_valid_ones_stay()
    {
        var (expired, ended) = (await SignInAsync(), await SignInAsync());
        await _registry.Get<Sessions>().EndAsync(ended, _person, default);
        _registry.Clock.Advance(Times.EndedSessions - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await PruneSessionsAsync());
        _registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await PruneSessionsAsync());
        Assert.Equal([expired], await SessionsAsync());

        _registry.Clock.Advance(Sessions.Lifetime - TimeSpan.FromMilliseconds(1));
        var valid = await SignInAsync();
        Assert.Equal(0, await PruneSessionsAsync());
        _registry.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await PruneSessionsAsync());
        Assert.Equal([valid], await SessionsAsync());
        Assert.NotNull(await _registry.Get<Sessions>().ActorAsync(valid, Door.Browser, null, default));
    }

    [Fact]
    public async Task Notifications_go_long_after_they_were_read_and_unread_ones_stay()
    {
        await NotifyAsync("read", "unread");
        _registry.Clock.Advance(Times.ReadNotifications);
        var read = (await NoticesAsync()).Single(notice => notice.Text == "read");
        await _registry.Get<NotificationWorkflow>().MarkReadAsync([read.Id], _person, default);
        _registry.Clock.Advance(Times.ReadNotifications - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await _registry.Get<NotificationWorkflow>().PruneAsync(default));

        _registry.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await _registry.Get<NotificationWorkflow>().PruneAsync(default));
        Assert.Equal(["unread"], (await NoticesAsync()).Select(notice => notice.Text));
    }

    [Fact]
    public async Task Stamps_of_hosts_go_but_for_the_latest_of_one_that_may_still_come()
    {
        var slots = await SlotsAsync(3);
        var (living, revoked, expired) = (await TokenAsync(), await TokenAsync(), await TokenAsync(days: 30));
        await StampAsync((living, slots[0], 0), (living, slots[1], 1), (revoked, slots[0], 0), (expired, slots[0], 0));
        await _registry.Get<AccessTokens>().RevokeAsync(revoked, null, _person, default);
        Assert.Equal(0, await PruneHostsAsync());

        _registry.Clock.Advance(Times.UnseenHosts + TimeSpan.FromDays(2));

        Assert.Equal(3, await PruneHostsAsync());
        Assert.Equal([(living, slots[1])], await StampsAsync());
    }

    [Fact]
    public async Task Stamps_of_a_host_that_asks_on_stay_in_every_slot()
    {
        var (slots, token) = (await SlotsAsync(2), await TokenAsync());
        _registry.Clock.Advance(Times.UnseenHosts);
        await StampAsync((token, slots[0], 1), (token, slots[1], 2));

        Assert.Equal(0, await PruneHostsAsync());
    }

    [Fact]
    public async Task More_than_a_batch_goes_in_one_run_and_leaves_no_event()
    {
        await using (var db = _registry.OpenDatabase())
        {
            db.UserSessions.AddRange(Enumerable.Range(0, (2 * Pruning.Batch) + 1)
                .Select(_ => new UserSession { Id = Guid.NewGuid(), UserId = _person.UserId!.Value, ExpiresAt = _registry.Clock.GetUtcNow() }));
            await db.SaveChangesAsync();
        }

        _registry.Clock.Advance(Times.EndedSessions);
        var events = await NewestEventAsync();

        Assert.Equal((2 * Pruning.Batch) + 1, await PruneSessionsAsync());
        Assert.Equal(events, await NewestEventAsync());
    }

    private Task<Guid> SignInAsync() => _registry.Get<Sessions>().StartAsync(_person, default);

    private Task<int> PruneSessionsAsync() => _registry.Get<Sessions>().PruneAsync(default);

    private Task<int> PruneHostsAsync() => _registry.Get<ConsumptionLog>().PruneAsync(_registry.Get<RegistryStore>(), default);

    private async Task<List<Guid>> SessionsAsync()
    {
        await using var db = _registry.OpenDatabase();
        return await db.UserSessions.OrderBy(session => session.ExpiresAt).Select(session => session.Id).ToListAsync();
    }

    private Task NotifyAsync(params string[] texts) => _registry.Get<RegistryStore>().WriteAsync(Actor.System, async transaction =>
    {
        transaction.AllowUnaudited();
        foreach (var text in texts)
        {
            await Notices.AddAsync(transaction, [_person.UserId!.Value], NoticeKind.RoleTaken, text);
        }
    }, default);

    private async Task<IReadOnlyList<NotificationView>> NoticesAsync() =>
        (await _registry.Get<NotificationQueries>().ListAsync(null, null, _person, default)).Items;

    private async Task<Guid> TokenAsync(int days = 360) =>
        (await _registry.Get<AccessTokens>()
            .CreateAsync(new NewToken($"host {Guid.NewGuid():n}", [Scopes.Resolve], ExpiresAt: _registry.Clock.GetUtcNow().AddDays(days)), _person,
            default)).Id;

    private async Task<Guid[]> SlotsAsync(int count)
    {
        await _registry.AModelAsync(_person);
        await using var db = _registry.OpenDatabase();
        var model = await db.Models.SingleAsync();
        var slots = Enumerable.Range(0, count).Select(i => new Slot(model.Id, $"alias-{i}", SlotKind.Alias, _registry.Clock.GetUtcNow().AddMilliseconds(i)))
            .ToList();
        db.Slots.AddRange(slots);
        await db.SaveChangesAsync();
        return [.. slots.Select(slot => slot.Id)];
    }

    private async Task StampAsync(params (Guid Token, Guid Slot, int Minutes)[] stamps)
    {
        await using var db = _registry.OpenDatabase();
        db.Consumptions.AddRange(stamps.Select(stamp =>
            new Consumption { TokenId = stamp.Token, SlotId = stamp.Slot, VersionNumber = 1, LastAt = _registry.Clock.GetUtcNow().AddMinutes(stamp.Minutes) }));
        await db.SaveChangesAsync();
    }

    private async Task<List<(Guid, Guid)>> StampsAsync()
    {
        await using var db = _registry.OpenDatabase();
        return [.. (await db.Consumptions.ToListAsync()).Select(stamp => (stamp.TokenId, stamp.SlotId))];
    }

    private async Task<long> NewestEventAsync() => (await _registry.Get<AuditQueries>().ListAsync(new AuditSearch(PageSize: 1), _person, default)).Items[0].Seq;
}

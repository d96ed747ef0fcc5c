using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Notifications;

public sealed class NotificationTests : IAsyncLifetime
{
    private TestRegistry _registry = null!;
    private Actor _reader = null!;
    private Actor _other = null!;

    public async Task InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _reader = await _registry.PersonAsync("reader", Roles.Reviewer);
        _other = await _registry.PersonAsync("other", Roles.DataScientist);
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task The_list_is_newest_first_and_pages()
    {
        await NotifyAsync("one", "two", "three", "four", "five");

        var first = await ListAsync(_reader, 2);
        var second = await ListAsync(_reader, 2, first.NextPageToken);
        var third = await ListAsync(_reader, 2, second.NextPageToken);

        Assert.Equal(["five", "four", "three", "two", "one"], first.Items.Concat(second.Items).Concat(third.Items).Select(notice => notice.Text));
        Assert.Null(third.NextPageToken);
        Assert.Empty((await ListAsync(_other, null)).Items);
    }

    [Fact]
    public async Task A_notice_is_shown_only_while_one_may_see_its_model()
    {
        await _registry.AModelAsync(_other);
        await _registry.AModelAsync(_other, "seen by all");
        await NotifyAsync("about fraud");
        Assert.Equal(("fraud", 7L), Assert.Single((await ListAsync(_reader, null)).Items) is var notice ? (notice.Model, notice.Request!.Value) : default);

        await _registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Restricted: true), _other, default);

        Assert.Empty((await ListAsync(_reader, null)).Items);
        Assert.Equal(0, await CountAsync(_reader));
    }

    [Fact]
    public async Task Reading_is_marked_for_oneself_alone_and_leaves_no_event()
    {
        await NotifyAsync("one", "two", "three");
        var newest = (await ListAsync(_reader, null)).Items[0];
        var events = await EventsAsync();

        await _registry.Get<NotificationWorkflow>().MarkReadAsync([newest.Id], _other, default);
        Assert.Equal(3, await CountAsync(_reader));
        await _registry.Get<NotificationWorkflow>().MarkReadAsync([newest.Id], _reader, default);
        Assert.Equal([true, false, false], (await ListAsync(_reader, null)).Items.Select(notice => notice.Read));
        await _registry.Get<NotificationWorkflow>().MarkReadAsync(null, _reader, default);

        Assert.Equal(0, await CountAsync(_reader));
        Assert.Equal(events, await EventsAsync());
        await Refused.ByAsync("too_many", () => _registry.Get<NotificationWorkflow>().MarkReadAsync([.. Enumerable.Range(0, 201)], _reader, default));
    }

    [Fact]
    public async Task No_more_than_a_hundred_are_counted()
    {
        await NotifyAsync([.. Enumerable.Range(0, 120).Select(i => $"{i}")]);

        Assert.Equal(100, await CountAsync(_reader));
    }

    [Fact]
    public async Task A_long_sentence_is_cut_and_nobody_is_told_of_their_own_act()
    {
        await _registry.Get<RegistryStore>().WriteAsync(_other, async transaction =>
        {
            transaction.Record(new TestChanged());
            await Notices.AddAsync(transaction, [_reader.UserId!.Value, _other.UserId!.Value, _reader.UserId!.Value], NoticeKind.PolicyLowered,
                new string('x', 600));
        }, default);

        Assert.Equal(500, Assert.Single((await ListAsync(_reader, null)).Items).Text.Length);
        Assert.Empty((await ListAsync(_other, null)).Items);
    }

    [Fact]
    public async Task People_are_found_by_any_of_their_roles_while_they_are_active()
    {
        var both = await _registry.PersonAsync("both", Roles.Reviewer, Roles.Auditor);
        await _registry.Get<People>().EditAsync(_other.UserId!.Value, new UserEdit(Disabled: true), Actor.System, default);
        await using var db = _registry.OpenDatabase();

        var found = await Notices.WithRolesAsync(db, [Roles.Reviewer, Roles.Auditor, Roles.DataScientist], default);

        Assert.Equal(new[] { _reader.UserId!.Value, both.UserId!.Value }.Order(), found.Order());
    }

    private Task NotifyAsync(params string[] texts) => _registry.Get<RegistryStore>().WriteAsync(_other, async transaction =>
    {
        transaction.Record(new TestChanged());
        var model = transaction.Db.Models.Where(found => found.Name == "fraud").Select(found => (Guid?)found.Id).FirstOrDefault();
        foreach (var text in texts)
        {
            await Notices.AddAsync(transaction, [_reader.UserId!.Value], NoticeKind.RequestWaiting, text, model, 7);
            await transaction.Db.SaveChangesAsync();
        }
    }, default);

    private Task<Core.Common.Page<NotificationView>> ListAsync(Actor reader, int? size, string? token = null) =>
        _registry.Get<NotificationQueries>().ListAsync(size, token, reader, default);

    private Task<int> CountAsync(Actor reader) => _registry.Get<NotificationQueries>().UnreadCountAsync(reader, default);

    private Task<int> EventsAsync()
    {
        using var db = _registry.OpenDatabase();
        return Task.FromResult(db.AuditEvents.Count());
    }
}

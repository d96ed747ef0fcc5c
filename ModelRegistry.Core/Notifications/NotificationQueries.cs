using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Notifications;

/// <summary>A line of one's bell list; <see cref="Request"/> is the number of the promotion request it is about, if it is.</summary>
public sealed record NotificationView(long Id, NoticeKind Kind, string Text, string? Model, long? Request, DateTimeOffset At, bool Read);

/// <summary>Reads one's own notifications; those about a model only while one may see it.</summary>
public sealed class NotificationQueries(RegistryStore store)
{
    /// <summary>More unread ones are not counted: "100" then means "many".</summary>
    public const int MostCounted = 100;

    /// <summary>Newest first.</summary>
    public Task<Page<NotificationView>> ListAsync(int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.ReadNotices);
            var size = PageToken.Size(pageSize);
            var before = PageToken.DecodeLong(pageToken) ?? long.MaxValue;
            var rows = await Visible(db, actor).Where(notice => notice.Id < before).OrderByDescending(notice => notice.Id).Take(size + 1)
                .Select(notice => new NotificationView(notice.Id, notice.Kind, notice.Text,
                    db.Models.Where(model => model.Id == notice.ModelId).Select(model => model.Name).FirstOrDefault(),
                    notice.RequestNumber, notice.At, notice.ReadAt != null)).ToListAsync(ct);
            return new Page<NotificationView>([.. rows.Take(size)], rows.Count > size ? PageToken.Encode(rows[size - 1].Id) : null);
        }, ct);

    /// <summary>The newest, and how many one has not read, at most <see cref="MostCounted"/>: what the bell shows.</summary>
    public async Task<(IReadOnlyList<NotificationView> Newest, int Unread)> BellAsync(int most, Actor actor, CancellationToken ct)
    {
        var page = await ListAsync(most, null, actor, ct);
        return (page.Items, page.NextPageToken is null ? page.Items.Count(notice => !notice.Read) : await UnreadCountAsync(actor, ct));
    }

    /// <summary>How many one has not read, at most <see cref="MostCounted"/>.</summary>
    public Task<int> UnreadCountAsync(Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, db =>
        {
            Rights.Require(actor, Right.ReadNotices);
            return Visible(db, actor).Where(notice => notice.ReadAt == null).Select(notice => notice.Id).OrderByDescending(id => id).Take(MostCounted)
                .CountAsync(ct);
        }, ct);

    private static IQueryable<Notification> Visible(RegistryDbContext db, Actor actor)
    {
        var models = db.Models.VisibleTo(actor);
        return db.Notifications.Where(notice => notice.UserId == actor.UserId && (notice.ModelId == null || models.Any(model => model.Id == notice.ModelId)));
    }
}

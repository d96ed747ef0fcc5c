using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Notifications;

/// <summary>Marks one's own notifications as read, and removes those that were read long ago.</summary>
public sealed class NotificationWorkflow(RegistryStore store, RegistrySettings settings, TimeProvider time)
{
    /// <summary>Those with these ids, or all when none are named; ids of other people's are passed over.</summary>
    public Task MarkReadAsync(IReadOnlyList<long>? ids, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.ReadNotices);
            if (ids?.Count > PageToken.MaxSize)
            {
                throw RegistryException.Invalid("ids", "too_many",
                    string.Create(CultureInfo.InvariantCulture,
                    $"{ids.Count} ids at once are more than {PageToken.MaxSize}. Leave ids out to mark all as read."));
            }

            // When somebody looked is a last-use stamp: it changes nothing but the count beside their own bell.
            transaction.AllowUnaudited();
            transaction.Notify(actor.UserId is { } reader ? [reader] : []); // the bells of their other tabs
            var unread = transaction.Db.Notifications.Where(notice => notice.UserId == actor.UserId && notice.ReadAt == null);
            await (ids is null ? unread : unread.Where(notice => ids.Contains(notice.Id)))
                .ExecuteUpdateAsync(set => set.SetProperty(notice => notice.ReadAt, transaction.Now), ct);
        }, ct);

    /// <summary>Removes notifications that were read long ago; unread ones stay. Returns how many.</summary>
    public Task<int> PruneAsync(CancellationToken ct)
    {
        var before = time.Now() - settings.Retention.ReadNotifications;
        return store.PruneAsync(db => db.Notifications.Where(notice => notice.ReadAt <= before).OrderBy(notice => notice.ReadAt), ct);
    }
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Notifications;

/// <summary>Writes notifications in the transaction of what they tell of: no change, no notice, and the other way round.</summary>
internal static class Notices
{
    /// <summary>One notice for each of these people, but never for the one who acts: they know.</summary>
    public static Task AddAsync(RegistryTransaction transaction, IEnumerable<Guid> userIds, NoticeKind kind, string text, Guid? modelId = null,
        long? requestNumber = null, CancellationToken ct = default)
    {
        var told = userIds.Where(id => id != transaction.Actor.UserId).Distinct().ToList();
        transaction.Notify(told);
        return transaction.Db.Notifications.AddRangeAsync(told.Select(id => new Notification
        {
            UserId = id,
            Kind = kind,
            Text = Shortened(text),
            ModelId = modelId,
            RequestNumber = requestNumber,
            At = transaction.Now,
        }), ct);
    }

    /// <summary>The active people who have at least one of these roles.</summary>
    public static Task<List<Guid>> WithRolesAsync(RegistryDbContext db, IReadOnlyCollection<string> roles, CancellationToken ct) =>
        db.UserRoles.Where(row => db.Roles.Any(role => role.Id == row.RoleId && roles.Contains(role.Name!)))
            .Where(row => db.Users.Any(user => user.Id == row.UserId && user.DisabledAt == null))
            .Select(row => row.UserId).Distinct().ToListAsync(ct);

    private static string Shortened(string text) => text.Length <= Notification.TextMaxLength ? text : $"{text[..(Notification.TextMaxLength - 1)]}…";
}

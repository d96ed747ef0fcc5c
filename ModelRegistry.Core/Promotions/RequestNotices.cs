using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;

namespace ModelRegistry.Core.Promotions;

/// <summary>Tells people about requests, in the transaction of what happened.</summary>
internal static class RequestNotices
{
    /// <summary>To everybody who may approve: it waits for them.</summary>
    public static Task Opened(RegistryTransaction transaction, RequestStanding standing, Reviewers pool) =>
        Add(transaction, standing.File.Request, standing.File.Model, pool.Awaited(standing.Policy), NoticeKind.RequestWaiting,
            $"{standing.File.Request.RequestedByName} asks you to review {Name(standing)}");

    /// <summary>To the requester, and to those who decided so far.</summary>
    public static Task Decided(RegistryTransaction transaction, RequestStanding standing, string sentence) =>
        Add(transaction, standing.File.Request, standing.File.Model, Followers(standing), NoticeKind.RequestDecided, sentence);

    /// <summary>
    /// The same when the model goes too, which hides what names it: so the notice names no model to be hidden with, and only
    /// those get it who saw it.
    /// </summary>
    public static async Task DecidedWithItsModelAsync(RegistryTransaction transaction, RequestStanding standing, string sentence, CancellationToken ct)
    {
        var model = standing.File.Model;
        var followers = Followers(standing).Distinct().ToArray();
        var seeing = model.Closed
            ? await GrantedModels.Seeing(transaction.Db, model).Where(id => followers.Contains(id)).ToListAsync(ct)
            : [.. followers];
        await Notices.AddAsync(transaction, followers.Where(id => id == model.OwnerId || seeing.Contains(id)), NoticeKind.RequestDecided, sentence, ct: ct);
    }

    /// <summary>To those whose approval went stale, and to the requester.</summary>
    public static Task Changed(RegistryTransaction transaction, RequestStanding standing, string what) =>
        Add(transaction, standing.File.Request, standing.File.Model, Followers(standing), NoticeKind.RequestChanged,
            $"{what}: approvals of {Name(standing)} are stale");

    /// <summary>To whoever asked for changes: the requester answered.</summary>
    public static Task AskedAgain(RegistryTransaction transaction, RequestStanding standing, IEnumerable<Guid> reviewers) =>
        Add(transaction, standing.File.Request, standing.File.Model, reviewers, NoticeKind.RequestWaiting,
            $"{transaction.Actor.Name} answered: please look at {Name(standing)} again");

    public static Task Expiring(RegistryTransaction transaction, RequestFile file, IEnumerable<Guid> users) =>
        Add(transaction, file.Request, file.Model, users, NoticeKind.RequestExpiring,
            string.Create(CultureInfo.InvariantCulture, $"{Name(file.Request, file.Model)} expires on {file.Request.ExpiresAt:d MMMM} if nobody decides"));

    /// <summary>To the owner, and of each open request to whoever asked, may decide or did.</summary>
    public static async Task RenamedAsync(RegistryTransaction transaction, RenamedModel renamed, IReadOnlyList<RequestFile> open, CancellationToken ct)
    {
        var model = renamed.Model;
        var people = open.SelectMany(file => file.Reviews.Select(review => review.Review.ById).Append(file.Request.RequestedById)).Append(model.OwnerId);
        if (open.Count > 0)
        {
            var pool = await Reviewers.ReadAsync(transaction.Db, model, null, [], ct);
            people = people.Concat(pool.Ids.Where(id => open.Any(file => file.Involved.All(person => person.UserId != id))));
        }

        var stale = open.Count == 0 ? "" : " Its open requests need their approvals again.";
        await Notices.AddAsync(transaction, people, NoticeKind.ModelRenamed, $"{transaction.Actor.Name} renamed {renamed.FormerName} to {model.Name}.{stale}",
            model.Id, ct: ct);
    }

    /// <summary>Everybody with the role, but the one who acts: for what is done without approval.</summary>
    public static async Task UnapprovedAsync(RegistryTransaction transaction, RequestStanding standing, string sentence, CancellationToken ct)
    {
        var pool = await Reviewers.ReadAsync(transaction.Db, standing.File.Model, standing.File.Request.Slot, [], ct);
        await Add(transaction, standing.File.Request, standing.File.Model, pool.Ids.Append(standing.File.Model.OwnerId), NoticeKind.PostReview, sentence);
    }

    public static string Name(RequestStanding standing) => Name(standing.File.Request, standing.File.Model);

    public static string Name(PromotionRequest request, Model model) => string.Create(CultureInfo.InvariantCulture,
        $"#{request.Number} ({(request.VersionNumber is { } number ? $"{model.Name} v{number} → {request.Slot}" : $"empty {request.Slot} of {model.Name}")})");

    private static IEnumerable<Guid> Followers(RequestStanding standing) =>
        standing.File.Reviews.Select(review => review.Review.ById).Append(standing.File.Request.RequestedById);

    private static Task Add(RegistryTransaction transaction, PromotionRequest request, Model model, IEnumerable<Guid> users, NoticeKind kind, string text) =>
        Notices.AddAsync(transaction, users, kind, text, model.Id, request.Number);
}

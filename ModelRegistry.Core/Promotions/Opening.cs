using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Promotions;

/// <summary>On whose behalf a request is opened; for automatic ones that is the version's registrant.</summary>
internal sealed record Requester(Guid Id, string Name, string Comment, bool Automatic);

/// <summary>Opens a request inside a transaction that holds the model's lock.</summary>
internal static class Opening
{
    public static async Task<RequestView> OpenAsync(RegistryTransaction transaction, PromotionWish wish, Requester requester, CancellationToken ct)
    {
        var db = transaction.Db;
        var number = await db.NextRequestNumberAsync(ct);
        await SupersedeEarlierAsync(transaction, wish, requester, number, ct);
        var request = new PromotionRequest(number, wish.Model.Id, wish.Slot.Name, wish.Slot.NormalizedName, transaction.Now,
            TimeSpan.FromDays(wish.Policy.Content.ExpiresAfterDays))
        {
            VersionId = wish.VersionId,
            VersionNumber = wish.Facts?.Number,
            Comment = requester.Comment,
            RequestedById = requester.Id,
            RequestedByName = requester.Name,
            Automatic = requester.Automatic,
            OpenedUnderId = wish.Policy.Id,
        };
        request.Expect(wish.Slot.Row?.VersionId, wish.Slot.Row?.VersionNumber);
        db.PromotionRequests.Add(request);
        wish.Model.UpdatedAt = transaction.Now;
        await db.SaveChangesAsync(ct);
        var file = await FileAsync(db, wish, request, ct);
        var standing = RequestStanding.Of(file, transaction.Now);
        await file.KeepAsync(db, standing, ct);
        await db.KeepAsync(standing.Subject, ct);
        Record(transaction, wish.Model, standing, requester);
        if (standing.MayMove)
        {
            await Execution.ExecuteAsync(transaction, standing, ct);
            return RequestViews.View(RequestStanding.Of(file, transaction.Now), [], null);
        }

        var pool = await Reviewers.ReadAsync(db, standing, ct);
        await RequestNotices.Opened(transaction, standing, pool);
        return RequestViews.View(standing, [], pool);
    }

    /// <summary>What a new request is decided by is what the wish was found with, and who had a hand in it.</summary>
    private static async Task<RequestFile> FileAsync(RegistryDbContext db, PromotionWish wish, PromotionRequest request, CancellationToken ct)
    {
        var involved = await Involvement.ReadAsync(db, [request], ct);
        var objected = await db.PostReviews.AnyAsync(review => review.ModelId == request.ModelId && review.NormalizedSlot == request.NormalizedSlot
            && review.State == PostReviewState.Objected, ct);
        return new RequestFile(request, wish.Model, wish.Facts, wish.Slot.Row, wish.Occupant, wish.Policy, wish.Policy.Content, [], [.. involved[request.Id]],
            objected);
    }

    private static async Task SupersedeEarlierAsync(RegistryTransaction transaction, PromotionWish wish, Requester requester, long number, CancellationToken ct)
    {
        var earlier = await transaction.Db.PromotionRequests
            .Where(request => request.ModelId == wish.Model.Id && request.NormalizedSlot == wish.Slot.NormalizedName && !request.IsFinal
                && request.RequestedById == requester.Id
                && (request.Automatic || !requester.Automatic)) // the registry takes nothing back that a person asked for
            .OrderBy(request => request.Number).ToListAsync(ct);
        foreach (var file in await RequestFiles.ReadAsync(transaction.Db, earlier, ct))
        {
            await OpenRequests.SupersedeAsync(transaction, RequestStanding.Of(file, transaction.Now),
                $"{requester.Name} opened request #{number} for {wish.Slot.Name}.", ct);
        }
    }

    private static void Record(RegistryTransaction transaction, Model model, RequestStanding standing, Requester requester)
    {
        var request = standing.File.Request;
        transaction.Record(new RequestOpened(model.Ref, request.VersionNumber,
            new(request.Number, request.Slot, request.VersionNumber, requester.Name, requester.Automatic, request.ExpectedVersionNumber,
                Subject.Show(standing.Subject.Digest),
                standing.File.OpenedUnder.Number, standing.Policy.RequiredApprovals, standing.Gates),
                    requester.Comment.Length == 0 ? null : requester.Comment));
    }
}

using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Rollbacks;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>
/// Where the thing of a number is shown that is no request: post-reviews, rollbacks and quarantines are counted with requests, so that <c>#87</c> alone
/// leads to the right page.
/// </summary>
public sealed class NumberedPlaces(PostReviews reviews, RollbackQueries rollbacks, QuarantineQueries quarantines)
{
    /// <summary>Null where there is none, or none that the viewer may see.</summary>
    public async Task<string?> FindAsync(long number, Actor actor, CancellationToken ct)
    {
        if (await FoundAsync(() => reviews.GetAsync(number, actor, ct)) is { } review)
        {
            return Urls.PostReview(review.Id);
        }

        if (await FoundAsync(() => rollbacks.GetAsync(number, actor, ct)) is { } rollback)
        {
            return Urls.PostReview(rollback.PostReviewId); // which shows what the rollback did
        }

        var page = await quarantines.ListAsync(new QuarantineSearch(All: true, PageSize: 1, PageToken: PageToken.Encode(number + 1)), actor, ct);
        return page.Items is [var quarantine] && quarantine.Id == number ? Urls.Version(quarantine.Model, quarantine.Version) : null;
    }

    private static async Task<T?> FoundAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }
}

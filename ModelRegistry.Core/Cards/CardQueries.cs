using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Cards;

/// <summary>Reads the card of a model and its history, for whoever may see the model.</summary>
public sealed class CardQueries(RegistryStore store)
{
    /// <summary>The version of that number; without one the last.</summary>
    public Task<CardView> GetAsync(string modelName, int? version, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var model = await FindAsync(db, modelName, actor, ct);
            var number = version ?? model.CardVersion;
            var card = await db.WrittenCards.AsNoTracking().Where(card => card.ModelId == model.Id && card.Number == number).SingleOrDefaultAsync(ct);
            return card is null && version is not null
                ? throw RegistryException.NotFound("card_version_not_found", $"The card of '{model.Name}' has no version {number.Text()}.")
                : CardView.Of(model, card);
        }, ct);

    /// <summary>Why <paramref name="actor"/> may not approve the present card, as a sentence; null when they may.</summary>
    public Task<string?> WhyNotApproveAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var model = await FindAsync(db, modelName, actor, ct);
            return Rights.WhyNot(actor, Right.Review, model.Place) ?? await CardAuthors.WhyNotAsync(db, model, actor, ct);
        }, ct);

    /// <summary>Who wrote and approved each version, the last first.</summary>
    public Task<Page<CardVersionView>> HistoryAsync(string modelName, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            var size = PageToken.Size(pageSize);
            var model = await FindAsync(db, modelName, actor, ct);
            var before = PageToken.DecodeLong(pageToken) ?? long.MaxValue;
            var rows = await db.WrittenCards.Where(card => card.ModelId == model.Id && card.Number < before).OrderByDescending(card => card.Number)
                .Select(card => new CardVersionView(card.Number, card.ApprovedAt != null, card.WrittenByName, card.WrittenAt, card.ApprovedByName,
                    card.ApprovedAt))
                .Take(size + 1).ToListAsync(ct);
            return new Page<CardVersionView>([.. rows.Take(size)], rows.Count > size ? PageToken.Encode(rows[size - 1].Version) : null);
        }, ct);

    private static async Task<Model> FindAsync(RegistryDbContext db, string modelName, Actor actor, CancellationToken ct)
    {
        Rights.Require(actor, Right.Browse);
        return await db.FindModelAsync(actor, modelName, ct);
    }
}

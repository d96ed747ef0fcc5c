using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Cards;

/// <summary>Who wrote what is to be approved of a card: everybody who changed it since it was approved last, and who answers for a service account.</summary>
internal static class CardAuthors
{
    public static async Task<string?> WhyNotAsync(RegistryDbContext db, Model model, Actor actor, CancellationToken ct)
    {
        var cards = db.WrittenCards.Where(card => card.ModelId == model.Id);
        var since = cards.Where(card => !cards.Any(approved => approved.ApprovedAt != null && approved.Number >= card.Number));
        var hadAHand = await since.AnyAsync(card => card.WrittenById == actor.UserId
            || db.Users.Any(user => user.Id == card.WrittenById && user.ResponsibleId == actor.UserId), ct);
        return hadAHand ? "You had a hand in what was changed since the card was approved last. A reviewer who did not write it approves it." : null;
    }
}

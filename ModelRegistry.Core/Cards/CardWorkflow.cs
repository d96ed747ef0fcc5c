using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Cards;

/// <summary>Writes the card of a model, and lets a reviewer who did not write it stand for it.</summary>
public sealed class CardWorkflow(RegistryStore store, ModelWorkflow models, CardQueries cards)
{
    private const int MostOwner = 500;

    /// <summary>Replaces the whole card; a change of the model like any other (<c>model.edited</c>). What is there already makes no new version.</summary>
    public async Task<CardView> WriteAsync(string modelName, CardEdit edit, Actor actor, CancellationToken ct)
    {
        if (edit.Markdown is null == edit.Content is null)
        {
            throw RegistryException.Invalid("markdown", "card_one_of", "Send the card as one text (markdown) or by its parts (content), and not both.");
        }

        var text = edit.Markdown ?? CardMarkdown.Write(Check(edit.Content!));
        await models.EditAsync(modelName, new ModelEdit(Card: text) { CardVersion = edit.Version }, actor, ct);
        return await cards.GetAsync(modelName, null, actor, ct);
    }

    /// <summary>
    /// Approves the version that was read: another one by now is refused. Not by who wrote any of what was not approved before (rule 8), and never by
    /// a token. Approved again, it stays as it is.
    /// </summary>
    public Task<CardView> ApproveAsync(string modelName, int? version, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.TakeModelAsync(actor, modelName, ct);
            Rights.Require(actor, Right.Review, model.Place);
            var number = version ?? throw RegistryException.Invalid("version", "field_required", "version names the version of the card that you read.");
            var card = await db.WrittenCards.SingleOrDefaultAsync(card => card.ModelId == model.Id && card.Number == model.CardVersion, ct);
            if (card is null || string.IsNullOrWhiteSpace(card.Text))
            {
                throw RegistryException.Conflict("card_missing", $"'{model.Name}' has no card to approve.", "version");
            }

            if (card.Number != number)
            {
                throw Model.CardChanged(card.Number, number);
            }

            if (card.ApprovedAt is not null)
            {
                return CardView.Of(model, card);
            }

            if (await CardAuthors.WhyNotAsync(db, model, actor, ct) is { } refusal)
            {
                throw RegistryException.Forbidden("not_eligible", refusal);
            }

            card.Approve(actor.UserId!.Value, actor.Name, transaction.Now);
            transaction.Record(new CardApproved(model.Ref, new(card.Number, $"sha256:{Sha256Hex.Of(card.Text)}", card.WrittenByName)));
            return CardView.Of(model, card);
        }, ct);

    private static CardContent Check(CardContent content)
    {
        Require("content.intendedUse", content.IntendedUse);
        Require("content.limits", content.Limits);
        Require("content.trainingData", content.TrainingData);
        Require("content.evaluation", content.Evaluation);
        Require("content.ethics", content.Ethics);
        Require("content.riskReason", content.RiskReason);
        Require("content.text", content.Text);
        if (content.Risk is { } risk && !Enum.IsDefined(risk))
        {
            throw RegistryException.Invalid("content.risk", "field_invalid", "content.risk is low, medium or high.");
        }

        if (content.Risk is null && content.RiskReason.Trim().Length > 0)
        {
            throw RegistryException.Invalid("content.risk", "field_required", "content.risk is needed where a reason is given: low, medium or high.");
        }

        if (content.Contacts.Count > CardContent.MostContacts)
        {
            throw RegistryException.Invalid("content.contacts", "too_many", $"content.contacts names at most {CardContent.MostContacts.Text()} people.");
        }

        return content with
        {
            Owner = Line("content.owner", content.Owner),
            Contacts = [.. content.Contacts.Select(contact => Line("content.contacts", contact)).Where(contact => contact.Length > 0)],
        };
    }

    private static void Require(string field, string? text)
    {
        if (CardMarkdown.LeavesCodeOpen(Text.Check(field, text, Model.CardMaxLength)))
        {
            throw RegistryException.Invalid(field, "code_open",
                $"{field} begins a code block (``` or ~~~) and does not end it: the parts after it would be code.");
        }
    }

    private static string Line(string field, string? text)
    {
        var line = Text.Check(field, text, MostOwner).Trim();
        return line.AsSpan().ContainsAny('\n', '\r') ? throw RegistryException.Invalid(field, "field_invalid", $"{field} is one line.") : line;
    }
}

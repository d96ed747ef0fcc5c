using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;

namespace ModelRegistry.Core.Catalog;

/// <summary>Creates and edits registered models.</summary>
public sealed class ModelWorkflow(RegistryStore store)
{
    public Task<ModelView> CreateAsync(NewModel command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var collection = await db.FindCollectionAsync(actor, command.Collection ?? Collection.Root, "collection", ct);
            Rights.Require(actor, Right.CreateModel, collection?.Place);
            if (actor.Token is { IsLimited: true })
            {
                throw RegistryException.Forbidden("token_limited", "This access token is limited to named models or collections and cannot create another.");
            }

            var owner = command.Owner is { Length: > 0 } asked ? await FindOwnerAsync(db, asked, ct)
                : await db.DefaultOwnerAsync(collection, ct) ?? actor.UserId ?? throw OwnerNeeded();
            var model = new Model(command.Name, owner, actor.UserId ?? owner, actor.Name, transaction.Now)
            {
                Description = Text.Check("description", command.Description, Model.DescriptionMaxLength),
                ChosenMetric = CheckMetric(command.PrimaryMetric),
            };
            model.Settle(collection, command.Restricted);
            model.Tags.AddRange(Tagging.CheckNew(command.Tags, Model.MaxTags, Model.TagValueMaxLength)
                .Select(tag => new ModelTag { ModelId = model.Id, Key = tag.Key, Value = tag.Value }));
            if (await TakenNames.IsTakenAsync(db, model, model.Name, ct))
            {
                return await TakenNames.TakeAgainAsync(transaction, model, ct);
            }

            await TakenNames.RequireToldApartAsync(transaction, model, model.Name, ct);
            db.Models.Add(model);
            var view = await ViewAsync(db, model, ct);
            transaction.Record(new ModelCreated(model.Ref, RecordedModel.Of(view)));
            return view;
        }, ct);

    public Task<ModelView> EditAsync(string name, ModelEdit edit, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var model = await db.FindModelAsync(actor, name, ct);
            Rights.Require(actor, Right.EditModel, model.Place);
            await db.Entry(model).Collection(found => found.Tags).LoadAsync(ct);
            var (before, from) = (await ViewAsync(db, model, ct), model.CollectionId);
            await ApplyAsync(transaction, model, edit, ct);
            var after = await ViewAsync(db, model, ct);
            if (Tagging.SameFields(before, after))
            {
                return before;
            }

            model.UpdatedAt = transaction.Now;
            transaction.Record(ModelEdited.Of(model, before, after));
            if (before.Owner != after.Owner || before.CardVersion != after.CardVersion)
            {
                await db.SaveChangesAsync(ct);
                await transaction.FollowAsync(new ModelEvidence(model.Id), ct);
            }

            if (model.CollectionId != from)
            {
                await db.SaveChangesAsync(ct);
                await transaction.FollowAsync(new MovedModel(model, from), ct);
            }

            return after with { UpdatedAt = transaction.Now };
        }, ct);

    private static async Task ApplyAsync(RegistryTransaction transaction, Model model, ModelEdit edit, CancellationToken ct)
    {
        var (db, actor) = (transaction.Db, transaction.Actor);
        if (edit.CardVersion is { } read && read != model.CardVersion)
        {
            throw Model.CardChanged(model.CardVersion, read);
        }

        if (edit.Description is not null)
        {
            model.Description = Text.Check("description", edit.Description, Model.DescriptionMaxLength);
        }

        if (edit.Card is not null)
        {
            model.SetCard(Text.Check("card", edit.Card, Model.CardMaxLength), actor.UserId, actor.Name, transaction.Now);
        }

        if (edit.Owner is { Length: > 0 } owner)
        {
            model.OwnerId = await FindOwnerAsync(db, owner, ct);
        }

        if (edit.Restricted is not null || edit.Collection is not null)
        {
            await SettleAsync(transaction, model, edit, ct);
        }

        if (edit.PrimaryMetric is not null)
        {
            model.ChosenMetric = CheckMetric(edit.PrimaryMetric);
        }

        Tagging.Apply(edit.Tags, model.Tags, Model.MaxTags, Model.TagValueMaxLength, tag => tag.Key,
            (tag, value) => tag.Value = value, (key, value) => new ModelTag { ModelId = model.Id, Key = key, Value = value });
    }

    private static async Task SettleAsync(RegistryTransaction transaction, Model model, ModelEdit edit, CancellationToken ct)
    {
        var db = transaction.Db;
        var wanted = edit.Collection is null
            ? await db.Collections.SingleOrDefaultAsync(found => found.Id == model.CollectionId, ct)
            : await db.FindTargetAsync(transaction.Actor, edit.Collection, model.CollectionId, Right.CreateModel, ct);
        model.Settle(wanted, edit.Restricted ?? model.Restricted);
    }

    private static string? CheckMetric(string? metric) =>
        string.IsNullOrEmpty(metric) ? null : MetricName.Check("primaryMetric", metric);

    private static async Task<Guid> FindOwnerAsync(RegistryDbContext db, string email, CancellationToken ct) =>
        (await ActivePeople.FindAsync(db, "owner", "owner_unknown", email, ct)).Id;

    internal static async Task<ModelView> ViewAsync(RegistryDbContext db, Model model, CancellationToken ct)
    {
        var owner = await db.Users.Where(user => user.Id == model.OwnerId).Select(user => user.Email!).FirstAsync(ct);
        var collection = model.CollectionId is { } id ? await db.Collections.Where(found => found.Id == id).Select(found => found.Path).FirstAsync(ct) : null;
        var slots = await db.OccupiedOfModelsAsync([model.Id], ct);
        var latest = await ModelQueries.LatestVersionAsync(db, model.Id, ct);
        return ModelQueries.WithCard(ModelQueries.View(model, owner, collection, latest, model.Tags, slots[model.Id]), model);
    }

    private static RegistryException OwnerNeeded() => RegistryException.Invalid("owner", "field_required", "owner must name an account.");
}

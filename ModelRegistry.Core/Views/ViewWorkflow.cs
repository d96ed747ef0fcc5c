using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Views;

/// <summary>
/// Saves and removes views. A view decides nothing, so it leaves no event; only which of them a model's page opens with asks for more than a role.
/// </summary>
public sealed class ViewWorkflow(RegistryStore store)
{
    /// <summary>Under a name that one has already for the same list, it takes the place of the former.</summary>
    public Task<ViewOfList> SaveAsync(NewView command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.SaveView);
            transaction.AllowUnaudited(typeof(SavedView));
            var list = ListNames.Read("list", command.List);
            var name = Text.Check("name", command.Name?.Trim(), SavedView.NameMaxLength, required: true);
            var query = Text.Check("query", command.Query?.TrimStart('?'), SavedView.QueryMaxLength);
            var model = await ModelAsync(transaction, list, command, ct);
            var ownerId = actor.UserId ?? throw RegistryException.Forbidden("role_missing", "Views belong to people.");
            var normalized = Text.FoldName(name);
            var own = transaction.Db.SavedViews.Where(view => view.OwnerId == ownerId);
            var modelId = model?.Id;
            var saved = await own.SingleOrDefaultAsync(view => view.ModelId == modelId && view.NormalizedName == normalized, ct);
            if (saved is null)
            {
                if (await own.CountAsync(ct) >= SavedView.MostOfOne)
                {
                    throw RegistryException.Conflict("too_many_views", string.Create(CultureInfo.InvariantCulture,
                        $"You keep {SavedView.MostOfOne} views already. Remove one that you no longer use."));
                }

                saved = new SavedView
                {
                    Id = Guid.CreateVersion7(transaction.Now),
                    OwnerId = ownerId,
                    List = list,
                    ModelId = modelId,
                    Name = name,
                    NormalizedName = normalized,
                };
                transaction.Db.SavedViews.Add(saved);
            }

            if (command.Default && !saved.IsDefault)
            {
                await transaction.Db.SavedViews.Where(view => view.ModelId == modelId && view.IsDefault)
                    .ExecuteUpdateAsync(set => set.SetProperty(view => view.IsDefault, false), ct);
            }

            (saved.Name, saved.Query, saved.Shared, saved.IsDefault, saved.SavedAt) = (name, query, command.Shared, command.Default, transaction.Now);
            return new ViewOfList(saved.Id, name, ListNames.Of(list), model?.Name, query, saved.Shared, saved.IsDefault, actor.Name, Own: true, Removable: true,
                saved.SavedAt);
        }, ct);

    /// <summary>One's own; one that is shared also by who may edit the model, one of the list of models by an admin.</summary>
    public Task RemoveAsync(Guid id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            Rights.Require(actor, Right.SaveView);
            transaction.AllowUnaudited(typeof(SavedView));
            var view = await ViewQueries.Visible(transaction.Db, actor).SingleOrDefaultAsync(found => found.Id == id, ct)
                ?? throw RegistryException.NotFound("view_not_found", "There is no such view that you see. List the views to find its id.");
            if (view.OwnerId != actor.UserId)
            {
                var model = await transaction.Db.Models.SingleOrDefaultAsync(model => model.Id == view.ModelId, ct);
                Rights.Require(actor, Right.EditModel, model?.Place);
            }

            transaction.Db.SavedViews.Remove(view);
        }, ct);

    private static async Task<Model?> ModelAsync(RegistryTransaction transaction, ListKind list, NewView command, CancellationToken ct)
    {
        if (list == ListKind.Models)
        {
            return (command.Model, command.Default) switch
            {
                ({ Length: > 0 }, _) => throw RegistryException.Invalid("model", "model_not_asked", "A view of the list of models names no model."),
                (_, true) => throw RegistryException.Invalid("default", "default_not_possible", "Only a view of a model's versions can be its default."),
                _ => null,
            };
        }

        if (string.IsNullOrEmpty(command.Model))
        {
            throw RegistryException.Invalid("model", "field_required", "model is missing: name the model whose versions the view is of.");
        }

        var model = await transaction.Db.FindModelAsync(transaction.Actor, command.Model, ct);
        if (command.Default)
        {
            Rights.Require(transaction.Actor, Right.EditModel, model.Place);
            if (!command.Shared)
            {
                throw RegistryException.Invalid("default", "default_not_shared", "What a model's page opens with is seen by everybody: share the view, too.");
            }
        }

        return model;
    }
}

using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Views;

/// <summary>Reads saved views: one's own, and those that are shared; of the versions of a model only while one may see it.</summary>
public sealed class ViewQueries(RegistryStore store)
{
    /// <summary>By name. Without <paramref name="list"/> those of all lists; <paramref name="model"/> names the model whose versions are listed.</summary>
    public Task<Page<ViewOfList>> ListAsync(string? list, string? model, int? pageSize, string? pageToken, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var size = PageToken.Size(pageSize);
            var (removesAll, own) = (Rights.Allows(actor, Right.EditModel), db.Models.OwnedBy(actor));
            var views = Visible(db, actor);
            if (!string.IsNullOrEmpty(list))
            {
                var kind = ListNames.Read("list", list);
                views = views.Where(view => view.List == kind);
            }

            if (!string.IsNullOrEmpty(model))
            {
                var modelId = (await db.FindModelAsync(actor, model, ct)).Id;
                views = views.Where(view => view.ModelId == modelId);
            }

            if (PageToken.Decode(pageToken, 2) is [var name, var key])
            {
                var id = PageToken.Id(key);
                views = views.Where(view => string.Compare(view.NormalizedName, name) > 0 || (view.NormalizedName == name && view.Id.CompareTo(id) > 0));
            }

            var rows = await views.OrderBy(view => view.NormalizedName).ThenBy(view => view.Id).Take(size + 1)
                .Select(view => new
                {
                    view.NormalizedName,
                    View = new ViewOfList(view.Id, view.Name, view.List == ListKind.Models ? ListNames.Models : ListNames.Versions,
                        db.Models.Where(of => of.Id == view.ModelId).Select(of => of.Name).SingleOrDefault(), view.Query, view.Shared, view.IsDefault,
                        db.Users.Where(user => user.Id == view.OwnerId).Select(user => user.Email!).Single(), view.OwnerId == actor.UserId,
                        view.OwnerId == actor.UserId || removesAll || own.Any(of => of.Id == view.ModelId), view.SavedAt),
                }).ToListAsync(ct);
            return new Page<ViewOfList>([.. rows.Take(size).Select(row => row.View)],
                rows.Count > size ? PageToken.Encode(rows[size - 1].NormalizedName, rows[size - 1].View.Id.ToString()) : null);
        }, ct);

    /// <summary>How the list of a model's versions opens for the reader: one read for the page that shows it.</summary>
    public Task<ListOpening> OpeningAsync(string modelName, Actor actor, CancellationToken ct) =>
        store.ReadAsync(actor, async db =>
        {
            Rights.Require(actor, Right.Browse);
            var model = await db.FindModelAsync(actor, modelName, ct);
            var views = db.SavedViews.Where(view => view.Shared && view.IsDefault && view.List == ListKind.Versions);
            return await db.Models.Where(found => found.Id == model.Id).Select(found => new ListOpening(
                    views.Where(view => view.ModelId == found.Id).Select(view => view.Query).SingleOrDefault(),
                    db.ListChoices.Where(choice => choice.UserId == actor.UserId && choice.ListId == found.Id).Select(choice => choice.Columns)
                        .SingleOrDefault()))
                .SingleOrDefaultAsync(ct) ?? ListOpening.Usual;
        }, ct);

    internal static IQueryable<SavedView> Visible(RegistryDbContext db, Actor actor)
    {
        var models = db.Models.VisibleTo(actor);
        return db.SavedViews.Where(view => (view.Shared || view.OwnerId == actor.UserId)
            && (view.ModelId == null || models.Any(model => model.Id == view.ModelId)));
    }
}

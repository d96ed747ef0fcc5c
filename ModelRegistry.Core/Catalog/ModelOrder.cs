using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Catalog;

/// <summary>
/// The orders of the models list; ties are broken by the name, so that each is a keyset. A metric is that of the version that speaks for the model
/// (<see cref="ModelFilter.Shown"/>); models without it come last.
/// </summary>
internal static class ModelOrder
{
    private const string Fields = "name, updatedAt, createdAt or metrics.<name>";

    public static KeysetOrder<Model> Read(string? orderBy, string question, RegistryDbContext db)
    {
        var terms = OrderTerms.Read(string.IsNullOrWhiteSpace(orderBy) ? "name" : orderBy, "models", Fields);
        var order = new KeysetOrder<Model>(question);
        foreach (var term in terms)
        {
            switch ((term.Field.Prefix, term.Field.Attribute))
            {
                case (_, "name"):
                    order.By(model => model.NormalizedName, term.Descending);
                    break;
                case (_, "updatedat" or "updated"):
                    order.By(model => model.UpdatedAt, term.Descending);
                    break;
                case (_, "createdat" or "created"):
                    order.By(model => model.CreatedAt, term.Descending);
                    break;
                case ("metrics" or "metric", _):
                    ByMetric(order, term.Field.Key, term.Descending, db);
                    break;
                default:
                    throw OrderTerms.Refuse(orderBy, "models", Fields);
            }
        }

        if (terms.All(term => term.Field.Attribute != "name"))
        {
            order.By(model => model.NormalizedName, terms[^1].Descending && terms[^1].Field.Attribute is not null);
        }

        return order;
    }

    private static void ByMetric(KeysetOrder<Model> order, string name, bool descending, RegistryDbContext db)
    {
        var shown = ModelFilter.Shown(db);
        var model = shown.Parameters[0];
        Expression<Func<Guid, int?, IQueryable<Metric>>> listed = (id, number) =>
            db.Metrics.Where(row => row.ListedIn == id && row.Name == name && row.VersionNumber == number);
        order.By(Expression.Lambda<Func<Model, IQueryable<Metric>>>(
            listed.BodyWith(Expression.Property(model, nameof(Model.Id)), shown.Body), model), descending);
    }
}

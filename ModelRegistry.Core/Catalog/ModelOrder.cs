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

    private const int Missing = 4;

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
                    Metric(order, term.Field.Key, term.Descending, db);
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

    private static void Metric(KeysetOrder<Model> order, string name, bool descending, RegistryDbContext db)
    {
        var shown = ModelFilter.Shown(db);
        var (below, beyond) = descending ? (2, 0) : (0, 2);
        Expression<Func<Guid?, int>> rank = id => db.Metrics.Where(metric => metric.VersionId == id && metric.IsCurrent && metric.Name == name)
            .OrderByDescending(metric => metric.Id)
            .Select(metric => (int?)(metric.Kind == NumberKind.Finite ? 1 : metric.Kind == NumberKind.NegativeInfinity ? below
                : metric.Kind == NumberKind.PositiveInfinity ? beyond : 3)).FirstOrDefault() ?? Missing;
        Expression<Func<Guid?, double>> size = id => db.Metrics.Where(metric => metric.VersionId == id && metric.IsCurrent && metric.Name == name)
            .OrderByDescending(metric => metric.Id).Select(metric => (double?)metric.Stored).FirstOrDefault() ?? 0;
        order.By(Expression.Lambda<Func<Model, int>>(rank.BodyWith(shown.Body), shown.Parameters), descending: false);
        order.By(Expression.Lambda<Func<Model, double>>(size.BodyWith(shown.Body), shown.Parameters), descending);
    }
}

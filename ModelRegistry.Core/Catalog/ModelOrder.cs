using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Catalog;

/// <summary>
/// The orders of the models list; ties are broken by the name, so that each is a keyset. A metric is that of the version that speaks for the model
/// (<see cref="Model.ShownNumber"/>); models without it come last.
/// </summary>
internal static class ModelOrder
{
    private const string Fields = "name, updatedAt, createdAt or metrics.<name>";

    public static KeysetOrder<OrderedModel> Read(string? orderBy, string question, RegistryDbContext db)
    {
        var terms = Terms(orderBy);
        var order = new KeysetOrder<OrderedModel>(question);
        foreach (var term in terms)
        {
            switch ((term.Field.Prefix, term.Field.Attribute))
            {
                case (_, "name"):
                    order.By(row => row.Model.NormalizedName, term.Descending);
                    break;
                case (_, "updatedat" or "updated"):
                    order.By(row => row.Model.UpdatedAt, term.Descending);
                    break;
                case (_, "createdat" or "created"):
                    order.By(row => row.Model.CreatedAt, term.Descending);
                    break;
                case ("metrics" or "metric", _):
                    ByMetric(order, term.Field.Key, term == terms.First(first => first.Field.Prefix is "metrics" or "metric"), term.Descending, db);
                    break;
                default:
                    throw OrderTerms.Refuse(orderBy, "models", Fields);
            }
        }

        if (terms.All(term => term.Field.Attribute != "name"))
        {
            order.By(row => row.Model.NormalizedName, terms[^1].Descending && terms[^1].Field.Attribute is not null);
        }

        return order;
    }

    /// <summary>The models with the row of the first metric of the order, which is joined once; a further one is looked for in each place.</summary>
    public static IQueryable<OrderedModel> Ordered(this IQueryable<Model> models, string? orderBy, RegistryDbContext db)
    {
        if (FirstMetric(Terms(orderBy)) is not { } name)
        {
            return models.Select(model => new OrderedModel { Model = model, Measured = null });
        }

        return models
            .GroupJoin(db.Metrics.Where(row => row.Name == name), model => new { Id = (Guid?)model.Id, Number = model.ShownNumber },
                row => new { Id = row.ListedIn, Number = (int?)row.VersionNumber }, (model, rows) => new { Model = model, Rows = rows })
            .SelectMany(found => found.Rows.DefaultIfEmpty(), (found, row) => new OrderedModel { Model = found.Model, Measured = row });
    }

    private static IReadOnlyList<OrderTerm> Terms(string? orderBy) =>
        OrderTerms.Read(string.IsNullOrWhiteSpace(orderBy) ? "name" : orderBy, "models", Fields);

    private static string? FirstMetric(IReadOnlyList<OrderTerm> terms) =>
        terms.FirstOrDefault(term => term.Field.Prefix is "metrics" or "metric")?.Field.Key;

    private static void ByMetric(KeysetOrder<OrderedModel> order, string name, bool isJoined, bool descending, RegistryDbContext db)
    {
        if (isJoined)
        {
            order.By(row => row.Measured, descending);
            return;
        }

        order.By(model => db.Metrics.Where(row => row.ListedIn == model.Model.Id && row.Name == name && row.VersionNumber == model.Model.ShownNumber),
            descending);
    }
}

/// <summary>A model as a list is sorted: with the row of the metric that it is sorted by, where there is one.</summary>
internal sealed class OrderedModel
{
    public required Model Model { get; init; }

    public required Metric? Measured { get; init; }
}

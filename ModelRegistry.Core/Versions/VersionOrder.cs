using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// The orders of a list of versions; ties are broken by the number. A metric that a version lacks comes last, what is no number just before it.
/// </summary>
internal static class VersionOrder
{
    private const string Fields = "number, label, created, framework, size, metrics.<name>, params.<name> or tags.<key>";

    // Where a metric stands before its size is looked at.
    private const int Below = 0;
    private const int Finite = 1;
    private const int Beyond = 2;
    private const int NoNumber = 3;
    private const int Missing = 4;

    public static KeysetOrder<ModelVersion> Read(string? orderBy, string question, RegistryDbContext db)
    {
        var terms = OrderTerms.Read(string.IsNullOrWhiteSpace(orderBy) ? "number desc" : orderBy, "versions", Fields);
        var order = new KeysetOrder<ModelVersion>(question);
        foreach (var term in terms)
        {
            Add(order, term, db, orderBy);
        }

        if (terms.All(term => term.Field.Attribute != "number"))
        {
            order.By(version => version.Number, descending: true);
        }

        return order;
    }

    private static void Add(KeysetOrder<ModelVersion> order, OrderTerm term, RegistryDbContext db, string? orderBy)
    {
        var (key, descending) = (term.Field.Key, term.Descending);
        switch ((term.Field.Prefix, term.Field.Attribute))
        {
            case (_, "number" or "version"):
                order.By(version => version.Number, descending);
                break;
            case (_, "created"):
                order.By(version => version.CreatedAt, descending);
                break;
            case (_, "size"):
                order.By(version => (double)version.TotalSize, descending);
                break;
            case (_, "label"):
                Text(order, version => version.NormalizedLabel, descending);
                break;
            case (_, "framework"):
                Text(order, version => version.Framework, descending);
                break;
            case ("tags" or "tag", _):
                Text(order, version => db.VersionTags.Where(tag => tag.VersionId == version.Id && tag.Key == key)
                    .Select(tag => tag.Value).FirstOrDefault(), descending);
                break;
            case ("params" or "param" or "parameters", _):
                Text(order, version => db.VersionParameters.Where(row => row.VersionId == version.Id && row.Name == key)
                    .Select(row => row.Value).FirstOrDefault(), descending);
                break;
            case ("metrics" or "metric", _):
                Metric(order, key, db, descending);
                break;
            default:
                throw OrderTerms.Refuse(orderBy, "versions", Fields);
        }
    }

    private static void Text(KeysetOrder<ModelVersion> order, Expression<Func<ModelVersion, string?>> column, bool descending)
    {
        var nothing = Expression.Constant(null, typeof(string));
        order.By(Expression.Lambda<Func<ModelVersion, int>>(
            Expression.Condition(Expression.Equal(column.Body, nothing), Expression.Constant(1), Expression.Constant(0)), column.Parameters),
            descending: false);
        order.By(Expression.Lambda<Func<ModelVersion, string>>(Expression.Coalesce(column.Body, Expression.Constant("")), column.Parameters), descending);
    }

    // Of several data sets that of the version itself, else the newest row.
    private static void Metric(KeysetOrder<ModelVersion> order, string name, RegistryDbContext db, bool descending)
    {
        var (below, beyond) = descending ? (Beyond, Below) : (Below, Beyond);
        order.By(version => db.Metrics.Where(metric => metric.VersionId == version.Id && metric.IsCurrent && metric.Name == name)
            .OrderByDescending(metric => metric.DatasetDigest == (version.DatasetDigest ?? "")).ThenByDescending(metric => metric.Id)
            .Select(metric => (int?)(metric.Kind == NumberKind.Finite ? Finite : metric.Kind == NumberKind.NegativeInfinity ? below
                : metric.Kind == NumberKind.PositiveInfinity ? beyond : NoNumber)).FirstOrDefault() ?? Missing, descending: false);
        order.By(version => db.Metrics.Where(metric => metric.VersionId == version.Id && metric.IsCurrent && metric.Name == name)
            .OrderByDescending(metric => metric.DatasetDigest == (version.DatasetDigest ?? "")).ThenByDescending(metric => metric.Id)
            .Select(metric => (double?)metric.Stored).FirstOrDefault() ?? 0, descending);
    }
}

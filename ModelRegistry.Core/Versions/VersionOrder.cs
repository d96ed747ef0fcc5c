using System.Linq.Expressions;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Versions;

/// <summary>
/// An order of the versions of one model; equal ones go by the number, in the same direction. What a version lacks comes last, a metric that is no number
/// just before it. Of a long text its start decides (<see cref="IndexedText"/>). It is written twice, for few versions that are sorted (<see cref="Keys"/>)
/// and for many that are read along an index (<see cref="Parts"/>); both give the same rows and the same keys.
/// </summary>
internal sealed class VersionOrder
{
    internal const string Fields = "number, label, created, status, framework, size, metrics.<name>, params.<name> or tags.<key>";

    private static readonly VersionStatus[] Statuses = [VersionStatus.Failed, VersionStatus.Pending, VersionStatus.Ready];

    private readonly Guid _model;
    private readonly IQueryable<ModelVersion> _versions;
    private readonly IReadOnlyList<FilterComparison> _demands;
    private readonly RegistryDbContext _db;
    private readonly List<List<Stretch>> _parts = [];

    private VersionOrder(Guid model, IQueryable<ModelVersion> versions, FilterNode? filter, string question, RegistryDbContext db)
    {
        (_model, _versions, _db, Keys) = (model, versions, db, new KeysetOrder<ModelVersion>(question));
        _demands = [.. filter.Demands()];
    }

    public KeysetOrder<ModelVersion> Keys { get; }

    /// <summary>Of each field that decides, the stretches one after the other: no index has several fields together.</summary>
    public IReadOnlyList<IReadOnlyList<Stretch>> Parts => _parts;

    /// <param name="orderBy">As it was sent.</param>
    /// <param name="model">The model.</param>
    /// <param name="versions">Its versions that the list may show.</param>
    /// <param name="filter">What it is filtered by: what that says of the field of the order bounds the walk along the index.</param>
    /// <param name="question">What a page token belongs to.</param>
    /// <param name="db">The database.</param>
    public static VersionOrder Read(string? orderBy, Guid model, IQueryable<ModelVersion> versions, FilterNode? filter, string question, RegistryDbContext db)
    {
        var terms = OrderTerms.Read(string.IsNullOrWhiteSpace(orderBy) ? "number desc" : orderBy, "versions", Fields);
        var order = new VersionOrder(model, versions, filter, question, db);
        var byNumber = terms.TakeWhile(term => !IsNumber(term)).Count(); // after the number nothing is left to decide
        foreach (var term in terms.Take(byNumber + 1))
        {
            order.Add(term, orderBy);
        }

        var unread = new VersionOrder(model, versions, filter, question, db);
        foreach (var term in terms.Skip(byNumber + 1))
        {
            unread.Add(term, orderBy); // refuses what is no field
        }

        if (byNumber == terms.Count)
        {
            order.Keys.By(version => version.Number, terms[^1].Descending);
        }
        else if (byNumber > 0 && terms[byNumber].Descending == terms[byNumber - 1].Descending)
        {
            order._parts.RemoveAt(byNumber); // as the index before has it
        }

        return order;
    }

    private static bool IsNumber(OrderTerm term) => term.Field.Attribute is "number" or "version";

    private void Add(OrderTerm term, string? orderBy)
    {
        var (key, descending) = (term.Field.Key, term.Descending);
        _parts.Add([]);
        switch ((term.Field.Prefix, term.Field.Attribute))
        {
            case (_, "number" or "version"):
                Keys.By(version => version.Number, descending);
                _parts[^1].Add(new NumberStretch<ModelVersion>([], Numbered(), version => version.Number, descending));
                break;
            case (_, "created"):
                Keys.By(version => version.CreatedAt, descending);
                _parts[^1].Add(new ValueStretch<ModelVersion, DateTimeOffset>([], Created(), version => version.CreatedAt, version => version.Number,
                    descending));
                break;
            case (_, "size"):
                Keys.By(version => version.TotalSize, descending);
                _parts[^1].Add(new ValueStretch<ModelVersion, long>([], _versions, version => version.TotalSize, version => version.Number, descending));
                break;
            case (_, "status"):
                Status(descending);
                break;
            case (_, "label"):
                Text("label", version => version.NormalizedLabel, VersionLabel.Normalize, descending);
                break;
            case (_, "framework"):
                Text("framework", version => version.Framework, text => text, descending);
                break;
            case ("tags" or "tag", _):
                Tag(key, descending);
                break;
            case ("params" or "param" or "parameters", _):
                Parameter(key, descending);
                break;
            case ("metrics" or "metric", _):
                Metric(key, descending);
                break;
            default:
                throw OrderTerms.Refuse(orderBy, "versions", Fields);
        }
    }

    private void Status(bool descending)
    {
        Keys.By(version => version.Status == VersionStatus.Failed ? 0 : version.Status == VersionStatus.Pending ? 1 : 2, descending);
        foreach (var status in descending ? Statuses.Reverse() : Statuses)
        {
            _parts[^1].Add(new NumberStretch<ModelVersion>([Array.IndexOf(Statuses, status)], _versions.Where(version => version.Status == status),
                version => version.Number, descending));
        }
    }

    private void Text(string attribute, Expression<Func<ModelVersion, string?>> column, Func<string, string> stored, bool descending)
    {
        Sort(column, descending);
        var nothing = Expression.Constant(null, typeof(string));
        Expression<Func<ModelVersion, bool>> Is(Func<Expression, Expression, Expression> how) =>
            Expression.Lambda<Func<ModelVersion, bool>>(how(column.Body, nothing), column.Parameters);
        Texts(Within(_versions.Where(Is(Expression.NotEqual)), Demands(attribute), column, stored), column!, version => version.Number,
            _versions.Where(Is(Expression.Equal)), descending);
    }

    private void Tag(string key, bool descending)
    {
        Sort(version => _db.VersionTags.Where(tag => tag.VersionId == version.Id && tag.Key == key).Select(tag => tag.ValueStart).FirstOrDefault(), descending);
        var (model, tags) = (_model, _db.VersionTags.AsQueryable());
        Texts(Within(tags.Where(tag => tag.ModelId == model && tag.Key == key), Demands(key, "tags", "tag"), tag => tag.ValueStart, IndexedText.StartOf),
            tag => tag.ValueStart, tag => tag.VersionNumber,
            _versions.Where(version => !tags.Any(tag => tag.VersionId == version.Id && tag.Key == key)), descending);
    }

    private void Parameter(string key, bool descending)
    {
        Sort(version => _db.VersionParameters.Where(row => row.VersionId == version.Id && row.Name == key).Select(row => row.ValueStart).FirstOrDefault(),
            descending);
        var (model, rows) = (_model, _db.VersionParameters.AsQueryable());
        Texts(Within(rows.Where(row => row.ModelId == model && row.Name == key), Demands(key, "params", "param", "parameters"), row => row.ValueStart,
            IndexedText.StartOf), row => row.ValueStart, row => row.VersionNumber,
            _versions.Where(version => !rows.Any(row => row.VersionId == version.Id && row.Name == key)), descending);
    }

    private void Metric(string name, bool descending)
    {
        Keys.By(version => _db.Metrics.Where(row => row.ListedIn == version.ModelId && row.Name == name && row.VersionNumber == version.Number), descending);
        var (model, metrics) = (_model, _db.Metrics.AsQueryable());
        var rows = metrics.Where(row => row.ListedIn == model && row.Name == name);
        var (place, demands) = (0, Demands(name, "metrics", "metric").ToList());
        foreach (var kind in MetricPlace.Kinds(descending))
        {
            var ofKind = rows.Where(row => row.Kind == kind);
            _parts[^1].Add(kind == NumberKind.Finite
                ? new ValueStretch<Metric, double>([place], demands.Aggregate(ofKind, (found, demand) =>
                    found.Where(Comparing.Numbers<Metric>(demand, row => row.Stored))), row => row.Stored, row => row.VersionNumber, descending)
                : new NumberStretch<Metric>([place, 0.0], ofKind.Where(row => row.Stored == 0), row => row.VersionNumber, descending));
            place++;
        }

        _parts[^1].Add(new NumberStretch<ModelVersion>([MetricPlace.Missing, 0.0], _versions.Where(version =>
            !metrics.Any(row => row.ListedIn == model && row.Name == name && row.VersionNumber == version.Number)), version => version.Number, descending));
    }

    private void Sort(Expression<Func<ModelVersion, string?>> column, bool descending)
    {
        var nothing = Expression.Constant(null, typeof(string));
        Keys.By(Expression.Lambda<Func<ModelVersion, int>>(
            Expression.Condition(Expression.Equal(column.Body, nothing), Expression.Constant(1), Expression.Constant(0)), column.Parameters),
            descending: false);
        Keys.By(Expression.Lambda<Func<ModelVersion, string>>(Expression.Coalesce(column.Body, Expression.Constant("")), column.Parameters), descending);
    }

    private void Texts<T>(IQueryable<T> present, Expression<Func<T, string>> value, Expression<Func<T, int>> number, IQueryable<ModelVersion> missing,
        bool descending)
    {
        _parts[^1].Add(new ValueStretch<T, string>([0], present, value, number, descending));
        _parts[^1].Add(new NumberStretch<ModelVersion>([1, ""], missing, version => version.Number, descending));
    }

    private IQueryable<ModelVersion> Numbered() => Demands("number").Concat(Demands("version")).Aggregate(_versions, (found, demand) =>
        found.Where(Comparing.Integers<ModelVersion>(demand, version => version.Number)));

    private IQueryable<ModelVersion> Created() => Demands("created").Aggregate(_versions, (found, demand) =>
        found.Where(Comparing.Instants<ModelVersion>(demand, version => version.CreatedAt)));

    private IEnumerable<FilterComparison> Demands(string attribute) => _demands.Where(demand => demand.Field.Attribute == attribute);

    private IEnumerable<FilterComparison> Demands(string key, params string[] prefixes) =>
        _demands.Where(demand => prefixes.Contains(demand.Field.Prefix) && demand.Field.Key == key);

    private static IQueryable<T> Within<T>(IQueryable<T> rows, IEnumerable<FilterComparison> demands, Expression<Func<T, string?>> column,
        Func<string, string> stored) => demands.Aggregate(rows, (found, demand) => found.Within(demand, column, stored) ?? found);
}

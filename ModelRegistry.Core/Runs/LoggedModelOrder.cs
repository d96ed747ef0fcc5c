using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>The fields of a logged model in the dialect of MLflow, and its orders; newest first where none is asked for.</summary>
internal static class LoggedModelOrder
{
    private const string Orders = "creation_timestamp, last_updated_timestamp, name, model_id, model_type, status, source_run_id or metrics.<key>";
    private const string Fields = "metrics.<key>, params.<key>, tags.<key>, or the attributes name, model_id, model_type, status, source_run_id, "
        + "creation_timestamp, last_updated_timestamp";

    public static KeysetOrder<LoggedModel> Read(IReadOnlyList<LoggedModelTerm>? orderBy, string question, RegistryDbContext db)
    {
        var order = new KeysetOrder<LoggedModel>(question);
        foreach (var term in orderBy ?? [])
        {
            Add(order, term, db);
        }

        if (orderBy is null or { Count: 0 })
        {
            order.By(model => model.CreatedTime, descending: true);
        }

        order.By(model => model.Key, descending: true);
        return order;
    }

    public static IQueryable<LoggedModel> Matching(this IQueryable<LoggedModel> models, LoggedModelSearch search, RegistryDbContext db) =>
        MlflowClauses.Read(search.Filter, Fields).Aggregate(models, (found, comparison) => found.Where(Condition(comparison, search.Datasets ?? [], db)));

    private static void Add(KeysetOrder<LoggedModel> order, LoggedModelTerm term, RegistryDbContext db)
    {
        var field = MlflowOrder.Read([term.Field], "logged models", Orders)[0].Field;
        var descending = !term.Ascending;
        switch ((field.Prefix, field.Attribute))
        {
            case ("metrics" or "metric", _):
                var on = term.DatasetName is null ? Array.Empty<LoggedModelDataset>() : [new LoggedModelDataset(term.DatasetName, term.DatasetDigest)];
                ByMetric(order, Latest(db, field.Key, on), descending);
                break;
            case (_, "creation_timestamp" or "creation_time" or "creation_timestamp_ms"):
                order.By(model => model.CreatedTime, descending);
                break;
            case (_, "last_updated_timestamp" or "last_updated_timestamp_ms"):
                order.By(model => model.UpdatedTime, descending);
                break;
            case (_, "name"):
                order.By(model => model.Name, descending);
                break;
            case (_, "model_id"):
                order.By(model => model.Id, descending);
                break;
            case (_, "model_type"):
                order.By(model => model.Type, descending);
                break;
            case (_, "source_run_id"):
                order.By(model => model.SourceRunId == null ? 1 : 0, descending: false);
                order.By(model => model.SourceRunId ?? "", descending);
                break;
            case (_, "status"):
                order.By(model => model.Status == LoggedModelStatus.Pending ? 1 : model.Status == LoggedModelStatus.Ready ? 2 : 3, descending);
                break;
            default:
                throw MlflowOrder.Refuse(term.Field, "logged models", Orders);
        }
    }

    private static void ByMetric(KeysetOrder<LoggedModel> order, Expression<Func<LoggedModel, IQueryable<LoggedModelMetric>>> latest, bool descending)
    {
        Expression<Func<IQueryable<LoggedModelMetric>, int>> place = rows =>
            rows.Select(row => (int?)(row.Kind == NumberKind.NaN ? 1 : 0)).FirstOrDefault() ?? 2;
        Expression<Func<IQueryable<LoggedModelMetric>, double>> size = rows => rows.Select(row => (double?)row.Stored).FirstOrDefault() ?? 0;
        order.By(Expression.Lambda<Func<LoggedModel, int>>(place.BodyWith(latest.Body), latest.Parameters), descending: false);
        order.By(Expression.Lambda<Func<LoggedModel, double>>(size.BodyWith(latest.Body), latest.Parameters), descending);
    }

    /// <summary>The points of a metric, the latest first.</summary>
    private static Expression<Func<LoggedModel, IQueryable<LoggedModelMetric>>> Latest(RegistryDbContext db, string name, IReadOnlyList<LoggedModelDataset> on)
    {
        var rows = On(db.LoggedModelMetrics, on);
        return model => rows.Where(row => row.ModelKey == model.Key && db.MetricKeys.Any(key => key.Id == row.MetricId && key.Name == name))
            .OrderByDescending(row => row.Time).ThenByDescending(row => row.Step).ThenByDescending(row => row.RunKey);
    }

    private static IQueryable<LoggedModelMetric> On(IQueryable<LoggedModelMetric> rows, IReadOnlyList<LoggedModelDataset> datasets)
    {
        if (datasets.Count == 0)
        {
            return rows;
        }

        return rows.Where(datasets.Select(dataset =>
        {
            var (name, digest) = (dataset.Name, dataset.Digest);
            Expression<Func<LoggedModelMetric, bool>> named = row => row.DatasetName == name;
            return string.IsNullOrEmpty(digest) ? named : named.And(row => row.DatasetDigest == digest);
        }).Aggregate(Predicates.Or));
    }

    private static Expression<Func<LoggedModel, bool>> Condition(FilterComparison comparison, IReadOnlyList<LoggedModelDataset> on, RegistryDbContext db)
    {
        var (field, texts) = (comparison.Field, new Comparing(db));
        if (comparison.Values.Count == 0)
        {
            throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "a comparison with a value");
        }

        MlflowClauses.RequireShort(comparison);
        switch ((field.Prefix, field.Attribute))
        {
            case ("metrics" or "metric", _):
                var name = FilterParser.Key(field, "a metric");
                var measured = On(db.LoggedModelMetrics, on).Where(MetricPlace.Meets<LoggedModelMetric>(comparison, row => row.Kind, row => row.Stored));
                return model => measured.Any(row => row.ModelKey == model.Key && db.MetricKeys.Any(key => key.Id == row.MetricId && key.Name == name));
            case ("params" or "param" or "parameters" or "tags" or "tag", _):
                var (label, isParam) = (FilterParser.Key(field, "a label"), field.Prefix[0] == 'p');
                var labelled = db.LoggedModelLabels.Where(row => row.IsParam == isParam && row.Key == label)
                    .Where(texts.Texts<LoggedModelLabel>(comparison, nameof(LoggedModelLabel.Value)));
                return model => labelled.Any(row => row.ModelKey == model.Key);
            case (_, "name"):
                return texts.Texts<LoggedModel>(comparison, nameof(LoggedModel.Name));
            case (_, "model_id"):
                return texts.Texts<LoggedModel>(comparison, nameof(LoggedModel.Id));
            case (_, "model_type"):
                return texts.Texts<LoggedModel>(comparison, nameof(LoggedModel.Type));
            case (_, "source_run_id"):
                Expression<Func<LoggedModel, bool>> hasRun = model => model.SourceRunId != null;
                return hasRun.And(texts.Texts<LoggedModel>(comparison, nameof(LoggedModel.SourceRunId)));
            case (_, "status"):
                return Comparing.Words(comparison, new Dictionary<string, Expression<Func<LoggedModel, bool>>>
                {
                    ["READY"] = model => model.Status == LoggedModelStatus.Ready,
                    ["PENDING"] = model => model.Status == LoggedModelStatus.Pending,
                    ["FAILED"] = model => model.Status == LoggedModelStatus.UploadFailed,
                });
            case (_, "creation_timestamp" or "creation_time" or "creation_timestamp_ms"):
                return Comparing.Milliseconds<LoggedModel>(comparison, model => model.CreatedTime);
            case (_, "last_updated_timestamp" or "last_updated_timestamp_ms"):
                return Comparing.Milliseconds<LoggedModel>(comparison, model => model.UpdatedTime);
            default:
                throw FilterParser.Refuse(field.Position, field.Length, Fields);
        }
    }
}

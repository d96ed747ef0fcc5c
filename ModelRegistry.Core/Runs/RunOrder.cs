using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>
/// The orders of runs as MLflow has them: missing values last in both directions, what is no number behind all numbers; ties by the start, newest first,
/// and then by the id.
/// </summary>
internal static class RunOrder
{
    private const string Orders = "metrics.<key>, params.<key>, tags.<key>, run_id, run_name, status, user_id, artifact_uri, start_time or end_time";

    public static KeysetOrder<Run> Read(IReadOnlyList<string>? orderBy, string question, RegistryDbContext db)
    {
        var order = new KeysetOrder<Run>(question);
        var terms = MlflowOrder.Read(orderBy, "runs", Orders);
        foreach (var term in terms)
        {
            Add(order, term, db);
        }

        if (terms.All(term => RunFilter.AttributeOf(term.Field) != "start_time"))
        {
            order.By(run => run.StartTime, descending: true);
        }

        if (terms.All(term => RunFilter.AttributeOf(term.Field) != "run_id"))
        {
            order.By(run => run.Id, descending: false);
        }

        return order;
    }

    private static void Add(KeysetOrder<Run> order, OrderTerm term, RegistryDbContext db)
    {
        var key = term.Field.Key;
        switch (term.Field.Prefix)
        {
            case "metrics" or "metric":
                ByMetric(order, key, term.Descending, db);
                break;
            case "params" or "param" or "parameters" or "parameter":
                ByText(order, run => db.RunParams.Where(param => param.RunKey == run.Key && param.Key == key).Select(param => param.Value).FirstOrDefault(),
                    term.Descending);
                break;
            case "tags" or "tag":
                ByText(order, run => db.RunTags.Where(tag => tag.RunKey == run.Key && tag.Key == key).Select(tag => tag.Value).FirstOrDefault(),
                    term.Descending);
                break;
            default:
                ByAttribute(order, term);
                break;
        }
    }

    private static void ByAttribute(KeysetOrder<Run> order, OrderTerm term)
    {
        switch (RunFilter.AttributeOf(term.Field))
        {
            case "run_id":
                order.By(run => run.Id, term.Descending);
                break;
            case "run_name":
                order.By(run => run.Name, term.Descending);
                break;
            case "user_id":
                order.By(run => run.User, term.Descending);
                break;
            case "artifact_uri":
                order.By(run => run.ExperimentId, term.Descending);
                order.By(run => run.Id, term.Descending);
                break;
            case "status":
                // In the order of their names: failed, finished, killed, running, scheduled.
                order.By(run => run.Status == RunStatus.Failed ? 1 : run.Status == RunStatus.Finished ? 2 : run.Status == RunStatus.Killed ? 3
                    : run.Status == RunStatus.Running ? 4 : 5, term.Descending);
                break;
            case "start_time":
                order.By(run => run.StartTime, term.Descending);
                break;
            case "end_time":
                order.By(run => run.EndTime == null ? 1 : 0, descending: false);
                order.By(run => run.EndTime ?? 0L, term.Descending);
                break;
            default:
                throw MlflowOrder.Refuse(term.Text, "runs", Orders);
        }
    }

    private static void ByText(KeysetOrder<Run> order, Expression<Func<Run, string?>> text, bool descending)
    {
        Expression<Func<string?, int>> isMissing = value => value == null ? 1 : 0;
        Expression<Func<string?, string>> shown = value => value ?? "";
        order.By(Expression.Lambda<Func<Run, int>>(isMissing.BodyWith(text.Body), text.Parameters), descending: false);
        order.By(Expression.Lambda<Func<Run, string>>(shown.BodyWith(text.Body), text.Parameters), descending);
    }

    private static void ByMetric(KeysetOrder<Run> order, string name, bool descending, RegistryDbContext db)
    {
        var (below, beyond) = descending ? (2, 0) : (0, 2);
        order.By(run => db.RunMetrics.Where(row => row.RunKey == run.Key
                && row.MetricId == db.MetricKeys.Where(key => key.ExperimentId == run.ExperimentId && key.Name == name).Select(key => key.Id).FirstOrDefault())
            .Select(row => (int?)(row.Kind == NumberKind.Finite ? 1 : row.Kind == NumberKind.NegativeInfinity ? below
                : row.Kind == NumberKind.PositiveInfinity ? beyond : 3)).FirstOrDefault() ?? MetricPlace.Missing, descending: false);
        order.By(run => db.RunMetrics.Where(row => row.RunKey == run.Key
                && row.MetricId == db.MetricKeys.Where(key => key.ExperimentId == run.ExperimentId && key.Name == name).Select(key => key.Id).FirstOrDefault())
            .Select(row => (double?)row.Stored).FirstOrDefault() ?? 0, descending);
    }
}

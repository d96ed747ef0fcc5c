using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Filters;

namespace ModelRegistry.Core.Experiments;

/// <summary>The fields of an experiment in the dialect of MLflow, and its orders.</summary>
internal static class ExperimentFilter
{
    public const string Fields = "name, creation_time, last_update_time or tags.<key>";
    private const string Orders = "name, experiment_id, creation_time or last_update_time";

    public static IQueryable<Experiment> Matching(this IQueryable<Experiment> experiments, string? filter, RegistryDbContext db) =>
        MlflowClauses.Read(filter, Fields, nulls: true).Aggregate(experiments, (found, comparison) => found.Where(Condition(comparison, db)));

    public static KeysetOrder<Experiment> Order(IReadOnlyList<string>? orderBy, string question)
    {
        var order = new KeysetOrder<Experiment>(question);
        var terms = MlflowOrder.Read(orderBy, "experiments", Orders);
        foreach (var term in terms)
        {
            Add(order, term);
        }

        if (terms.Count == 0)
        {
            order.By(experiment => experiment.CreatedAt, descending: true);
        }

        if (terms.All(term => term.Field.Attribute != "experiment_id"))
        {
            order.By(experiment => experiment.Id, descending: terms.Count > 0);
        }

        return order;
    }

    private static void Add(KeysetOrder<Experiment> order, OrderTerm term)
    {
        switch (term.Field.Attribute)
        {
            case "name":
                order.By(experiment => experiment.Name, term.Descending);
                break;
            case "experiment_id":
                order.By(experiment => experiment.Id, term.Descending);
                break;
            case "creation_time":
                order.By(experiment => experiment.CreatedAt, term.Descending);
                break;
            case "last_update_time":
                order.By(experiment => experiment.UpdatedAt, term.Descending);
                break;
            default:
                throw MlflowOrder.Refuse(term.Text, "experiments", Orders);
        }
    }

    private static Expression<Func<Experiment, bool>> Condition(FilterComparison comparison, RegistryDbContext db)
    {
        var (field, texts) = (comparison.Field, new Comparing(db));
        switch ((field.Prefix, field.Attribute))
        {
            case ("tags" or "tag", _):
                var key = FilterParser.Key(field, "a tag");
                var tagged = db.ExperimentTags.Where(tag => tag.Key == key);
                if (comparison.Operator is FilterOperator.IsNull or FilterOperator.IsNotNull)
                {
                    Expression<Func<Experiment, bool>> has = experiment => tagged.Any(tag => tag.ExperimentId == experiment.Id);
                    return comparison.Operator == FilterOperator.IsNull ? has.Not() : has;
                }

                var alike = tagged.Where(texts.Texts<ExperimentTag>(Valued(comparison), nameof(ExperimentTag.Value)));
                return experiment => alike.Any(tag => tag.ExperimentId == experiment.Id);
            case (_, "name"):
                return texts.Texts<Experiment>(Valued(comparison), nameof(Experiment.Name));
            case (_, "creation_time"):
                return Comparing.MillisecondInstants<Experiment>(Valued(comparison), experiment => experiment.CreatedAt);
            case (_, "last_update_time"):
                return Comparing.MillisecondInstants<Experiment>(Valued(comparison), experiment => experiment.UpdatedAt);
            default:
                throw FilterParser.Refuse(field.Position, field.Length, Fields);
        }
    }

    private static FilterComparison Valued(FilterComparison comparison) => comparison.Values.Count > 0 ? MlflowClauses.RequireShort(comparison)
        : throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "=, !=, <, <=, >, >=, like or ilike");
}

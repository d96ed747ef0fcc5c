using System.Globalization;
using System.Linq.Expressions;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Filters;
using ModelRegistry.Core.Metrics;

namespace ModelRegistry.Core.Runs;

/// <summary>The fields of a run in the dialect of MLflow. What a run does not have compares as false, whatever is asked.</summary>
internal static class RunFilter
{
    public const string Fields = "metrics.<key>, params.<key>, tags.<key>, datasets.name, datasets.digest, datasets.context, or the attributes run_id, "
        + "run_name, status, artifact_uri, user_id, start_time, end_time";

    private const int MostIds = 2_000; // each is a parameter, of which SQL Server takes 2 100

    public static IQueryable<Run> Matching(this IQueryable<Run> runs, string? filter, RegistryDbContext db) =>
        MlflowClauses.Read(filter, Fields, nulls: true).Aggregate(runs, (found, comparison) => found.Where(Condition(comparison, db)));

    /// <summary>The attribute of that name, by any of the spellings that clients use; null for what has another prefix.</summary>
    public static string? AttributeOf(FilterField field) => field.Prefix is "" or "attribute" or "attributes" or "attr" or "run"
        ? field.Key.ToLowerInvariant() switch
        {
            "created" => "start_time",
            "run name" or "name" => "run_name",
            "user" => "user_id",
            var name => name,
        }
        : null;

    private static Expression<Func<Run, bool>> Condition(FilterComparison comparison, RegistryDbContext db) => comparison.Field.Prefix switch
    {
        "metrics" or "metric" => Metric(comparison, db),
        "params" or "param" or "parameters" or "parameter" => Param(comparison, db),
        "tags" or "tag" => Tag(comparison, db),
        "datasets" or "dataset" => Dataset(comparison, db),
        _ => Attribute(comparison, db),
    };

    private static Expression<Func<Run, bool>> Metric(FilterComparison comparison, RegistryDbContext db)
    {
        var name = FilterParser.Key(comparison.Field, "a metric");
        var rows = db.RunMetrics.AsQueryable();
        if (comparison.Values.Count > 0)
        {
            rows = rows.Where(MetricPlace.Meets<RunMetric>(comparison, row => row.Kind, row => row.Stored));
        }

        // The number of the name first: then one row of the run is looked at and not each of its metrics.
        Expression<Func<Run, bool>> meets = run => rows.Any(row => row.RunKey == run.Key
            && row.MetricId == db.MetricKeys.Where(key => key.ExperimentId == run.ExperimentId && key.Name == name).Select(key => key.Id).FirstOrDefault());
        return comparison.Operator == FilterOperator.IsNull ? meets.Not() : meets;
    }

    private static Expression<Func<Run, bool>> Param(FilterComparison comparison, RegistryDbContext db)
    {
        var key = FilterParser.Key(comparison.Field, "a parameter");
        var rows = db.RunParams.Where(param => param.Key == key);
        rows = comparison.Values.Count == 0 ? rows : rows.Where(new Comparing(db).Texts<RunParam>(Quoted(comparison), nameof(RunParam.Value)));
        Expression<Func<Run, bool>> meets = run => rows.Any(param => param.RunKey == run.Key);
        return comparison.Operator == FilterOperator.IsNull ? meets.Not() : meets;
    }

    private static Expression<Func<Run, bool>> Tag(FilterComparison comparison, RegistryDbContext db)
    {
        var key = FilterParser.Key(comparison.Field, "a tag");
        if (key == RunTag.Parent && comparison.Operator == FilterOperator.Equal)
        {
            var parent = Quoted(comparison).Value.Text;
            return run => run.ParentId == parent; // which has an index
        }

        var rows = db.RunTags.Where(tag => tag.Key == key);
        rows = comparison.Values.Count == 0 ? rows : rows.Where(new Comparing(db).Texts<RunTag>(Quoted(comparison), nameof(RunTag.Value)));
        Expression<Func<Run, bool>> meets = run => rows.Any(tag => tag.RunKey == run.Key);
        return comparison.Operator == FilterOperator.IsNull ? meets.Not() : meets;
    }

    private static Expression<Func<Run, bool>> Dataset(FilterComparison comparison, RegistryDbContext db)
    {
        var texts = new Comparing(db);
        switch (comparison.Field.Key.ToLowerInvariant())
        {
            case "context":
                var used = db.RunInputs.Where(input => input.Context != null).Where(texts.Texts<RunInput>(Quoted(comparison), nameof(RunInput.Context)));
                return run => used.Any(input => input.RunKey == run.Key);
            case "name" or "digest":
                var column = comparison.Field.Key.Equals("name", StringComparison.OrdinalIgnoreCase) ? nameof(RunDataset.Name) : nameof(RunDataset.Digest);
                var found = db.RunDatasets.Where(texts.Texts<RunDataset>(Quoted(comparison), column));
                return run => db.RunInputs.Any(input => input.RunKey == run.Key && found.Any(dataset => dataset.Key == input.DatasetKey));
            default:
                throw FilterParser.Refuse(comparison.Field.Position, comparison.Field.Length, "datasets.name, datasets.digest or datasets.context");
        }
    }

    private static Expression<Func<Run, bool>> Attribute(FilterComparison comparison, RegistryDbContext db)
    {
        var texts = new Comparing(db);
        switch (AttributeOf(comparison.Field))
        {
            case "run_id" when comparison.Operator is FilterOperator.In or FilterOperator.NotIn:
                var ids = MlflowClauses.RequireShort(comparison, MostIds).Values.Select(value => value.Text).Distinct().ToArray();
                Expression<Func<Run, bool>> isOne = run => ids.Contains(run.Id);
                return comparison.Operator == FilterOperator.In ? isOne : isOne.Not();
            case "run_id":
                return texts.Texts<Run>(Quoted(comparison), nameof(Run.Id));
            case "run_name":
                return texts.Texts<Run>(Quoted(comparison), nameof(Run.Name));
            case "user_id":
                return texts.Texts<Run>(Quoted(comparison), nameof(Run.User));
            case "status":
                return Status(Quoted(comparison));
            case "artifact_uri":
                return ArtifactUri(Quoted(comparison));
            case "start_time":
                return Comparing.Milliseconds<Run>(Valued(comparison), run => run.StartTime);
            case "end_time":
                Expression<Func<Run, bool>> ended = run => run.EndTime != null;
                return ended.And(Comparing.Milliseconds<Run>(Valued(comparison), run => run.EndTime ?? 0));
            default:
                throw FilterParser.Refuse(comparison.Field.Position, comparison.Field.Length, Fields);
        }
    }

    // As text, of which there are five.
    private static Expression<Func<Run, bool>> Status(FilterComparison comparison)
    {
        var meant = Enum.GetValues<RunStatus>().Where(status => Matches(comparison, status.ToString().ToUpperInvariant())).ToArray();
        return run => meant.Contains(run.Status);
    }

    private static bool Matches(FilterComparison comparison, string text)
    {
        var equal = comparison.Operator switch
        {
            FilterOperator.Like => LikePattern.Parse(comparison.Value.Text).Matches(text, StringComparison.Ordinal),
            FilterOperator.ILike => LikePattern.Parse(comparison.Value.Text).Matches(text, StringComparison.OrdinalIgnoreCase),
            FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.In or FilterOperator.NotIn =>
                comparison.Values.Any(value => value.Text == text),
            _ => throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "=, !=, like, ilike or in"),
        };
        return equal != (comparison.Operator is FilterOperator.NotEqual or FilterOperator.NotIn);
    }

    // Follows from the number of the experiment and the id, so that it is taken apart instead of being kept.
    private static Expression<Func<Run, bool>> ArtifactUri(FilterComparison comparison)
    {
        if (comparison.Operator is not (FilterOperator.Equal or FilterOperator.NotEqual))
        {
            throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "= or != for artifact_uri");
        }

        var parts = comparison.Value.Text.Split('/');
        var id = parts is [Experiment.ArtifactScheme, _, var named, "artifacts"] ? named : "";
        var experiment = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var number) ? number : -1;
        Expression<Func<Run, bool>> equal = run => run.Id == id && run.ExperimentId == experiment;
        return comparison.Operator == FilterOperator.Equal ? equal : equal.Not();
    }

    private static FilterComparison Valued(FilterComparison comparison) => comparison.Values.Count > 0 ? MlflowClauses.RequireShort(comparison)
        : throw FilterParser.Refuse(comparison.At.Position, comparison.At.Length, "a comparison with a value");

    /// <summary>Texts stand in quotes; a number without them is what MLflow refuses, too.</summary>
    private static FilterComparison Quoted(FilterComparison comparison) =>
        Valued(comparison).Values.FirstOrDefault(value => value.Number is not null) is { } bare
            ? throw FilterParser.Refuse(bare.Position, bare.Length, "a value in quotes") : comparison;
}

using System.Data;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Core.Runs;

/// <summary>The tables that runs write to by the hundred.</summary>
internal static class RunTables
{
    public static readonly BulkTable Points = new("RunPoints",
        [
            Int64(nameof(RunPoint.RunKey)), Int32(nameof(RunPoint.MetricId)), Int64(nameof(RunPoint.Step)), Int64(nameof(RunPoint.Time)),
            Byte(nameof(RunPoint.Kind)), Double(nameof(RunPoint.Stored)),
        ], []);

    public static readonly BulkTable Metrics = new("RunMetrics",
        [Int64(nameof(RunMetric.RunKey)), Int32(nameof(RunMetric.MetricId))],
        [
            Int64(nameof(RunMetric.Step)), Int64(nameof(RunMetric.Time)), Byte(nameof(RunMetric.Kind)), Double(nameof(RunMetric.Stored)),
            Double(nameof(RunMetric.Lowest)), Double(nameof(RunMetric.Highest)), Int64(nameof(RunMetric.Points)),
        ]);

    public static readonly BulkTable DatasetMetrics = new("RunDatasetMetrics",
        [Int64(nameof(RunDatasetMetric.RunKey)), Int32(nameof(RunDatasetMetric.MetricId)), Text(nameof(RunDatasetMetric.DatasetDigest))],
        [
            Text(nameof(RunDatasetMetric.DatasetName)), Int64(nameof(RunDatasetMetric.Step)), Int64(nameof(RunDatasetMetric.Time)),
            Byte(nameof(RunDatasetMetric.Kind)), Double(nameof(RunDatasetMetric.Stored)),
        ]);

    public static readonly BulkTable ModelMetrics = new("LoggedModelMetrics",
        [
            Int64(nameof(LoggedModelMetric.ModelKey)), Int32(nameof(LoggedModelMetric.MetricId)), Int64(nameof(LoggedModelMetric.Step)),
            Int64(nameof(LoggedModelMetric.Time)), Int64(nameof(LoggedModelMetric.RunKey)),
        ],
        [
            Byte(nameof(LoggedModelMetric.Kind)), Double(nameof(LoggedModelMetric.Stored)), Text(nameof(LoggedModelMetric.DatasetName)),
            Text(nameof(LoggedModelMetric.DatasetDigest)),
        ]);

    public static readonly BulkTable Params = new("RunParams", [Int64(nameof(RunParam.RunKey)), Text(nameof(RunParam.Key))], [Text(nameof(RunParam.Value))]);

    public static readonly BulkTable Tags = new("RunTags", [Int64(nameof(RunTag.RunKey)), Text(nameof(RunTag.Key))], [Text(nameof(RunTag.Value))]);

    public static readonly BulkTable Labels = new("LoggedModelLabels",
        [Int64(nameof(LoggedModelLabel.ModelKey)), new BulkColumn(nameof(LoggedModelLabel.IsParam), DbType.Boolean), Text(nameof(LoggedModelLabel.Key))],
        [Text(nameof(LoggedModelLabel.Value))]);

    public static readonly BulkTable Models = new("RunModels",
        [Int64(nameof(RunModel.RunKey)), new BulkColumn(nameof(RunModel.IsOutput), DbType.Boolean), Int64(nameof(RunModel.ModelKey))],
        [Int64(nameof(RunModel.Step))]);

    private static BulkColumn Int64(string name) => new(name, DbType.Int64);

    private static BulkColumn Int32(string name) => new(name, DbType.Int32);

    private static BulkColumn Byte(string name) => new(name, DbType.Byte);

    private static BulkColumn Double(string name) => new(name, DbType.Double);

    private static BulkColumn Text(string name) => new(name, DbType.String);
}

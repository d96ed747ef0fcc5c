namespace ModelRegistry.Core.Metrics;

/// <summary>
/// One measured number of a version with its provenance. Rows are appended and never edited; a correction is a newer row of
/// the same name, data set digest and step. <see cref="IsCurrent"/> marks, per name and data set, the row of the greatest
/// step and then the newest: the one that is shown and compared.
/// </summary>
public sealed class Metric
{
    public const int SourceMaxLength = 500;

    public long Id { get; init; }

    public Guid VersionId { get; init; }

    /// <summary>The number of the version, by which rows of one value are in order.</summary>
    public int VersionNumber { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The number when <see cref="Kind"/> is Finite, else 0.</summary>
    public double Stored { get; init; }

    public NumberKind Kind { get; init; }

    public long Step { get; init; }

    public string? DatasetName { get; init; }

    /// <summary>Empty when the data set is not known: such a metric is comparable with none.</summary>
    public string DatasetDigest { get; init; } = "";

    public string? Source { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid? ById { get; init; }

    public string ByName { get; init; } = "";

    public bool IsCurrent { get; internal set; }

    /// <summary>
    /// The model whose lists are filtered and sorted by this row: of the current rows of a name the one on the version's own data set, else the newest.
    /// Null for every other row.
    /// </summary>
    public Guid? ListedIn { get; internal set; }

    public double Value => MetricValue.Of(Stored, Kind);
}

namespace ModelRegistry.Core.Runs;

/// <summary>What a run logs in one call: all of it or nothing.</summary>
public sealed record RunBatch(
    IReadOnlyList<NewPoint>? Metrics = null,
    IReadOnlyList<KeyValuePair<string, string>>? Params = null,
    IReadOnlyList<KeyValuePair<string, string>>? Tags = null)
{
    public const int MostMetrics = 1_000;
    public const int MostParams = 100;
    public const int MostTags = 100;
    public const int MostTogether = 1_000;
}

/// <summary>A measured number. The model and the data set are what clients of MLflow 3 say it was measured of and on.</summary>
public sealed record NewPoint(
    string Key, double Value, long Time, long Step = 0, string? ModelId = null, string? DatasetName = null, string? DatasetDigest = null);
